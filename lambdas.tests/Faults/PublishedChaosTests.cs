using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Faults;

/// <summary>Containers at one table, and every call to it at random well, throttled, undone, unanswered or late, or all undone for a while.</summary>
public sealed class PublishedChaosTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private const int Seed = 20260504;
    private const int Users = 150;
    private const int Containers = 10;
    private const int Attempts = 3;

    private static readonly Fault Throttled = new() { Throttles = true };
    private static readonly Fault Undone = new() { Aborts = true };
    private static readonly Fault Unanswered = new() { LosesAnswer = true };
    private static readonly Fault Late = new() { DelayBefore = TimeSpan.FromSeconds(1.2) };
    private static readonly Fault?[] Fates =
    [
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Throttled,
        Throttled,
        Undone,
        Unanswered,
        Unanswered,
        Late,
    ];

    [PublishedFact]
    public async Task Every_sign_in_passes_in_time_and_is_counted_once_and_has_one_record_or_a_report()
    {
        var lines = (await Task.WhenAll(Enumerable.Range(0, Containers).Select(TellAsync))).SelectMany(some => some).ToList();

        var records = (await dynalite.Client.ScanAsync(new(Dynalite.Table))).Items.ToLookup(record => record["user"].S);
        Assert.All(records, ofUser => Assert.Single(ofUser));
        Assert.Equal(Users, lines.Select(line => line.User).Distinct().Count());
        Assert.All(lines, told => Assert.Equal(1, (int?)told.Line["SignIns"]));
        Assert.Equal(Users, lines.Count);

        var recorded = lines.Where(told => told.Line.Text("level") == "INFO").ToList();
        Assert.All(recorded, told => Assert.False((bool?)told.Line["repeated"]));
        Assert.All(recorded, told => Assert.Equal(told.Line.Text("requestId"), records[told.User].Single()["requestId"].S));
        var reported = lines.Except(recorded).ToList();
        Assert.All(reported, told => Assert.Equal(("ERROR", 1), (told.Line.Text("level"), (int?)told.Line["AuditFailures"])));

        // However often a write was repeated.
        Assert.All(records, ofUser => Assert.Equal("1", ofUser.Single()["attempts"].N));
        // It was chaos: there are sign-ins without a record.
        Assert.Contains(reported, told => !records.Contains(told.User));
    }

    [PublishedFact]
    public async Task Whoever_is_listed_never_gets_in_and_nobody_else_is_refused_but_for_a_failure_that_Cognitos_next_attempt_passes()
    {
        await Task.WhenAll(Enumerable.Range(0, Users).Where(IsListed).Select(one => dynalite.DenyAsync($"user#user-{one}")));

        var answers = (await Task.WhenAll(Enumerable.Range(0, Containers).Select(AskAsync)))
            .SelectMany(some => some)
            .ToLookup(one => one.User, one => one.Message);

        Assert.Equal(Users, answers.Count);
        Assert.All(answers, ofUser => Assert.Equal(IsListed(ofUser.Key) ? PreAuthenticationHandler.RefusalMessage : null, ofUser.Last()));
        Assert.Contains(answers, ofUser => ofUser.Count() > 1);
    }

    private static bool IsListed(int user) => user % 2 == 1;

    // The first event of some containers meets an outage, which ends before Cognito's next attempt.
    private static bool MeetsOutage(int user) => user < Containers / 2;

    private static async Task<Answer> InvokeAsync(PublishedFunction function, byte[] trigger)
    {
        var watch = Stopwatch.StartNew();
        var answer = await function.InvokeAsync(trigger);
        // Cognito tells again of what failed or took five seconds; a busy machine takes some of its own.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        return answer;
    }

    private static async Task<(FaultyProxy, Outage)> StartChaosAsync(int container, string table)
    {
        var random = new Random(Seed + container);
        var outage = new Outage();
        var proxy = await FaultyProxy.StartAsync(table);
        // The first call is the start's.
        proxy.FaultOf = number =>
        {
            lock (random)
                return number == 1 ? null
                    : outage.IsOn ? Undone
                    : Fates[random.Next(Fates.Length)];
        };
        return (proxy, outage);
    }

    // One container has one event at a time. Gives each user's lines of its log.
    private async Task<List<(string User, JsonObject Line)>> TellAsync(int container)
    {
        var (proxy, outage) = await StartChaosAsync(container, dynalite.Endpoint);
        await using var _ = proxy;
        await using var audit = await PublishedFunction.StartAsync(
            "PostAuthentication",
            ("AUDIT_TABLE_NAME", Dynalite.Table),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL", proxy.Endpoint)
        );

        // No sign-in: the start is over when this is answered.
        await audit.InvokeAsync(Read(FederatedConfirmation, With("triggerSource", "PostConfirmation_ConfirmForgotPassword")));
        var users = new Dictionary<string, string>();
        for (var one = container; one < Users; one += Containers)
        {
            var trigger = Read(TriggerEvent.PostAuthentication, With("userName", $"user-{one}"));
            outage.IsOn = MeetsOutage(one);
            var answer = await InvokeAsync(audit, trigger);
            // So Cognito tells of none of these again.
            Assert.False(answer.IsError);
            Assert.Equal(trigger, answer.Body);
            users.Add(answer.RequestId!, $"user-{one}");
        }
        // The start has no request: on a busy machine it may warn of its call.
        return
        [
            .. (await audit.StopAsync())
                .Where(line => line.ContainsKey("requestId"))
                .Select(line => (users[line.Text("requestId")!], line)),
        ];
    }

    // As Cognito does: again where an attempt failed, three times at most. Gives what each user is told, where it is anything, by attempt.
    private async Task<List<(int User, string? Message)>> AskAsync(int container)
    {
        var (proxy, outage) = await StartChaosAsync(container, dynalite.Endpoint);
        await using var _ = proxy;
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList),
            ("ON_FAILURE", "deny"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL", proxy.Endpoint)
        );

        var told = new List<(int User, string? Message)>();
        for (var one = container; one < Users; one += Containers)
        {
            var trigger = Read(TriggerEvent.PreAuthentication, With("userName", $"user-{one}"));
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                outage.IsOn = attempt == 1 && MeetsOutage(one);
                var answer = await InvokeAsync(gate, trigger);
                told.Add((one, answer.IsError ? answer.ErrorMessage : null));
                if (told[^1].Message != LambdaRuntime.GenericMessage)
                    break;
            }
        }
        var failures = told.Count(one => one.Message == LambdaRuntime.GenericMessage);
        Assert.Equal(failures, (await gate.StopAsync()).Count(line => (int?)line["GateFailures"] == 1));
        return told;
    }

    private sealed class Outage
    {
        public bool IsOn { get; set; }
    }
}
