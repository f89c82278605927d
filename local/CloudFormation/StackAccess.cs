using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Asks whether a caller may do something with a stack.</summary>
internal sealed class StackAccess(IAuthorizer authorizer, StackEngine engine, TimeProvider time)
{
    /// <summary>CloudFormation, as a principal.</summary>
    public const string Service = "cloudformation.amazonaws.com";

    /// <summary>The name of its sessions.</summary>
    public const string Session = "AWSCloudFormation";

    /// <summary>All stacks, for an action that IAM asks for by stack.</summary>
    public string All => $"arn:aws:cloudformation:{engine.World.Region}:{engine.World.Account}:stack/*/*";

    /// <exception cref="AwsException"><c>AccessDenied</c>.</exception>
    public async Task RequireAsync(QueryCall call, string stack, CancellationToken cancel)
    {
        var arn =
            stack is "*" || stack.StartsWith("arn:", StringComparison.Ordinal)
                ? stack
                : engine.World.Find(stack)?.Id ?? $"arn:aws:cloudformation:{engine.World.Region}:{engine.World.Account}:stack/{stack}/*";
        await RequireAsync(call, $"cloudformation:{call.Action}", arn, cancel);
    }

    /// <summary>Whoever has CloudFormation take on a role must be allowed to pass it on.</summary>
    public async Task RequirePassingAsync(QueryCall call, string? role, CancellationToken cancel)
    {
        if (role is null)
            return;
        await RequireAsync(call, "iam:PassRole", role, cancel, new() { ["iam:PassedToService"] = Service });
    }

    /// <summary>Who calls services for a stack: CloudFormation with the stack's role, or whoever calls it where the stack has none.</summary>
    public async Task<Caller> ActorAsync(QueryCall call, string? role, CancellationToken cancel)
    {
        if (role is null)
            return call.Caller;
        if (
            engine.Deployed.FindByArn(role) is not { Type: "AWS::IAM::Role" } taken
            || !(
                await authorizer.DecideAssumingAsync(new AwsService(Service, All), taken, [], new Dictionary<string, string>(), cancel)
            ).Allowed
        )
            throw StackErrors.Invalid($"Role {role} is invalid or cannot be assumed");
        var now = time.GetUtcNow();
        return new RoleSession
        {
            RoleArn = role,
            SessionName = Session,
            Issued = now,
            Expires = now.AddHours(1),
        };
    }

    private async Task RequireAsync(QueryCall call, string action, string arn, CancellationToken cancel, JsonObject? context = null)
    {
        if (!(await authorizer.DecideAsync(call.Caller, [new(action, arn, context)], cancel)).Allowed)
            throw new AwsException(
                "AccessDenied",
                $"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {arn}",
                403
            );
    }
}
