using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Writes down what happens to a stack and its resources, as CloudFormation tells it.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="time">Time.</param>
/// <param name="token">The caller's token of the operation; null where there is none.</param>
internal sealed class Journal(StackStore store, TimeProvider time, string? token)
{
    private const string OfStack = "AWS::CloudFormation::Stack";
    private DateTimeOffset last;

    /// <summary>A stack has another status.</summary>
    public void Add(Stack stack) =>
        store.Add(stack.Id, new(Guid.NewGuid().ToString(), stack.Name, stack.Id, OfStack, stack.Status, stack.Reason, Now(), token));

    /// <summary>A resource has another status.</summary>
    public void Add(Stack stack, Resource resource, string status, string? reason = null, string? physicalId = null)
    {
        var now = Now();
        var id = $"{resource.LogicalId}-{status}-{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        store.Add(stack.Id, new(id, resource.LogicalId, physicalId ?? resource.Name, resource.Type, status, reason, now, token));
    }

    /// <summary>No two things happen at once, or clients could not tell which was first.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return last = now - last < TimeSpan.FromMilliseconds(1) ? last.AddMilliseconds(1) : now;
    }
}
