using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Stacks made, changed, brought back and deleted without a change set.</summary>
internal sealed class StackOperations(
    StackEngine engine,
    RequestReader reader,
    StackAccess access,
    StackUpdates updates,
    StackDeletions deletions,
    Rollbacks rollbacks,
    OperationRunner runner,
    Honesty honesty,
    NewStacks newStacks,
    TimeProvider time
) : ICloudFormationOperations
{
    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["CreateStack"] = CreateAsync,
            ["UpdateStack"] = UpdateAsync,
            ["DeleteStack"] = DeleteAsync,
            ["RollbackStack"] = RollBackAsync,
            ["ContinueUpdateRollback"] = ContinueAsync,
            ["UpdateTerminationProtection"] = ProtectAsync,
        };

    private async Task<IEnumerable<XElement>> CreateAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await AllowAsync(call, name, cancel);
        if (engine.Find(name) is { Status: not "REVIEW_IN_PROGRESS" })
            throw new AwsException("AlreadyExistsException", $"Stack [{name}] already exists");
        var request = await reader.ReadAsync(call, name, null, cancel);
        Require(request, isNew: true);
        var role = call.Text("RoleARN");
        var by = await access.ActorAsync(call, role, cancel);
        var stack = (engine.Find(name) ?? newStacks.Make(name)) with
        {
            RoleArn = role,
            IsProtected = call.Flag("EnableTerminationProtection") == true,
        };
        var operation = Of(call, "CREATE", request, by) with
        {
            DisableRollback = call.Flag("DisableRollback") ?? call.Text("OnFailure") == "DO_NOTHING",
            DeletesOnFailure = call.Text("OnFailure") == "DELETE",
        };
        return Start(stack, operation);
    }

    private async Task<IEnumerable<XElement>> UpdateAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await AllowAsync(call, name, cancel);
        var stack = engine.Required(name);
        var (role, by) = await ActorAsync(call, stack, cancel);
        var operation = Of(call, "UPDATE", await reader.ReadAsync(call, stack.Name, stack, cancel), by) with
        {
            DisableRollback = call.Flag("DisableRollback") == true,
        };
        StackErrors.RequireChangeable(stack, operation.DisableRollback);
        Require(operation.Request, isNew: false);
        return Start(stack with { RoleArn = role, ChangeSetId = null }, operation);
    }

    private async Task<IEnumerable<XElement>> DeleteAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await AllowAsync(call, name, cancel);
        if (engine.Find(name) is not { IsLive: true } stack)
            return [];
        if (stack.IsProtected)
            throw StackErrors.Invalid($"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled");
        if (stack.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && stack.Status != "REVIEW_IN_PROGRESS")
            throw StackErrors.Invalid($"Stack [{stack.Id}] cannot be deleted while in status {stack.Status}");
        var retained = call.Texts("RetainResources").ToHashSet();
        if (retained.Count > 0 && stack.Status != "DELETE_FAILED")
            throw StackErrors.Invalid(
                $"Invalid operation on stack [{stack.Id}]. RetainResources can be specified only when the stack is in the DELETE_FAILED state."
            );
        var (token, isForced) = (call.Text("ClientRequestToken"), call.Text("DeletionMode") == "FORCE_DELETE_STACK");
        var (role, by) = await ActorAsync(call, stack, cancel);
        deletions.Begin(stack with { RoleArn = role }, token);
        runner.Run(stack.Id, (begun, end) => deletions.RunAsync(begun, stack.Status, by, retained, isForced, token, end));
        return [];
    }

    private async Task<IEnumerable<XElement>> RollBackAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await AllowAsync(call, name, cancel);
        var stack = engine.Required(name);
        StackErrors.RequireStatus(stack, "rolled back", "CREATE_FAILED", "UPDATE_FAILED");
        return await BackAsync(
            stack,
            stack.Status == "CREATE_FAILED" ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
            new HashSet<string>(),
            call,
            cancel
        );
    }

    private async Task<IEnumerable<XElement>> ContinueAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await AllowAsync(call, name, cancel);
        var stack = engine.Required(name);
        StackErrors.RequireStatus(stack, "continued to be rolled back", "UPDATE_ROLLBACK_FAILED");
        await BackAsync(stack, "UPDATE_ROLLBACK_IN_PROGRESS", call.Texts("ResourcesToSkip").ToHashSet(), call, cancel);
        return [];
    }

    private async Task<IEnumerable<XElement>> ProtectAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("StackName");
        await access.RequireAsync(call, name, cancel);
        var stack = engine.Commit(engine.Required(name) with { IsProtected = call.Flag("EnableTerminationProtection") == true });
        return [new("StackId", stack.Id)];
    }

    private async Task<XElement[]> BackAsync(
        Stack stack,
        string status,
        IReadOnlySet<string> skipped,
        QueryCall call,
        CancellationToken cancel
    )
    {
        var (role, by) = await ActorAsync(call, stack, cancel);
        var journal = new Journal(engine.Store, time, call.Text("ClientRequestToken"));
        journal.Add(engine.Commit(stack with { Status = status, Reason = "User Initiated", RoleArn = role }));
        runner.Run(stack.Id, (begun, end) => rollbacks.BackAsync(begun, by, skipped, journal, end));
        return [new("StackId", stack.Id)];
    }

    private XElement[] Start(Stack stack, StackOperation operation)
    {
        updates.Begin(stack, operation);
        runner.Run(stack.Id, (begun, end) => updates.RunAsync(begun, operation, end));
        return [new("StackId", stack.Id)];
    }

    /// <summary>Another role may be given with every operation, and stays with the stack.</summary>
    private async Task<(string? Role, Caller By)> ActorAsync(QueryCall call, Stack stack, CancellationToken cancel)
    {
        var role = call.Text("RoleARN") ?? stack.RoleArn;
        return (role, await access.ActorAsync(call, role, cancel));
    }

    private static StackOperation Of(QueryCall call, string verb, StackRequest request, Caller by) =>
        new(verb, request, by) { Token = call.Text("ClientRequestToken") };

    private async Task AllowAsync(QueryCall call, string stack, CancellationToken cancel)
    {
        await access.RequireAsync(call, stack, cancel);
        await access.RequirePassingAsync(call, call.Text("RoleARN"), cancel);
    }

    // What can be told at once is told at once.
    private void Require(StackRequest request, bool isNew)
    {
        try
        {
            var plan = engine.Plan(engine.World, [request], replaces: true).Stacks[0];
            honesty.Require(plan.Next);
            if (!isNew && plan.ChangesNothing)
                throw StackErrors.Invalid("No updates are to be performed.");
        }
        catch (TemplateException e)
        {
            throw StackErrors.Invalid(e.Message);
        }
    }
}
