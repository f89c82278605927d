using System.Collections.Concurrent;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Runs operations on stacks, one at a time and while nobody waits for them. What the end of the host cut short is brought back at its next start.</summary>
internal sealed class OperationRunner(StackEngine engine, TimeProvider time, ILogger<OperationRunner> log) : IHostedService, IDisposable
{
    private const string CutShort = "The host ended in the midst of it.";
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Task, bool> running = [];

    /// <summary>Runs an operation that has been said to be in progress.</summary>
    public void Run(string stackId, Func<Stack, CancellationToken, Task> operation)
    {
        // It goes on after the request that asked for it, which is no part of it.
        using var apart = ExecutionContext.SuppressFlow();
        var task = Task.Run(() =>
            engine.AloneAsync(
                async () =>
                {
                    var stack = engine.Required(stackId);
                    try
                    {
                        await operation(stack, ending.Token);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        Log.Failed(log, e, stack.Name);
                        Recover(engine.Required(stackId), $"Internal Failure: {e.Message}");
                    }
                    return true;
                },
                ending.Token
            )
        );
        running[task] = true;
        _ = task.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var stack in engine.World.Stacks.Where(s => s.IsLive && s.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal)))
            Recover(stack, CutShort);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await ending.CancelAsync();
        await Task.WhenAll(running.Keys).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => ending.Dispose();

    /// <summary>What a stack has changes as a whole and at once, so it has what it had, or what it was to have.</summary>
    private void Recover(Stack stack, string why)
    {
        var status = stack.Status switch
        {
            "REVIEW_IN_PROGRESS" => stack.Status,
            "DELETE_IN_PROGRESS" => "DELETE_FAILED",
            "CREATE_IN_PROGRESS" or "ROLLBACK_IN_PROGRESS" => "ROLLBACK_COMPLETE",
            _ when stack.Status.EndsWith("_CLEANUP_IN_PROGRESS", StringComparison.Ordinal) => stack.Status[
                ..^"_CLEANUP_IN_PROGRESS".Length
            ],
            _ when stack.Status.Contains("IMPORT", StringComparison.Ordinal) => "IMPORT_ROLLBACK_COMPLETE",
            _ => "UPDATE_ROLLBACK_COMPLETE",
        };
        if (status == stack.Status)
            return;
        if (stack.Before?.Names is { } kept)
        {
            var names = engine.Names();
            names.Replace(Planner.Key(engine.World, stack.Name), kept);
            names.Save();
        }
        var recovered = stack with { Status = status, Reason = why, Now = stack.Before ?? stack.Now, Before = null };
        engine.Commit([recovered], null);
        new Journal(engine.Store, time, null).Add(recovered);
    }
}
