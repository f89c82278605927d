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
    public async Task Its_process_may_be_started_before_the_first_question()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        await using var e = evaluator;
        await evaluator.StartAsync(default);
        Assert.Single(started);
        await AskAsync(evaluator, "a");
        Assert.Single(started);
    }

    [Fact]
    public async Task One_that_does_not_start_is_told_to_whoever_asks()
    {
        var (evaluator, started) = Make();
        await using var e = evaluator;
        await evaluator.StartAsync(default);
        Assert.Empty(started);
        Assert.Equal("ServiceUnavailable", (await Assert.ThrowsAsync<AwsException>(() => AskAsync(evaluator, "a"))).Code);
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

    [Fact]
    public async Task What_was_asked_before_is_not_asked_again()
    {
        var (evaluator, started) = Make(new FakeEvaluator());
        await using var e = evaluator;
        for (var time = 0; time < 3; time++)
            Assert.True((await AskAsync(evaluator, "a")).Allowed);
        Assert.Equal(1, started[0].Batches);
        await AskAsync(evaluator, "b");
        Assert.Equal(2, started[0].Batches);
    }

    /// <summary>Every pair of questions differs in one thing at least that a verdict may depend on.</summary>
    [Fact]
    public async Task A_verdict_that_is_kept_is_the_evaluators_own()
    {
        HashedPolicy[] policies =
        [
            Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/${aws:PrincipalTag/team}/*"),
            Policy("Allow", "s3:*", "arn:aws:s3:::b/*"),
            Policy("Deny", "s3:PutObject", "arn:aws:s3:::b/red/*"),
        ];
        string[] principals = ["One", "Two"];
        string[] actions = ["s3:GetObject", "s3:PutObject"];
        string[] keys = ["red/k", "blue/k", "red/\n111122223333\n{}\nFalse"];
        string?[] teams = [null, "red", "blue"];
        HashedPolicy[][] identities =
        [
            [],
            [policies[0]],
            [policies[1]],
            [policies[1], policies[2]],
        ];
        HashedPolicy?[] sessions = [null, policies[0]];
        var questions = (
            from principal in principals
            from action in actions
            from key in keys
            from team in teams
            from identity in identities
            from session in sessions
            select new Question
            {
                Principal = $"arn:aws:sts::111122223333:assumed-role/{principal}/s",
                Action = action,
                Resource = $"arn:aws:s3:::b/{key}",
                Account = "111122223333",
                Context = team is null ? [] : new JsonObject { ["aws:PrincipalTag/team"] = team },
                Identity = [.. identity.Select(p => p.Name)],
                Session = session?.Name,
            }
        ).ToList();
        var documents = policies.ToDictionary(p => p.Name, p => p.Document);
        using var direct = EvaluatorSupervisor.OfNode();
        var expected = direct.Decide(documents, questions);
        Assert.Contains(expected, verdict => verdict.Allowed);
        Assert.Contains(expected, verdict => !verdict.Allowed);
        await using var evaluator = new BatchingEvaluator(EvaluatorSupervisor.OfNode());
        for (var time = 0; time < 2; time++)
            Assert.Equal(expected, await Task.WhenAll(questions.Select(q => evaluator.DecideAsync(q, policies, default))));

        static HashedPolicy Policy(string effect, string action, string resource) =>
            HashedPolicy.Of(
                $"Role/{effect}",
                JsonNode
                    .Parse(
                        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "{{effect}}", "Action": "{{action}}", "Resource": "{{resource}}" }] }"""
                    )!
                    .AsObject()
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
