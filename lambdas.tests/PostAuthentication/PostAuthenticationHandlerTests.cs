using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.PostAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class PostAuthenticationHandlerTests
{
    private readonly MemoryStream output = new();

    [Fact]
    public async Task A_sign_in_is_recorded_and_its_event_given_back()
    {
        var recorded = new List<SignIn>();
        var trigger = Read(TriggerEvent.PostAuthentication);

        var answer = await HandleAsync(
            trigger,
            (signIn, _) =>
            {
                recorded.Add(signIn);
                return Task.FromResult(true);
            }
        );

        Assert.Equal(trigger, answer);
        Assert.Equal("1example23456789", Assert.Single(recorded).ClientId);
        var line = Assert.Single(LogLines.Parse(output));
        Assert.Equal("INFO", line.Text("level"));
        Assert.DoesNotContain("jane", line.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_is_counted_by_client_and_by_provider_and_a_repeat_is_not()
    {
        await HandleAsync(Read(FederatedConfirmation), (_, _) => Task.FromResult(true));
        await HandleAsync(Read(FederatedConfirmation), (_, _) => Task.FromResult(false));

        var lines = LogLines.Parse(output);
        Assert.Equal([1, null], lines.Select(line => (int?)line["SignIns"]));
        Assert.Equal(("1example23456789", "Google"), (lines[0].Text("ClientId"), lines[0].Text("Provider")));
        Assert.Equal([false, true], lines.Select(line => (bool?)line["repeated"]));
        Assert.DoesNotContain("_aws", lines[1].Select(field => field.Key));
    }

    [Fact]
    public async Task A_provider_whose_name_CloudWatch_would_refuse_is_counted_under_one_that_it_takes()
    {
        var trigger = Read(FederatedConfirmation, WithAttribute("identities", """[{"providerName":"Zürich","primary":true}]"""));

        await HandleAsync(trigger, (_, _) => Task.FromResult(true));

        var line = Assert.Single(LogLines.Parse(output));
        Assert.Equal(("Zürich", "Z\\u00fcrich", 1), (line.Text("provider"), line.Text("Provider"), (int?)line["SignIns"]));
    }

    [Fact]
    public async Task A_sign_in_without_a_record_or_a_client_is_counted_all_the_same()
    {
        await HandleAsync(
            Read(TriggerEvent.PostAuthentication, With("callerContext", null)),
            (_, _) => throw new InvalidOperationException()
        );

        var line = Assert.Single(LogLines.Parse(output));
        Assert.Equal((1, 1), ((int?)line["SignIns"], (int?)line["AuditFailures"]));
        Assert.Equal(("UNKNOWN", "COGNITO"), (line.Text("ClientId"), line.Text("Provider")));
    }

    [Fact]
    public async Task A_last_sign_in_that_cannot_be_set_is_reported_and_the_record_kept()
    {
        var trigger = Read(TriggerEvent.PostAuthentication);

        var answer = await HandleAsync(trigger, (_, _) => Task.FromResult(true), lastSignIn: new Unsettable());

        Assert.Equal(trigger, answer);
        var lines = LogLines.Parse(output);
        Assert.Equal(1, (int?)Assert.Single(lines, line => line.Text("level") == "WARN")["LastSignInFailures"]);
        Assert.Equal(1, (int?)Assert.Single(lines, line => line.Text("level") == "INFO")["SignIns"]);
    }

    [Fact]
    public async Task An_event_that_is_no_sign_in_is_given_back_without_a_record()
    {
        var trigger = Read(FederatedConfirmation, With("triggerSource", "PostConfirmation_ConfirmForgotPassword"));

        Assert.Equal(trigger, await HandleAsync(trigger, (_, _) => throw new InvalidOperationException("recorded")));
        Assert.Empty(LogLines.Parse(output));
    }

    [Fact]
    public async Task A_store_that_throws_at_once_does_not_fail_the_sign_in() =>
        await AssertFailsOpenAsync((_, _) => throw new InvalidOperationException("no access"), "System.InvalidOperationException");

    [Fact]
    public async Task A_store_that_fails_later_does_not_fail_the_sign_in() =>
        await AssertFailsOpenAsync(
            async (_, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("throttled");
            },
            "System.InvalidOperationException"
        );

    [Fact]
    public async Task A_store_that_hangs_keeps_the_user_waiting_for_less_than_Cognito_waits()
    {
        var watch = Stopwatch.StartNew();
        await AssertFailsOpenAsync((_, _) => new TaskCompletionSource<bool>().Task, "System.TimeoutException");

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3.4), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_store_that_blocks_its_thread_is_not_waited_for_past_Lambdas_deadline()
    {
        var watch = Stopwatch.StartNew();
        await AssertFailsOpenAsync(
            (_, _) =>
            {
                Thread.Sleep(TimeSpan.FromSeconds(20));
                return Task.FromResult(true);
            },
            "System.TimeoutException",
            timeLeft: TimeSpan.FromSeconds(0.75)
        );

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Without_time_left_the_store_is_not_asked_at_all() =>
        await AssertFailsOpenAsync(
            (_, _) => throw new InvalidOperationException("asked"),
            "System.TimeoutException",
            timeLeft: TimeSpan.Zero
        );

    [Theory]
    [InlineData("")]
    [InlineData("{ \"request\": ")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"triggerSource":"PostAuthentication_Authentication","request":{"userAttributes":["sub"]}}""")]
    [InlineData("""{"triggerSource":"PostAuthentication_Authentication","userName":"\ud800","request":{}}""")]
    public async Task A_malformed_event_does_not_fail_the_sign_in(string trigger)
    {
        var bytes = Encoding.UTF8.GetBytes(trigger);

        Assert.Equal(bytes, await HandleAsync(bytes, (_, _) => Task.FromResult(true)));
        AssertReported(Assert.Single(LogLines.Parse(output)));
    }

    private async Task AssertFailsOpenAsync(Func<SignIn, CancellationToken, Task<bool>> store, string errorType, TimeSpan? timeLeft = null)
    {
        var trigger = Read(TriggerEvent.PostAuthentication);

        Assert.Equal(trigger, await HandleAsync(trigger, store, timeLeft));
        var line = Assert.Single(LogLines.Parse(output));
        AssertReported(line);
        Assert.Equal(errorType, line.Text("errorType"));
    }

    private static void AssertReported(JsonObject line)
    {
        Assert.Equal("ERROR", line.Text("level"));
        Assert.Equal("audit", line.Text("FunctionName"));
        Assert.Equal(1, (int?)line["AuditFailures"]);
        Assert.Equal("AuditFailures", (string?)line["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]![0]!["Name"]);
    }

    private async Task<byte[]> HandleAsync(
        byte[] trigger,
        Func<SignIn, CancellationToken, Task<bool>> record,
        TimeSpan? timeLeft = null,
        ILastSignIn? lastSignIn = null
    )
    {
        var handler = new PostAuthenticationHandler(new Store(record), lastSignIn, TimeProvider.System, "audit");
        return (await handler.HandleAsync(Invocation(trigger, timeLeft, output))).ToArray();
    }

    private sealed class Unsettable : ILastSignIn
    {
        public Task SetAsync(SignIn signIn, CancellationToken cancellation) => throw new InvalidOperationException("throttled");
    }

    private sealed class Store(Func<SignIn, CancellationToken, Task<bool>> record) : ISignInStore
    {
        public Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation) => record(signIn, cancellation);
    }
}
