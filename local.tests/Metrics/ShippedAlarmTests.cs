using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Metrics.Alarms;
using CognitoStack.Local.Tests.Deployment;
using CognitoStack.Local.Tests.UserPools;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>The alarms of the shipped environment <c>prod</c>: each is raised by what it is meant for, and by nothing else.</summary>
public sealed class ShippedAlarmTests : IAsyncLifetime, IDisposable
{
    private readonly Bench bench = new();
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly FakeTopics topics = new();
    private readonly FakeDeployment deployment = new();
    private readonly MetricStore store;
    private readonly AlarmWatch watch;
    private string pool = "";
    private Dictionary<string, string> functions = [];

    public ShippedAlarmTests()
    {
        store = new(time);
        watch = new(deployment, store, topics, time);
    }

    public async Task InitializeAsync()
    {
        var deployed = deployment.Current = await ShippedTemplates.DeployAsync(bench, "prod");
        await watch.DeployAsync(deployed, CancellationToken.None);
        pool = deployed.OfType("AWS::Cognito::UserPool").Single().Name;
        functions = new() { ["Gate"] = deployed.Output("GateFunctionName")!, ["Audit"] = deployed.Output("AuditFunctionName")! };
        // A day of what is usual, so that there is something to learn from.
        for (var i = 0; i < 24 * 12; i++)
        {
            Traffic();
            time.Advance(TimeSpan.FromMinutes(5));
        }
        await watch.CurrentAsync();
        topics.Sent.Clear();
    }

    [Fact]
    public async Task A_quiet_hour_raises_none()
    {
        for (var i = 0; i < 12; i++)
        {
            Traffic();
            time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Empty(await RaisedAsync());
        Assert.Empty(topics.Sent);
    }

    [Fact]
    public async Task An_hour_without_any_traffic_raises_none()
    {
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await RaisedAsync());
    }

    [Fact]
    public Task A_gate_that_cannot_read_its_lists() => RaisesAsync("GateFailures", () => Own("Gate", "GateFailures"));

    [Fact]
    public Task A_gate_that_fails() => RaisesAsync("GateErrors", () => Invoked("Gate", failed: true), 3);

    [Fact]
    public Task A_gate_that_is_throttled() => RaisesAsync("GateThrottles", () => FunctionMetrics.Throttled(store, functions["Gate"]));

    [Theory]
    [InlineData("Gate")]
    [InlineData("Audit")]
    public Task A_function_that_is_slow(string function) =>
        RaisesAsync(
            $"{function}Duration",
            () =>
            {
                Invoked(function, seconds: 4);
                time.Advance(TimeSpan.FromMinutes(5));
            },
            2
        );

    /// <summary>DynamoDB reports nothing while nothing happens, and its alarms would stay for good.</summary>
    [Theory]
    [InlineData("DenyListThrottles", "DenyListTableName", "ReadThrottleEvents", "")]
    [InlineData("DenyListSystemErrors", "DenyListTableName", "SystemErrors", "BatchGetItem")]
    [InlineData("AuditTableThrottles", "AuditTableName", "WriteThrottleEvents", "")]
    [InlineData("AuditTableSystemErrors", "AuditTableName", "SystemErrors", "UpdateItem")]
    public async Task A_table_that_does_not_answer_until_it_does_again(string alarm, string output, string metric, string operation)
    {
        var table = ("TableName", deployment.Current.Output(output)!);
        MetricName name =
            operation.Length == 0 ? new("AWS/DynamoDB", metric, table) : new("AWS/DynamoDB", metric, table, ("Operation", operation));
        await RaisesAsync(alarm, () => store.Put(name, 1));
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(await RaisedAsync());
    }

    [Fact]
    public Task Requests_from_where_the_file_lets_nobody_in() => RaisesAsync("OverrideBlock", () => Risk("OverrideBlock", "high"), 50);

    [Fact]
    public Task An_audit_that_loses_a_record() => RaisesAsync("AuditFailures", () => Own("Audit", "AuditFailures"));

    [Fact]
    public Task An_audit_that_fails() => RaisesAsync("AuditErrors", () => Invoked("Audit", failed: true), 3);

    [Fact]
    public Task An_audit_that_is_throttled() => RaisesAsync("AuditThrottles", () => FunctionMetrics.Throttled(store, functions["Audit"]));

    [Fact]
    public Task A_burst_of_refused_sign_ins() =>
        RaisesAsync(
            "SignInsRefused",
            () =>
            {
                // What the gate means as an answer is an error to Lambda.
                Invoked("Gate", failed: true);
                Own("Gate", "SignInsRefused");
            },
            50
        );

    [Theory]
    [InlineData("SignInThrottles")]
    [InlineData("SignUpThrottles")]
    [InlineData("TokenRefreshThrottles")]
    public Task A_request_that_is_throttled(string metric) =>
        RaisesAsync(metric, () => store.Put(new("AWS/Cognito", metric, ("UserPool", pool), ("UserPoolClient", "Admin")), 1));

    [Fact]
    public Task A_provider_that_is_throttled() =>
        RaisesAsync(
            "FederationThrottles",
            () =>
                store.Put(
                    new("AWS/Cognito", "FederationThrottles", ("UserPool", pool), ("UserPoolClient", "x"), ("IdentityProvider", "Google")),
                    1
                )
        );

