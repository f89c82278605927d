using Amazon.Runtime;
using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Tests;

public sealed class RunnerTests
{
    [Fact]
    public async Task What_holds_passes_and_what_does_not_says_what_was_expected()
    {
        var board = await RunAsync(
            Make(CheckGroup.SignIn, "holds", () => { }),
            Make(CheckGroup.SignIn, "does not", () => Expect.Equal("the colour", "red", "blue", "Look up.")),
            Check.Skipped(CheckGroup.SignIn, "has no occasion", "there is none")
        );
        Assert.Equal([CheckState.Passed, CheckState.Failed, CheckState.Skipped], States(board));
        Assert.Equal(new Failure("the colour to be red", "it is blue", null, "Look up."), board.Rows[1].Result.Failure);
        Assert.Equal("there is none", board.Rows[2].Result.Because);
        Assert.Equal("1 checks passed, 1 failed, 1 skipped, 2.5 s", board.Total(TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public async Task An_error_of_AWS_is_told_with_its_request()
    {
        var board = await RunAsync(
            Make(
                CheckGroup.SignIn,
                "refused",
                () =>
                    throw new AmazonServiceException(
                        "No.\nNever.",
                        ErrorType.Sender,
                        "TooManyRequestsException",
                        "req-1",
                        System.Net.HttpStatusCode.BadRequest
                    )
            )
        );
        var failure = board.Rows[0].Result.Failure!;
        Assert.Equal(("TooManyRequestsException: No. Never.", "req-1"), (failure.Actual, failure.RequestId));
        Assert.Contains("--parallel 1", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_error_is_a_failure_without_a_stack_trace()
    {
        var board = await RunAsync(Make(CheckGroup.SignIn, "odd", () => throw new InvalidOperationException("Odd.")));
        Assert.Equal("InvalidOperationException: Odd.", board.Rows[0].Result.Failure!.Actual);
    }

    [Fact]
    public async Task A_step_that_fails_is_told_once_by_the_check_that_it_belongs_to()
    {
        var step = new Shared<int>("ada signs in", () => throw new InvalidOperationException("No.")) { HasCheck = true };
        var board = await RunAsync(
            new Check(CheckGroup.OwnData, "builds on it", async _ => await step.GetAsync()),
            new Check(CheckGroup.SignIn, "ada signs in", _ => step.TakeAsync())
        );
        Assert.Equal([CheckState.Failed, CheckState.Skipped], States(board));
        Assert.Equal("needs that ada signs in, which failed", board.Rows[1].Result.Because);
    }

    [Fact]
    public async Task A_step_without_a_check_of_its_own_is_told_by_one_that_builds_on_it()
    {
        var step = new Shared<int>("a seed is there", () => throw new InvalidOperationException("No."));
        var board = await RunAsync([
            .. Enumerable.Range(0, 5).Select(i => new Check(CheckGroup.OwnData, $"{i}", async _ => await step.GetAsync())),
        ]);
        Assert.Equal((1, 4), (board.Count(CheckState.Failed), board.Count(CheckState.Skipped)));
    }

    [Fact]
    public async Task A_step_is_taken_once()
    {
        var taken = 0;
        var step = new Shared<int>("once", () => Task.FromResult(Interlocked.Increment(ref taken)));
        await RunAsync([.. Enumerable.Range(0, 20).Select(i => new Check(CheckGroup.OwnData, $"{i}", async _ => await step.GetAsync()))]);
        Assert.Equal(1, taken);
    }

    [Fact]
    public async Task The_audit_looks_when_all_is_done_and_clean_up_comes_last_one_by_one()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await RunAsync(
            Make(CheckGroup.CleanUp, "clean 1", () => order.Enqueue("clean 1")),
            Make(CheckGroup.CleanUp, "clean 2", () => order.Enqueue("clean 2")),
            Make(CheckGroup.Audit, "audit", () => order.Enqueue("audit")),
            new Check(
                CheckGroup.Guests,
                "slow",
                async cancel =>
                {
                    await Task.Delay(30, cancel);
                    order.Enqueue("guest");
                }
            )
        );
        Assert.Equal(["guest", "audit", "clean 1", "clean 2"], order);
    }

    [Fact]
    public async Task Whoever_stops_it_still_gets_it_cleaned_up()
    {
        using var stop = new CancellationTokenSource();
        var cleaned = false;
        var board = new Board([
            new Check(
                CheckGroup.SignIn,
                "hangs",
                async cancel =>
                {
                    await stop.CancelAsync();
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                }
            ),
            Make(CheckGroup.Audit, "comes too late", () => { }),
            new Check(
                CheckGroup.CleanUp,
                "cleans",
                cancel =>
                {
                    cleaned = !cancel.IsCancellationRequested;
                    return Task.CompletedTask;
                }
            ),
        ]);
        await new Runner(4).RunAsync(board, stop.Token);
        Assert.Equal([CheckState.Skipped, CheckState.Skipped, CheckState.Passed], States(board));
        Assert.True(cleaned);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_run_at_a_time_than_was_said(int parallel)
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        var board = new Board(
            Enumerable
                .Range(0, 12)
                .Select(i => new Check(
                    CheckGroup.OwnData,
                    $"{i}",
                    async cancel =>
                    {
                        lock (gate)
                            most = Math.Max(most, ++running);
                        await Task.Delay(5, cancel);
                        lock (gate)
                            running--;
                    }
                ))
        );
        await new Runner(parallel).RunAsync(board, default);
        Assert.InRange(most, 1, parallel);
    }

    private static Check Make(CheckGroup group, string name, Action act) =>
        new(
            group,
            name,
            _ =>
            {
                act();
                return Task.CompletedTask;
            }
        );

    private static CheckState[] States(Board board) => [.. board.Rows.Select(r => r.Result.State)];

    private static async Task<Board> RunAsync(params Check[] checks)
    {
        var board = new Board(checks);
        await new Runner(8).RunAsync(board, default);
        return board;
    }
}
