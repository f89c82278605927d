using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using CognitoStack.Tests.Support;

namespace CognitoStack.Local.Tests.Access;

public sealed class BatchingEvaluatorTests
{
    [Fact]
    public async Task What_waits_is_asked_at_once()
    {
        using var gate = new ManualResetEventSlim(false);
        var (evaluator, started) = Make(new FakeEvaluator { Gate = gate });
        await using var e = evaluator;
        var asked = Enumerable.Range(0, 300).Select(i => AskAsync(evaluator, $"{i % 7}")).ToList();
        // Whoever came first is being asked, and all others wait.
        gate.Set();
        await Task.WhenAll(asked);
        Assert.InRange(started[0].Batches, 1, 2);
        Assert.Equal(7, started[0].Sent.Count);
    }

    [Fact]
    public async Task More_than_there_is_room_for_wait_until_they_are_asked_or_go_away()
    {
        using var gate = new ManualResetEventSlim(false);
        var (evaluator, _) = Make(new FakeEvaluator { Gate = gate });
        await using var e = evaluator;
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 3000).Select(_ => AskAsync(evaluator, "a")).ToList();
        var goes = AskAsync(evaluator, "a", cancel: gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goes);
        gate.Set();
        Assert.All(await Task.WhenAll(waiting), verdict => Assert.True(verdict.Allowed));
    }

    [Fact]
    public async Task Who_asks_while_the_host_ends_is_told()
    {
        var (evaluator, _) = Make(new FakeEvaluator());
        await evaluator.DisposeAsync();
        Assert.Equal("ServiceUnavailable", (await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"))).Code);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_allowed()
    {
        var (evaluator, _) = Make([.. Enumerable.Range(0, 4).Select(_ => new FakeEvaluator { Fails = true })]);
        await using var e = evaluator;
        Assert.Equal(
            ("ServiceUnavailable", 503),
            (await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"))) is var error ? (error.Code, error.Status) : default
        );
    }

    private static (BatchingEvaluator Evaluator, List<FakeEvaluator> Started) Make(params FakeEvaluator[] processes)
    {
        var started = new List<FakeEvaluator>();
        var next = new Queue<FakeEvaluator>(processes);
        return (
            new BatchingEvaluator(
                new(
                    () =>
                    {
                        started.Add(next.Dequeue());
                        return started[^1];
                    },
                    TimeProvider.System,
                    TimeSpan.FromMinutes(1)
                )
            ),
            started
        );
    }

    private static Task<Verdict> AskAsync(BatchingEvaluator evaluator, string policy, CancellationToken cancel = default)
    {
        var hashed = HashedPolicy.Of(policy, new JsonObject { ["Sid"] = policy });
        return evaluator.DecideAsync(
            new Question
            {
                Principal = "arn:aws:sts::111122223333:assumed-role/R/s",
                Action = "s3:GetObject",
                Resource = "arn:aws:s3:::b/k",
                Account = "111122223333",
                Identity = [hashed.Name],
            },
            [hashed],
            cancel
        );
    }
}
