using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>An operation that failed.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Done">Changes that were made before.</param>
/// <param name="Failed">The change that failed; null where none was tried.</param>
/// <param name="Reason">Why.</param>
internal sealed record FailedOperation(StackOperation Operation, IReadOnlyList<ResourceChange> Done, ResourceChange? Failed, string Reason)
{
    /// <summary>What it would have come to; null where nobody can tell.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Whether anything may have been made; otherwise what bears a name that it was to have is somebody else's.</summary>
    public bool WasTried { get; init; }

    /// <summary>What is to be removed again.</summary>
    public IReadOnlyList<StackResource> Made =>
        [
            .. (WasTried ? Plan!.Stacks[0].Changes : Done)
                .Where(c => c.Action == ChangeAction.Add)
                .Select(c => Plan!.Stacks[0].Next.Find(c.After!.LogicalId)!),
        ];
}

/// <summary>Brings back what a stack was, or leaves what there is where that is asked for.</summary>
internal sealed class Rollbacks(StackEngine engine, Making making, TimeProvider time)
{
    /// <summary>What a service says, as CloudFormation passes it on.</summary>
    public static string Said(string reason) => $"Resource handler returned message: \"{reason}\"";

    /// <summary>Goes on after a failure: back, or not at all.</summary>
    public async Task RunAsync(Stack stack, FailedOperation failed, Journal journal, CancellationToken cancel)
    {
        var (verb, isCreation) = (failed.Operation.Verb, failed.Operation.Verb == "CREATE");
        var which = failed.Failed is null
            ? failed.Reason
            : $"The following resource(s) failed to {(failed.Failed.Action == ChangeAction.Add ? "create" : verb.ToLowerInvariant())}: [{failed.Failed.Either.LogicalId}]. ";
        if (failed.Operation.DisableRollback)
        {
            await LeaveAsync(stack, failed, which, journal, cancel);
            return;
        }
        var going = engine.Commit(
            stack with
            {
                Status = isCreation ? "ROLLBACK_IN_PROGRESS" : $"{verb}_ROLLBACK_IN_PROGRESS",
                Reason = isCreation ? which + "Rollback requested by user." : which,
            }
        );
        journal.Add(going);
        if (isCreation)
            await UndoCreationAsync(going, failed, journal, cancel);
        else
            await BringBackAsync(
                going,
                failed.Operation.By,
                failed.Done,
                failed.Failed is { Action: ChangeAction.Modify } tried ? tried : null,
                new HashSet<string>(),
                verb,
                journal,
                cancel
            );
    }

    /// <summary>Brings back what a stack last was as a whole, where an operation has been left half done.</summary>
    public Task BackAsync(Stack stack, Caller by, IReadOnlySet<string> skipped, Journal journal, CancellationToken cancel) =>
        stack.Before is { } before
            ? BringBackAsync(stack, by, [.. Between(before, stack.Now)], null, skipped, "UPDATE", journal, cancel)
            : UndoAsync(stack, by, stack.Now.Resources, journal, cancel);

    private static IEnumerable<ResourceChange> Between(StackState before, StackState now) =>
        now
            .Resources.Select(r => (Now: r.Made, Before: before.Find(r.LogicalId)?.Made))
            .Where(r => r.Before is null || r.Before.Name != r.Now.Name || !JsonNode.DeepEquals(r.Before.Properties, r.Now.Properties))
            .Select(r => new ResourceChange(r.Before is null ? ChangeAction.Add : ChangeAction.Modify, r.Before, r.Now, [], [])
            {
                IsReplacement = r.Before is not null && r.Before.Name != r.Now.Name,
            });

    private async Task UndoCreationAsync(Stack stack, FailedOperation failed, Journal journal, CancellationToken cancel)
    {
        var undone = await UndoAsync(
            stack with
            {
                Now = stack.Now with
                {
                    Body = failed.Operation.Request.Body,
                    Parameters = failed.Operation.Request.Parameters,
                    Tags = failed.Operation.Request.Tags,
                },
            },
            failed.Operation.By,
            failed.Made,
            journal,
            cancel
        );
        if (!failed.Operation.DeletesOnFailure || undone.Status != "ROLLBACK_COMPLETE")
            return;
        var gone = stack with { Status = "DELETE_COMPLETE", Reason = null, Deleted = time.GetUtcNow() };
        engine.Commit([gone], null);
        journal.Add(gone);
    }

