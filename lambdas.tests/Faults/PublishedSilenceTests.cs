using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Faults;

/// <summary>A DynamoDB that nobody reaches, or that takes calls and never answers.</summary>
public sealed class PublishedSilenceTests
{
    [PublishedTheory]
    [InlineData("deny")]
    [InlineData("allow")]
    public async Task A_table_that_hangs_does_what_ON_FAILURE_says_in_the_time_that_a_user_waits(string onFailure)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var gate = await StartAsync(
            "PreAuthentication",
            silent.LocalEndpoint,
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("ON_FAILURE", onFailure),
            ("DENY_EMAIL_DOMAINS", "evil.com")
        );
        // Refused without the table: the start is over when this is answered.
        await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", "jane@evil.com")));

        var answer = await InvokeForTheWholeTimeAsync(gate, Read(TriggerEvent.PreAuthentication));

        Assert.Equal(onFailure == "deny", answer.IsError);
        if (answer.IsError)
            Assert.Equal(LambdaRuntime.GenericMessage, answer.ErrorMessage);
        var failure = (await gate.StopAsync()).First(line => line["GateFailures"] is not null);
        Assert.Equal(("denyList", onFailure == "deny" ? "denied" : "allowed"), (failure.Text("Check"), failure.Text("signIn")));
    }

    [PublishedFact]
    public async Task A_table_that_hangs_keeps_the_user_of_the_audit_waiting_for_a_while_at_most()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var audit = await StartAsync(
            "PostAuthentication",
            silent.LocalEndpoint,
            ("AUDIT_TABLE_NAME", "sign-ins"),
            ("AUDIT_RETENTION_DAYS", "30")
        );
        await audit.InvokeAsync(Read(FederatedConfirmation, With("triggerSource", "PostConfirmation_ConfirmForgotPassword")));

        var trigger = Read(TriggerEvent.PostAuthentication);
        Assert.Equal(trigger, (await InvokeForTheWholeTimeAsync(audit, trigger)).Body);

        AssertReported(await audit.StopAsync());
    }

    [PublishedTheory]
    [InlineData("PreAuthentication", TriggerEvent.PreAuthentication)]
    [InlineData("PostAuthentication", TriggerEvent.PostAuthentication)]
    public async Task A_table_that_hangs_is_not_waited_for_past_Lambdas_deadline(string name, string trigger)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var function = await StartAsync(
            name,
            silent.LocalEndpoint,
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("ON_FAILURE", "deny"),
            ("AUDIT_TABLE_NAME", "sign-ins"),
            ("AUDIT_RETENTION_DAYS", "30")
        );
        function.Api.TimeLeft = TimeSpan.FromSeconds(1);
        // The first event waits for the function's start, too.
        await function.InvokeAsync(Read(trigger));

        // The quickest of three, as a machine at work on other things makes any of them late.
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(name == "PreAuthentication", (await function.InvokeAsync(Read(trigger))).IsError);
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
        }
        // Less than where the deadline leaves it all the time that it takes.
        Assert.InRange(quickest.TotalSeconds, 0.4, 3.4);
    }

    [PublishedFact]
    public async Task A_table_that_is_down_does_not_fail_a_sign_in()
    {
        using var closed = new ClosedPort();
        await using var audit = await StartAsync(
            "PostAuthentication",
            closed.EndPoint,
            ("AUDIT_TABLE_NAME", "sign-ins"),
            ("AUDIT_RETENTION_DAYS", "30")
        );

        var trigger = Read(TriggerEvent.PostAuthentication);
        Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);
        AssertReported(await audit.StopAsync());
    }

    private static async Task<Answer> InvokeForTheWholeTimeAsync(PublishedFunction function, byte[] trigger)
    {
        var watch = Stopwatch.StartNew();
        var answer = await function.InvokeAsync(trigger);
        Assert.InRange(watch.Elapsed.TotalSeconds, 3, 30);
        return answer;
    }

    // A warning at the start, then the missing record.
    private static void AssertReported(List<JsonObject> log)
    {
        Assert.Equal(["WARN", "ERROR"], log.Select(line => line.Text("level")).Distinct());
        Assert.Equal(("A sign-in has no audit record.", 1), (log[1].Text("message"), (int?)log[1]["AuditFailures"]));
        Assert.True(Guid.TryParse(log[1].Text("requestId"), out _));
    }

    private static Task<PublishedFunction> StartAsync(string name, EndPoint table, params (string Name, string Value)[] environment) =>
        PublishedFunction.StartAsync(
            name,
            [
                ("AWS_REGION", "eu-central-1"),
                ("AWS_ACCESS_KEY_ID", "local"),
                ("AWS_SECRET_ACCESS_KEY", "local"),
                ("AWS_ENDPOINT_URL", $"http://{table}"),
                .. environment,
            ]
        );
}
