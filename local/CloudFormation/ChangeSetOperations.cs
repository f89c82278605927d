using System.Xml.Linq;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Change sets: made, shown, executed, deleted.</summary>
internal sealed class ChangeSetOperations(
    StackEngine engine,
    RequestReader reader,
    StackAccess access,
    StackUpdates updates,
    OperationRunner runner,
    Honesty honesty,
    NewStacks newStacks,
    TimeProvider time
) : ICloudFormationOperations
{
    private const string Kind = nameof(ChangeSet),
        Nothing = "The submitted information didn't contain changes. Submit different information to create a change set.";

    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["CreateChangeSet"] = CreateAsync,
            ["DescribeChangeSet"] = DescribeAsync,
            ["DeleteChangeSet"] = DeleteAsync,
            ["ExecuteChangeSet"] = ExecuteAsync,
            ["ListChangeSets"] = ListAsync,
        };

    private async Task<IEnumerable<XElement>> CreateAsync(QueryCall call, CancellationToken cancel)
    {
        var (name, stackName, type) = (call.Required("ChangeSetName"), call.Required("StackName"), call.Text("ChangeSetType") ?? "UPDATE");
        await access.RequireAsync(call, stackName, cancel);
        var role = call.Text("RoleARN");
        await access.RequirePassingAsync(call, role, cancel);
        var stack = engine.Find(stackName);
        if (type != "CREATE" && stack is null && !(type == "IMPORT"))
            throw StackErrors.Invalid($"Stack [{stackName}] does not exist");
        if (type == "CREATE" && stack is not null && stack.Status != "REVIEW_IN_PROGRESS")
            throw StackErrors.Invalid($"Stack [{stackName}] already exists and cannot be created again with the changeSet [{name}].");
        if (type == "UPDATE" && stack!.Status == "REVIEW_IN_PROGRESS")
            throw StackErrors.Invalid($"Stack [{stackName}] does not exist");
        if (stack is not null && Of(stack).Any(c => c.Name == name))
            throw new AwsException(
                "AlreadyExistsException",
                $"ChangeSet {name} cannot be created due to a mismatch with existing attribute Template"
            );
        await access.ActorAsync(call, role ?? stack?.RoleArn, cancel);
        var request = await reader.ReadAsync(call, stack?.Name ?? stackName, stack, cancel);
        if (type == "IMPORT")
            Imports.Require(request, stack);

        stack ??= newStacks.Make(stackName);
        var made = new ChangeSet
        {
            Id = $"arn:aws:cloudformation:{stack.Region}:{stack.Account}:changeSet/{name}/{Guid.NewGuid()}",
            Name = name,
            StackId = stack.Id,
            StackName = stack.Name,
            Type = type,
            Request = request,
            Created = time.GetUtcNow(),
            Status = "CREATE_COMPLETE",
            ExecutionStatus = "AVAILABLE",
            Description = call.Text("Description"),
            RoleArn = role ?? stack.RoleArn,
            DeletesOnFailure = call.Text("OnStackFailure") == "DELETE",
            DisableRollback = call.Text("OnStackFailure") == "DO_NOTHING",
        };
        engine.Store.Put(Kind, made.Id, await engine.AloneAsync(() => Task.FromResult(Planned(made)), cancel));
        return [new("Id", made.Id), new("StackId", made.StackId)];
    }

    private ChangeSet Planned(ChangeSet made)
    {
        try
        {
            // A stack that is under review has nothing yet.
            var world = engine.World;
            var plan = engine
                .Plan(
                    made.Type == "CREATE" ? world with { Stacks = [.. world.Stacks.Where(s => s.Id != made.StackId)] } : world,
                    [made.Request],
                    replaces: true
                )
                .Stacks[0];
            honesty.Require(plan.Next);
            var views = plan.Changes.Select(c => ChangeView.Of(c, made.Request)).ToList();
            return plan.ChangesNothing
                ? made with
                {
                    Status = "FAILED",
                    Reason = Nothing,
                    ExecutionStatus = "UNAVAILABLE",
                }
                : made with
                {
                    Changes = views,
                };
        }
        catch (TemplateException e)
        {
            return made with { Status = "FAILED", Reason = e.Message, ExecutionStatus = "UNAVAILABLE" };
        }
    }

    private async Task<IEnumerable<XElement>> ExecuteAsync(QueryCall call, CancellationToken cancel)
    {
        var set = await RequiredAsync(call, cancel);
        var stack = engine.Required(set.StackId);
        if (set.ExecutionStatus != "AVAILABLE")
            throw new AwsException(
                "InvalidChangeSetStatus",
                $"ChangeSet [{set.Id}] cannot be executed in its current status of [{set.Status}]"
            );
        var disables = call.Flag("DisableRollback") ?? set.DisableRollback;
        if (stack.Status != "REVIEW_IN_PROGRESS")
            StackErrors.RequireChangeable(stack, disables);
        var operation = new StackOperation(set.Type, set.Request, await access.ActorAsync(call, set.RoleArn, cancel))
        {
            DisableRollback = disables,
            DeletesOnFailure = set.DeletesOnFailure,
            Token = call.Text("ClientRequestToken"),
        };
        foreach (var other in Of(stack))
            engine.Store.Remove(Kind, other.Id);
        engine.Store.Put(Kind, set.Id, set with { ExecutionStatus = "EXECUTE_COMPLETE" });
        updates.Begin(stack with { ChangeSetId = set.Id, RoleArn = set.RoleArn }, operation);
        runner.Run(stack.Id, (begun, end) => updates.RunAsync(begun, operation, end));
        return [];
    }

    private async Task<IEnumerable<XElement>> DescribeAsync(QueryCall call, CancellationToken cancel)
    {
        var set = await RequiredAsync(call, cancel);
        return
        [
            .. Summary(set),
            List(
                "Parameters",
                set.Request.Parameters.Select(p => new[] { new XElement("ParameterKey", p.Key), new XElement("ParameterValue", p.Value) })
            ),
            List("Capabilities", set.Request.Capabilities),
            List("Tags", set.Request.Tags.Select(t => new[] { new XElement("Key", t.Key), new XElement("Value", t.Value) })),
            List("NotificationARNs", []),
            List("Changes", set.Changes.Select(c => new[] { new XElement("Type", "Resource"), ChangeSetXml.Of(c) })),
        ];
    }

    private async Task<IEnumerable<XElement>> DeleteAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("ChangeSetName");
        await access.RequireAsync(call, call.Text("StackName") ?? access.All, cancel);
        if (Find(call) is not { } set)
            return name.StartsWith("arn:", StringComparison.Ordinal) || engine.Find(call.Required("StackName")) is not null
                ? []
                : throw StackErrors.Invalid($"Stack [{call.Text("StackName")}] does not exist");
        engine.Store.Remove(Kind, set.Id);
        return [];
    }

    private async Task<IEnumerable<XElement>> ListAsync(QueryCall call, CancellationToken cancel)
    {
        await access.RequireAsync(call, call.Required("StackName"), cancel);
        var stack = engine.Required(call.Required("StackName"));
        return [List("Summaries", Of(stack).Select(Summary))];
    }

    private static IEnumerable<XElement> Summary(ChangeSet set) =>
        new[]
        {
            Member("ChangeSetName", set.Name),
            Member("ChangeSetId", set.Id),
            Member("StackId", set.StackId),
            Member("StackName", set.StackName),
            Member("Description", set.Description),
            Member("CreationTime", set.Created),
            Member("ExecutionStatus", set.ExecutionStatus),
            Member("Status", set.Status),
            Member("StatusReason", set.Reason),
            Member("IncludeNestedStacks", false),
        }.OfType<XElement>();

    private IEnumerable<ChangeSet> Of(Stack stack) => engine.Store.All<ChangeSet>(Kind).Where(c => c.StackId == stack.Id);

    private ChangeSet? Find(QueryCall call)
    {
        var name = call.Required("ChangeSetName");
        if (name.StartsWith("arn:", StringComparison.Ordinal))
            return engine.Store.Find<ChangeSet>(Kind, name);
        return engine.Find(call.Required("StackName")) is { } stack ? Of(stack).FirstOrDefault(c => c.Name == name) : null;
    }

    private async Task<ChangeSet> RequiredAsync(QueryCall call, CancellationToken cancel)
    {
        await access.RequireAsync(call, call.Text("StackName") ?? access.All, cancel);
        if (call.Text("StackName") is { } stack && engine.Find(stack) is null)
            throw StackErrors.Invalid($"Stack [{stack}] does not exist");
        return Find(call)
            ?? throw new AwsException("ChangeSetNotFound", $"ChangeSet [{call.Required("ChangeSetName")}] does not exist", 404);
    }
}
