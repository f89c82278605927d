using System.Diagnostics;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>How a stack is to be changed.</summary>
/// <param name="Verb">What is done: <c>CREATE</c>, <c>UPDATE</c> or <c>IMPORT</c>.</param>
/// <param name="Request">What it shall have.</param>
/// <param name="By">Who calls services for it.</param>
internal sealed record StackOperation(string Verb, StackRequest Request, Caller By)
{
    public bool DisableRollback { get; init; }

    public bool DeletesOnFailure { get; init; }

    public string? Token { get; init; }
}

/// <summary>Makes and changes stacks: all of a change, or what was before it.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Understand CloudFormation stack creation events" and "Stack failure options"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html).</remarks>
internal sealed class StackUpdates(StackEngine engine, Making making, Rollbacks rollbacks, TimeProvider time)
{
    private const string Replacing = "Requested update requires the creation of a new physical resource; hence creating one.";

    /// <summary>Says that a stack is being changed; what it had is remembered.</summary>
    public Stack Begin(Stack stack, StackOperation operation)
    {
        var before = stack.Before ?? stack.Now with { Names = engine.Names().Of(Planner.Key(engine.World, stack.Name)) };
        var begun = engine.Commit(
            stack with
            {
                Status = $"{operation.Verb}_IN_PROGRESS",
                Reason = "User Initiated",
                DisableRollback = operation.DisableRollback,
                Before = operation.Verb == "CREATE" ? null : before,
                Updated = operation.Verb == "CREATE" ? null : time.GetUtcNow(),
            }
        );
        new Journal(engine.Store, time, operation.Token).Add(begun);
        return begun;
    }

    /// <summary>Changes a stack of which that has been said.</summary>
    public async Task RunAsync(Stack stack, StackOperation operation, CancellationToken cancel)
    {
        var journal = new Journal(engine.Store, time, operation.Token);
        Plan plan;
        try
        {
            plan = engine.Plan(engine.World, [operation.Request], replaces: true);
        }
        catch (TemplateException e)
        {
            await rollbacks.RunAsync(stack, new(operation, [], null, e.Message), journal, cancel);
            return;
        }

        // Names first: whatever is made under them must be found again.
        plan.Names.Save();
        var changes = plan.Stacks[0].Changes;
        var failure = await making.MakeAsync(operation.By, plan, changes, cancel);
        if (failure is null && operation.DisableRollback && changes.ToList().FindIndex(c => c.IsReplacement) is >= 0 and var replaced)
            failure = new(replaced, "Replacement type updates not supported on stack with disable-rollback.");
        Tell(stack, operation, changes, failure, journal);
        if (failure is null)
            await CompleteAsync(stack, operation, plan, journal, cancel);
        else
            await rollbacks.RunAsync(
                stack,
                new(
                    operation,
                    [.. changes.Take(failure.Index).Where(c => c.After is not null && c.TouchesResource)],
                    changes[failure.Index],
                    failure.Reason
                )
                {
                    Plan = plan,
                    WasTried = failure.WasTried,
                },
                journal,
                cancel
            );
    }

    private static void Tell(
        Stack stack,
        StackOperation operation,
        IReadOnlyList<ResourceChange> changes,
        MakingFailure? failure,
        Journal journal
    )
    {
        for (var i = 0; i < changes.Count && i <= (failure?.Index ?? changes.Count); i++)
        {
            var change = changes[i];
            if (change.After is not { } resource || !change.TouchesResource)
                continue;
            var verb = change.Action switch
            {
                ChangeAction.Add => "CREATE",
                ChangeAction.Import => "IMPORT",
                ChangeAction.Modify => "UPDATE",
                _ => throw new UnreachableException($"{change.Action}"),
            };
            journal.Add(
                stack,
                resource,
                $"{verb}_IN_PROGRESS",
                change.IsReplacement ? Replacing : null,
                verb == "CREATE" ? string.Empty : null
            );
            if (i == failure?.Index)
                journal.Add(stack, resource, $"{verb}_FAILED", Rollbacks.Said(failure.Reason), verb == "CREATE" ? string.Empty : null);
            else
                journal.Add(stack, resource, $"{verb}_COMPLETE");
        }
    }

    private async Task CompleteAsync(Stack stack, StackOperation operation, Plan plan, Journal journal, CancellationToken cancel)
    {
        var gone = plan.Stacks[0].Changes.Where(c => c.Action == ChangeAction.Remove || c.IsReplacement).ToList();
        foreach (var change in gone.Where(c => c.Action == ChangeAction.Remove))
            plan.Names.Forget(Planner.Key(engine.World, stack.Name), change.Before!.LogicalId);
        plan.Names.Save();
        var done = stack with
        {
            Now = plan.Stacks[0].Next,
            Before = null,
            Reason = null,
            Status = operation.Verb == "UPDATE" ? "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" : $"{operation.Verb}_COMPLETE",
        };
        engine.Commit([done], world => world with { Loose = plan.World.Loose, ByHand = plan.World.ByHand });
        journal.Add(done);
        if (operation.Verb != "UPDATE")
            return;

        foreach (var change in gone.OrderBy(c => c.Action))
            await RemoveAsync(done, operation.By, change, journal, cancel);
        journal.Add(engine.Commit(done with { Status = "UPDATE_COMPLETE" }));
    }

    private async Task RemoveAsync(Stack stack, Caller by, ResourceChange change, Journal journal, CancellationToken cancel)
    {
        var resource = change.Before!;
        if (!change.IsRetained)
            journal.Add(stack, resource, "DELETE_IN_PROGRESS");
        var reason = change.IsRetained ? null : await making.RemoveAsync(by, resource, cancel);
        journal.Add(
            stack,
            resource,
            change.IsRetained ? "DELETE_SKIPPED"
                : reason is null ? "DELETE_COMPLETE"
                : "DELETE_FAILED",
            reason is null ? null : Rollbacks.Said(reason)
        );
        if (change.IsRetained || reason is not null)
            engine.Commit([], world => world with { Loose = [.. world.Loose, resource] });
    }
}