    [Fact]
    public async Task A_throttle_of_another_pool_is_another_pools()
    {
        store.Put(new("AWS/Cognito", "SignInThrottles", ("UserPool", "eu-west-1_Other"), ("UserPoolClient", "x")), 1);
        Assert.Empty(await RaisedAsync());
    }

    [Fact]
    public Task Sign_ins_that_look_like_a_takeover() => RaisesAsync("AccountTakeoverRisk", () => Risk("AccountTakeoverRisk", "high"), 10);

    [Fact]
    public async Task Sign_ins_of_low_risk_are_none()
    {
        for (var i = 0; i < 40; i++)
            Risk("AccountTakeoverRisk", i % 2 == 0 ? "low" : "medium");
        Assert.Empty(await RaisedAsync());
    }

    [Fact]
    public Task Passwords_that_leaked() => RaisesAsync("CompromisedCredentialRisk", () => Risk("CompromisedCredentialRisk", "high"), 10);

    [Fact]
    public Task Messages_that_do_not_arrive()
    {
        var group = deployment.Current.OfType(MetricFilters.Type).Single().Text("LogGroupName")!;
        using var logs = new LogStore(bench.State, store, time);
        var filters = new MetricFilters(logs, store, deployment);
        return RaisesAsync("NotificationErrors", () => filters.Put(group, "stream", """{"eventSource":"USER_NOTIFICATION"}"""), 3);
    }

    [Fact]
    public async Task Sign_ins_to_a_client_that_stop_to_succeed()
    {
        for (var i = 0; i < 12; i++)
        {
            Traffic(succeeds: false);
            time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal(["SignInSuccessMobile", "SignInSuccessPortal", "SignInSuccessWeb"], await RaisedAsync());
    }

    [Fact]
    public async Task A_firewall_that_blocks_far_more_than_usual()
    {
        for (var i = 0; i < 4; i++)
        {
            Traffic();
            Blocked(200);
            time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal(["BlockedRequests"], await RaisedAsync());
    }

    [Fact]
    public async Task The_mail_says_what_to_do_and_leads_to_the_runbook()
    {
        Own("Gate", "GateFailures");
        await watch.CurrentAsync();
        var topic = deployment.Current.OfType("AWS::SNS::Topic").Single().Arn;
        var (to, subject, body) = Assert.Single(topics.Sent);
        Assert.Equal((topic, "ALARM: \"CognitoStack-prod-GateFailures\" in EU (Ireland)"), (to, subject));
        Assert.Contains(
            "https://git.example.com/identity/cognitostack/blob/main/docs/runbooks/a-function-fails.md",
            body,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Threshold Crossed: 1 out of the last 1 datapoint [1.0 (05/05/26 09:56:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).",
            body,
            StringComparison.Ordinal
        );

        // Once it is over, that is told too.
        topics.Sent.Clear();
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(await RaisedAsync());
        Assert.Equal("OK: \"CognitoStack-prod-GateFailures\" in EU (Ireland)", Assert.Single(topics.Sent).Subject);
        Assert.Equal(
            ["OK", "ALARM"],
            (await watch.ChangesAsync()).Where(c => c.Alarm.EndsWith("GateFailures", StringComparison.Ordinal)).Select(c => c.To).Take(2)
        );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        watch.Dispose();
        bench.Dispose();
    }

    private async Task RaisesAsync(string alarm, Action fault, int times = 1)
    {
        for (var i = 1; i < times; i++)
            fault();
        Assert.Empty(await RaisedAsync());
        fault();
        Assert.Equal([alarm], await RaisedAsync());
    }

    private async Task<IEnumerable<string>> RaisedAsync() =>
        (await watch.CurrentAsync())
            .Where(a => a.State.Value == AlarmStates.Alarm)
            .Select(a => a.Alarm.Name.Replace("CognitoStack-prod-", "", StringComparison.Ordinal));

    /// <summary>What happens in a minute or five of any day.</summary>
    private void Traffic(bool succeeds = true)
    {
        foreach (var client in deployment.Current.OfType("AWS::Cognito::UserPoolClient"))
        {
            var metric = new MetricName("AWS/Cognito", "SignInSuccesses", ("UserPool", pool), ("UserPoolClient", client.Name));
            for (var i = 0; i < 9; i++)
                store.Put(metric, succeeds ? 1 : 0);
            // One in ten mistypes a password.
            store.Put(metric, 0);
        }
        Invoked("Gate");
        Invoked("Audit");
        Own("Gate", "SignInsRefused");
        Risk("AccountTakeoverRisk", "low");
        Blocked(2);
    }

    private void Invoked(string function, bool failed = false, double seconds = 0.05) =>
        FunctionMetrics.Ended(store, functions[function], new("id", TimeSpan.FromSeconds(seconds), TimeSpan.Zero, 128, 64, failed));

    private void Own(string function, string metric) => store.Put(new("CognitoStack", metric, ("FunctionName", functions[function])), 1);

    private void Risk(string metric, string level) =>
        store.Put(new("AWS/Cognito", metric, ("Operation", "SignIn"), ("RiskLevel", level), ("UserPoolId", pool)), 1);

    private void Blocked(int requests)
    {
        for (var i = 0; i < requests; i++)
            store.Put(new("AWS/WAFV2", "BlockedRequests", ("Region", "eu-west-1"), ("Rule", "ALL"), ("WebACL", "CognitoStack-prod")), 1);
    }
}
