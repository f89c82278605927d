using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CognitoStack.Iam.Tests;

public sealed class EvaluatorSupervisorTests
{
    private readonly StandingTime time = new();
    private readonly List<Exception> failures = [];

    [Fact]
    public void A_policy_is_sent_once_and_again_to_another_process()
    {
        var (evaluator, started) = Make(new FakeEvaluator(), new FakeEvaluator());
        using var _ = evaluator;
        Assert.True(Ask(evaluator, "a").Allowed);
        Assert.True(Ask(evaluator, "a").Allowed);
        Assert.Single(started[0].Sent);
        started[0].Fails = true;
        Assert.True(Ask(evaluator, "a").Allowed);
        Assert.Equal(2, started.Count);
        Assert.True(started[0].IsDisposed);
        Assert.Single(started[1].Sent);
        Assert.Single(failures);
    }

    [Fact]
    public void A_name_that_means_another_policy_is_sent_again()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        using var _ = evaluator;
        Ask(evaluator, "a", Statement("Allow"));
        Ask(evaluator, "a", Statement("Deny"));
        Ask(evaluator, "a", Statement("Deny"));
        Assert.Equal(["a", "a"], started[0].Sent);
    }

    [Fact]
    public void A_policy_that_was_changed_after_it_was_sent_is_sent_again()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        using var _ = evaluator;
        var policy = Statement("Allow");
        Ask(evaluator, "a", policy);
        policy["Statement"]![0]!["Effect"] = "Deny";
        Ask(evaluator, "a", policy);
        Assert.Equal(["a", "a"], started[0].Sent);
    }

    [Fact]
    public void Too_few_answers_are_none()
    {
        var (evaluator, _) = Make(new FakeEvaluator { Forgets = true }, new FakeEvaluator { Forgets = true });
        using var e = evaluator;
        Assert.Contains(
            "1 questions got 0 answers",
            Assert.Throws<InvalidOperationException>(() => Ask(evaluator, "a")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_process_that_does_not_answer_is_replaced()
    {
        var (evaluator, started) = Make(TimeSpan.FromSeconds(5), new FakeEvaluator { Gate = new(false) }, new FakeEvaluator());
        using var e = evaluator;
        Assert.True(Ask(evaluator, "a").Allowed);
        Assert.True(started[0].IsDisposed);
    }

    [Fact]
    public async Task A_process_that_was_killed_is_replaced()
    {
        var started = new List<NodeEvaluator>();
        using var evaluator = new EvaluatorSupervisor(
            () =>
            {
                started.Add(new());
                return started[^1];
            },
            TimeProvider.System,
            TimeSpan.FromMinutes(5)
        );
        Assert.Null(Ask(evaluator, "a", Statement("Allow")).Problem);
        using (var process = Process.GetProcessById(started[0].ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Equal(["s3:Nope"], evaluator.UnknownActions(["s3:GetObject", "s3:Nope"]));
        var verdict = Ask(evaluator, "a", Statement("Allow"));
        Assert.Equal((true, "a#0", 2), (verdict.Allowed, verdict.DecidedBy, started.Count));
    }

    [Fact]
    public void More_policies_than_it_keeps_are_forgotten()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        using var _ = evaluator;
        for (var i = 0; i < 3; i++)
        {
            var policies = Enumerable.Range(0, 1500).ToDictionary(n => $"{i}-{n}", _ => new JsonObject());
            evaluator.Decide(policies, [.. policies.Keys.Select(Asking)]);
        }

        Assert.Equal(1, started[0].Forgotten);
        Assert.True(Ask(evaluator, "0-0").Allowed);
    }

    [Fact]
    public void A_process_that_does_not_get_well_is_not_started_every_time()
    {
        var (evaluator, started) = Make([.. Enumerable.Range(0, 4).Select(_ => new FakeEvaluator { Fails = true }), new FakeEvaluator()]);
        using var _ = evaluator;
        void Fails(int times)
        {
            for (var i = 0; i < times; i++)
                Assert.Throws<InvalidOperationException>(() => Ask(evaluator, "a"));
        }

        Fails(20);
        Assert.Equal(2, started.Count);
        foreach (var tries in new[] { 3, 4 })
        {
            time.Ahead += TimeSpan.FromSeconds(5);
            Fails(20);
            Assert.Equal(tries, started.Count);
        }

        Assert.All(started, s => Assert.True(s.IsDisposed));
        time.Ahead += TimeSpan.FromSeconds(5);
        Assert.True(Ask(evaluator, "a").Allowed);
        Assert.Equal(5, started.Count);
    }

    private (EvaluatorSupervisor Evaluator, List<FakeEvaluator> Started) Make(params FakeEvaluator[] processes) =>
        Make(TimeSpan.FromMinutes(5), processes);

    private (EvaluatorSupervisor Evaluator, List<FakeEvaluator> Started) Make(TimeSpan patience, params FakeEvaluator[] processes)
    {
        var started = new List<FakeEvaluator>();
        var next = new Queue<FakeEvaluator>(processes);
        return (
            new EvaluatorSupervisor(
                () =>
                {
                    started.Add(next.Dequeue());
                    return started[^1];
                },
                time,
                patience,
                (e, _) => failures.Add(e)
            ),
            started
        );
    }

    private static Verdict Ask(EvaluatorSupervisor evaluator, string policy, JsonObject? document = null) =>
        evaluator.Decide(new Dictionary<string, JsonObject> { [policy] = document ?? [] }, [Asking(policy)])[0];

    private static Question Asking(string policy) =>
        new()
        {
            Principal = "arn:aws:sts::111122223333:assumed-role/R/s",
            Action = "s3:GetObject",
            Resource = "arn:aws:s3:::b/k",
            Account = "111122223333",
            Identity = [policy],
        };

    private static JsonObject Statement(string effect) =>
        JsonNode
            .Parse(
                $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "{{effect}}", "Action": "s3:GetObject", "Resource": "*" }] }"""
            )!
            .AsObject();

    /// <summary>Time that only tests move: how long a process rests is not to be over because the machine is busy.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private readonly DateTimeOffset start = DateTimeOffset.UtcNow;

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => start + Ahead;
    }
}
