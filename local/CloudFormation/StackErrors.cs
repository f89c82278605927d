using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>What CloudFormation says where it does nothing.</summary>
internal static class StackErrors
{
    public static AwsException Invalid(string message) => new("ValidationError", message);

    /// <summary>The stack that a call names.</summary>
    public static Stack Required(this StackEngine engine, string nameOrId) =>
        engine.Find(nameOrId) ?? throw Invalid($"Stack with id {nameOrId} does not exist");

    /// <summary>The stack of a name that is there, or of an id that ever was.</summary>
    public static Stack? Find(this StackEngine engine, string nameOrId) =>
        nameOrId.StartsWith("arn:", StringComparison.Ordinal)
            ? engine.World.Stacks.FirstOrDefault(s => s.Id == nameOrId)
            : engine.World.Find(nameOrId);

    /// <summary>A resource of a stack.</summary>
    public static StackResource Required(this Stack stack, string logicalId) =>
        stack.Now.Find(logicalId) ?? throw Invalid($"Resource {logicalId} does not exist for stack {stack.Name}");

    /// <summary>Rejects a change of a stack whose status permits none.</summary>
    public static void RequireChangeable(Stack stack, bool disablesRollback)
    {
        var isOpen =
            stack.Status
            is "CREATE_COMPLETE"
                or "UPDATE_COMPLETE"
                or "UPDATE_ROLLBACK_COMPLETE"
                or "IMPORT_COMPLETE"
                or "IMPORT_ROLLBACK_COMPLETE";
        if (!isOpen && !(stack.Status is "CREATE_FAILED" or "UPDATE_FAILED" && disablesRollback))
            throw Invalid($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
    }

    /// <summary>Rejects what needs another status.</summary>
    public static void RequireStatus(Stack stack, string action, params string[] statuses)
    {
        if (!statuses.Contains(stack.Status))
            throw Invalid($"Stack:{stack.Id} is in {stack.Status} state and can not be {action}.");
    }
}