    /// <summary>Removes what was made; what cannot be removed stays in the stack, which can but be deleted then.</summary>
    private async Task<Stack> UndoAsync(
        Stack stack,
        Caller by,
        IReadOnlyList<StackResource> made,
        Journal journal,
        CancellationToken cancel
    )
    {
        List<StackResource> left = [];
        foreach (var resource in made.Reverse())
        {
            journal.Add(stack, resource.Made, "DELETE_IN_PROGRESS");
            var reason = await making.RemoveAsync(by, resource.Made, cancel);
            journal.Add(stack, resource.Made, reason is null ? "DELETE_COMPLETE" : "DELETE_FAILED", reason is null ? null : Said(reason));
            if (reason is not null)
                left.Insert(0, resource with { Status = "DELETE_FAILED", Reason = Said(reason), Changed = time.GetUtcNow() });
        }
        if (left.Count == 0)
            ForgetNames(stack, null);
        var done = stack with
        {
            Status = left.Count == 0 ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED",
            Reason =
                left.Count == 0
                    ? null
                    : $"The following resource(s) failed to delete: [{string.Join(", ", left.Select(r => r.LogicalId))}]. ",
            Before = null,
            Now = StackState.Empty with
            {
                Body = stack.Now.Body,
                Parameters = stack.Now.Parameters,
                Tags = stack.Now.Tags,
                Resources = left,
            },
        };
        engine.Commit([done], null);
        journal.Add(done);
        return done;
    }

    private async Task BringBackAsync(
        Stack stack,
        Caller by,
        IReadOnlyList<ResourceChange> done,
        ResourceChange? tried,
        IReadOnlySet<string> skipped,
        string verb,
        Journal journal,
        CancellationToken cancel
    )
    {
        var before = stack.Before!;
        foreach (var change in done.Append(tried).OfType<ResourceChange>().Reverse().Where(c => c.Action == ChangeAction.Modify))
        {
            journal.Add(stack, change.Before!, "UPDATE_IN_PROGRESS");
            journal.Add(stack, change.Before!, "UPDATE_COMPLETE");
        }
        var back = stack with { Now = before };
        HashSet<string> left = [];
        while (await making.MakeAsync(engine.Seen(engine.World.With(Without(back, left))), done, cancel) is { } failure)
        {
            // What is skipped stays as it is; all else goes back.
            if (failure.LogicalId is { } which && skipped.Contains(which) && left.Add(which))
                continue;
            journal.Add(engine.Commit(stack with { Status = $"{verb}_ROLLBACK_FAILED", Reason = failure.Reason }));
            return;
        }

        ForgetNames(stack, before.Names);
        var cleaning = back with { Status = $"{verb}_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" };
        if (verb == "UPDATE")
            journal.Add(cleaning);
        engine.Commit([cleaning], null);
        foreach (var made in done.Where(c => c.Action == ChangeAction.Add || c.IsReplacement).Reverse().Select(c => c.After!))
        {
            journal.Add(stack, made, "DELETE_IN_PROGRESS");
            var reason = await making.RemoveAsync(by, made, cancel);
            journal.Add(stack, made, reason is null ? "DELETE_COMPLETE" : "DELETE_FAILED", reason is null ? null : Said(reason));
            // As on AWS, the stack is whole again without it, and knows of it no more.
            if (reason is not null)
                engine.Commit([], world => world with { Loose = [.. world.Loose, made] });
        }
        journal.Add(engine.Commit(cleaning with { Status = $"{verb}_ROLLBACK_COMPLETE", Before = null }));
    }

    private static Stack Without(Stack stack, HashSet<string> left) =>
        stack with
        {
            Now = stack.Now with { Resources = [.. stack.Now.Resources.Where(r => !left.Contains(r.LogicalId))] },
        };

    /// <summary>What was made stays, what failed is as it was.</summary>
    private async Task LeaveAsync(Stack stack, FailedOperation failed, string which, Journal journal, CancellationToken cancel)
    {
        var done = failed.Done.ToList();
        while (true)
        {
            var made = done.Select(c => c.After!.LogicalId).ToHashSet();
            var next = failed.Plan?.Stacks[0].Next.Resources.Where(r => made.Contains(r.LogicalId)) ?? [];
            var now = stack.Now with
            {
                Body = failed.Operation.Request.Body,
                Parameters = failed.Operation.Request.Parameters,
                Tags = failed.Operation.Request.Tags,
                Resources =
                [
                    .. stack
                        .Now.Resources.Where(r => !made.Contains(r.LogicalId))
                        .Select(r =>
                            r.LogicalId == failed.Failed?.Either.LogicalId
                                ? r with
                                {
                                    Status = "UPDATE_FAILED",
                                    Reason = Said(failed.Reason),
                                }
                                : r
                        ),
                    .. next,
                ],
            };
            var left = stack with { Now = now, Status = $"{failed.Operation.Verb}_FAILED", Reason = which };
            var deployed = engine.Seen(engine.World.With(left));
            if (await making.MakeAsync(deployed, done, cancel) is { } failure && done.Count > 0)
            {
                done = [.. done.Take(failure.Index)];
                continue;
            }
            engine.Commit([left], null, deployed);
            journal.Add(left);
            return;
        }
    }

    private void ForgetNames(Stack stack, JsonObject? before)
    {
        var names = engine.Names();
        var key = Planner.Key(engine.World, stack.Name);
        // A stack that failed to be made keeps its own id until it is deleted.
        names.Replace(key, before ?? (names.Of(key)?["AWS::StackId"] is { } id ? new() { ["AWS::StackId"] = id.DeepClone() } : null));
        names.Save();
    }
}
