using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Deletes stacks, with all that their templates do not retain.</summary>
internal sealed class StackDeletions(StackEngine engine, Making making, TimeProvider time)
{
    /// <summary>Says that a stack is being deleted.</summary>
    public Stack Begin(Stack stack, string? token)
    {
        var begun = engine.Commit(stack with { Status = "DELETE_IN_PROGRESS", Reason = "User Initiated" });
        new Journal(engine.Store, time, token).Add(begun);
        return begun;
    }

    /// <summary>Deletes a stack of which that has been said.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="before">Its status before that, which it has again where another stack imports from it.</param>
    /// <param name="by">Who calls services for it.</param>
    /// <param name="retained">Resources that stay, whatever the template says.</param>
    /// <param name="isForced">Whether those stay that cannot be deleted.</param>
    /// <param name="token">The caller's token of the operation; null where there is none.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task RunAsync(
        Stack stack,
        string before,
        Caller by,
        IReadOnlySet<string> retained,
        bool isForced,
        string? token,
        CancellationToken cancel
    )
    {
        var journal = new Journal(engine.Store, time, token);
        var exports = stack.Now.Outputs.Select(o => o.Export).OfType<string>().ToHashSet();
        if (engine.World.Here.FirstOrDefault(s => s.Id != stack.Id && s.Now.Imports.Any(exports.Contains)) is { } user)
        {
            var export = user.Now.Imports.First(exports.Contains);
            journal.Add(
                engine.Commit(
                    stack with
                    {
                        Status = before,
                        Reason = $"Delete canceled. Cannot delete export {export} as it is in use by {user.Name}.",
                    }
                )
            );
            return;
        }

        List<Resource> left = [];
        Dictionary<string, StackResource> failed = [];
        foreach (var resource in stack.Now.Resources.Reverse())
        {
            // What something that is still there refers to has to stay with it.
            if (failed.Values.Any(f => References.Of(f.Declaration).Contains(resource.LogicalId)))
            {
                failed[resource.LogicalId] = resource;
                continue;
            }
            if (
                retained.Contains(resource.LogicalId)
                || resource.Declaration["DeletionPolicy"]?.ToString() is "Retain" or "RetainExceptOnCreate"
            )
            {
                journal.Add(stack, resource.Made, "DELETE_SKIPPED");
                if (engine.World.Actual(resource) is { } kept)
                    left.Add(kept);
                continue;
            }
            journal.Add(stack, resource.Made, "DELETE_IN_PROGRESS");
            // What was deleted by hand is gone already.
            var actual = engine.World.Actual(resource);
            var reason = actual is null ? null : await making.RemoveAsync(by, actual, cancel);
            journal.Add(
                stack,
                resource.Made,
                reason is null ? "DELETE_COMPLETE" : "DELETE_FAILED",
                reason is null ? null : Rollbacks.Said(reason)
            );
            if (reason is not null && isForced)
                left.Add(actual!);
            else if (reason is not null)
                failed[resource.LogicalId] = resource with
                {
                    Status = "DELETE_FAILED",
                    Reason = Rollbacks.Said(reason),
                    Changed = time.GetUtcNow(),
                };
        }
        End(stack, left, failed, journal);
    }

    private void End(Stack stack, List<Resource> left, Dictionary<string, StackResource> failed, Journal journal)
    {
        var names = engine.Names();
        var key = Planner.Key(engine.World, stack.Name);
        if (failed.Count == 0)
            names.Replace(key, null);
        else
            foreach (var resource in stack.Now.Resources.Where(r => !failed.ContainsKey(r.LogicalId)))
                names.Forget(key, resource.LogicalId);
        names.Save();
        var reasons = failed.Values.Where(f => f.Status == "DELETE_FAILED").Select(f => f.LogicalId);
        var ended =
            failed.Count == 0
                ? stack with
                {
                    Status = "DELETE_COMPLETE",
                    Reason = null,
                    Deleted = time.GetUtcNow(),
                }
                : stack with
                {
                    Status = "DELETE_FAILED",
                    Reason = $"The following resource(s) failed to delete: [{string.Join(", ", reasons)}]. ",
                    Now = stack.Now with
                    {
                        Resources = [.. stack.Now.Resources.Where(r => failed.ContainsKey(r.LogicalId)).Select(r => failed[r.LogicalId])],
                    },
                };
        engine.Commit(
            [ended],
            world =>
                world with
                {
                    Loose = [.. world.Loose, .. left],
                    ByHand = world.ByHand.Where(h => h.Key.Stack != stack.Name || failed.ContainsKey(h.Key.LogicalId)).ToDictionary(),
                }
        );
        journal.Add(ended);
    }
}
