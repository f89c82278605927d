using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Asks whether a caller may do something with a stack.</summary>
internal sealed class StackAccess(IAuthorizer authorizer, StackEngine engine)
{
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
        await RequireAsync(call, "iam:PassRole", role, cancel);
        if (engine.Deployed.FindByArn(role) is not { Type: "AWS::IAM::Role" })
            throw StackErrors.Invalid($"Role {role} is invalid or cannot be assumed");
    }

    private async Task RequireAsync(QueryCall call, string action, string arn, CancellationToken cancel)
    {
        if (!(await authorizer.DecideAsync(call.Caller, [new(action, arn)], cancel)).Allowed)
            throw new AwsException(
                "AccessDenied",
                $"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {arn}",
                403
            );
    }
}
