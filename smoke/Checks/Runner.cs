using System.Diagnostics;
using Amazon.Runtime;

namespace CognitoStack.Smoke.Checks;

/// <summary>Runs checks, several at a time: first those of users, then the audit, which looks at what they did, then clean-up, which always runs.</summary>
/// <param name="parallel">How many at a time.</param>
internal sealed class Runner(int parallel)
{
    /// <summary>How long clean-up may take after somebody has asked to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long a check may still take after somebody has asked to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs all of a board.</summary>
    /// <param name="board">The checks.</param>
    /// <param name="stop">Stops everything but clean-up.</param>
    public async Task RunAsync(Board board, CancellationToken stop)
    {
        var indexes = Enumerable.Range(0, board.Checks.Count).ToList();
        await RunAsync(
            board,
            indexes.Where(i => board.Checks[i].Group < CheckGroup.Audit).OrderBy(i => !board.Checks[i].Waits),
            parallel,
            stop
        );
        await RunAsync(board, indexes.Where(i => board.Checks[i].Group == CheckGroup.Audit), parallel, stop);
        using var patience = new CancellationTokenSource(Patience);
        // One by one, in their order: the last looks whether the others left anything.
        await RunAsync(board, indexes.Where(i => board.Checks[i].Group == CheckGroup.CleanUp), 1, patience.Token);
    }

    private static async Task RunAsync(Board board, IEnumerable<int> indexes, int parallel, CancellationToken stop)
    {
        using var turns = new SemaphoreSlim(parallel);
        await Task.WhenAll(
            indexes
                .ToList()
                .Select(async index =>
                {
                    var check = board.Checks[index];
                    if (check.SkipBecause is { } because)
                    {
                        board.Set(index, new(CheckState.Skipped, Because: because));
                        return;
                    }

                    await turns.WaitAsync(CancellationToken.None);
                    try
                    {
                        board.Set(index, new(CheckState.Running));
                        var clock = Stopwatch.StartNew();
                        var result = stop.IsCancellationRequested
                            ? Stopped
                            : await Task.Run(() => ResultAsync(check, stop), CancellationToken.None);
                        board.Set(index, result with { Time = clock.Elapsed });
                    }
                    finally
                    {
                        turns.Release();
                    }
                })
        );
    }

    private static async Task ActAsync(Check check, CancellationToken stop)
    {
        var act = check.ActAsync(stop);
        try
        {
            await act.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Clean-up must not overtake what is on its way.
            await Task.WhenAny(act, Task.Delay(Grace, CancellationToken.None));
            throw;
        }
    }

    private static CheckResult Stopped => new(CheckState.Skipped, Because: "stopped before its end");

    private static async Task<CheckResult> ResultAsync(Check check, CancellationToken stop)
    {
        try
        {
            await ActAsync(check, stop);
            return new(CheckState.Passed);
        }
        catch (CheckFailedException e)
        {
            return new(CheckState.Failed, Failure: e.Failure);
        }
        catch (PrerequisiteException e)
        {
            return new(CheckState.Skipped, Because: e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (AmazonServiceException e)
        {
            return new(CheckState.Failed, Failure: new("every step to be allowed", Expect.Say(e), e.RequestId, Hints.Of(e)));
        }
        catch (Exception e)
        {
            return new(CheckState.Failed, Failure: new("every step to work", $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}"));
        }
    }
}
