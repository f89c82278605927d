using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace CognitoStack.Local.Tests.Access;

public sealed class BatchingEvaluatorTests
{
    private readonly StandingTime time = new();

    [Fact]
    public async Task A_policy_is_sent_once_and_again_to_another_process()
    {
        var (evaluator, started) = Make(new FakeEvaluator(), new FakeEvaluator { Fails = false });
        await using var _ = evaluator;
        Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.Single(started[0].Sent);
        started[0].Fails = true;
        Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.Equal(2, started.Count);
        Assert.True(started[0].IsDisposed);
        Assert.Single(started[1].Sent);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_allowed()
    {
        var (evaluator, _) = Make([.. Enumerable.Range(0, 4).Select(_ => new FakeEvaluator { Fails = true })]);
        await using var e = evaluator;
        Assert.Equal(("ServiceUnavailable", 503), (await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"))) is var error ? (error.Code, error.Status) : default);
    }

    [Fact]
    public async Task Too_few_answers_are_none()
    {
        var (evaluator, _) = Make(new FakeEvaluator { Forgets = true }, new FakeEvaluator { Forgets = true });
        await using var e = evaluator;
        await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"));
    }

    [Fact]
    public async Task A_process_that_does_not_answer_is_replaced()
    {
        var (evaluator, started) = Make(TimeSpan.FromSeconds(5), new FakeEvaluator { Gate = new(false) }, new FakeEvaluator());
        await using var e = evaluator;
        Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.True(started[0].IsDisposed);
    }

    [Fact]
    public async Task A_process_that_was_killed_is_replaced()
    {
        var started = new List<EvaluatorProcess>();
        await using var evaluator = new BatchingEvaluator(() => { started.Add(new(TestResources.Root)); return started[^1]; }, NullLogger<BatchingEvaluator>.Instance, TimeProvider.System);
        Assert.Null((await AskAsync(evaluator, "a", TestResources.Statement("Allow", "s3:GetObject", "*"))).Problem);
        using (var process = System.Diagnostics.Process.GetProcessById(started[0].ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var verdict = await AskAsync(evaluator, "a", TestResources.Statement("Allow", "s3:GetObject", "*"));
        Assert.Equal((true, 2), (verdict.Allowed, started.Count));
    }

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
    public async Task More_policies_than_it_keeps_are_forgotten()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        await using var e = evaluator;
        for (var i = 0; i < 3; i++) await Task.WhenAll(Enumerable.Range(0, 1500).Select(n => AskAsync(evaluator, $"{i}-{n}")));
        Assert.InRange(started[0].Forgotten, 1, 2);
        Assert.True((await AskAsync(evaluator, "0-0")).Allowed);
    }

    [Fact]
    public async Task A_process_that_does_not_get_well_is_not_started_for_every_batch()
    {
        var (evaluator, started) = Make([.. Enumerable.Range(0, 4).Select(_ => new FakeEvaluator { Fails = true }), new FakeEvaluator()]);
        await using var e = evaluator;
        async Task RefusedAsync(int batches)
        {
            for (var i = 0; i < batches; i++) Assert.Equal("ServiceUnavailable", (await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"))).Code);
        }

        await RefusedAsync(20);
        Assert.Equal(2, started.Count);
        foreach (var tries in new[] { 3, 4 })
        {
            time.Ahead += TimeSpan.FromSeconds(5);
            await RefusedAsync(20);
            Assert.Equal(tries, started.Count);
        }

        Assert.All(started, s => Assert.True(s.IsDisposed));
        time.Ahead += TimeSpan.FromSeconds(5);
        Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.Equal(5, started.Count);
    }

    private (BatchingEvaluator Evaluator, List<FakeEvaluator> Started) Make(params FakeEvaluator[] processes) => Make(TimeSpan.FromMinutes(1), processes);

    private (BatchingEvaluator Evaluator, List<FakeEvaluator> Started) Make(TimeSpan patience, params FakeEvaluator[] processes)
    {
        var started = new List<FakeEvaluator>();
        var next = new Queue<FakeEvaluator>(processes);
        return (new BatchingEvaluator(() => { started.Add(next.Dequeue()); return started[^1]; }, NullLogger<BatchingEvaluator>.Instance, time, patience), started);
    }

    private static Task<Verdict> AskAsync(BatchingEvaluator evaluator, string policy, JsonObject? statement = null, CancellationToken cancel = default)
    {
        var hashed = HashedPolicy.Of(policy, statement is null ? new JsonObject { ["Sid"] = policy } : new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) });
        return evaluator.DecideAsync(new Question { Principal = "arn:aws:sts::111122223333:assumed-role/R/s", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/k", Account = "111122223333", Identity = [hashed.Name] }, [hashed], cancel);
    }

    /// <summary>Time that only tests move: how long a process rests is not to be over because the machine is busy.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private readonly DateTimeOffset start = DateTimeOffset.UtcNow;

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => start + Ahead;
    }

    /// <summary>Allows what it knows the policies of.</summary>
    private sealed class FakeEvaluator : IForgetfulEvaluator
    {
        private readonly HashSet<string> known = [];

        public bool Fails { get; set; }

        public bool Forgets { get; init; }

        /// <summary>Answers once it is open.</summary>
        public ManualResetEventSlim? Gate { get; init; }

        public List<string> Sent { get; } = [];

        public int Batches { get; private set; }

        public int Forgotten { get; private set; }

        public bool IsDisposed { get; private set; }

        public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions)
        {
            Gate?.Wait();
            if (Fails) throw new InvalidOperationException("gone");
            Batches++;
            Sent.AddRange(policies.Keys);
            known.UnionWith(policies.Keys);
            return [.. questions.Skip(Forgets ? 1 : 0).Select(q => new Verdict(q.Identity.All(known.Contains), string.Empty))];
        }

        public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) => [];

        public void Forget()
        {
            Forgotten++;
            known.Clear();
        }

        public void Dispose()
        {
            IsDisposed = true;
            Gate?.Set();
        }
    }
}
