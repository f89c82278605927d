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

        var answer = await HandleAsync(trigger, (signIn, _) =>
        {
            recorded.Add(signIn);
            return Task.CompletedTask;
        });

        Assert.Equal(trigger, answer);
        Assert.Equal("1example23456789", Assert.Single(recorded).ClientId);
        var line = Assert.Single(LogLines.Parse(output));
        Assert.Equal("INFO", line.Text("level"));
        Assert.DoesNotContain("jane", line.ToJsonString(), StringComparison.Ordinal);
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
        await AssertFailsOpenAsync(async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("throttled");
        }, "System.InvalidOperationException");

    [Fact]
    public async Task A_store_that_hangs_keeps_the_user_waiting_for_two_seconds_at_most()
    {
        var watch = Stopwatch.StartNew();
        await AssertFailsOpenAsync((_, _) => new TaskCompletionSource().Task, "System.TimeoutException");

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_store_that_blocks_its_thread_is_not_waited_for_past_Lambdas_deadline()
    {
        var watch = Stopwatch.StartNew();
        await AssertFailsOpenAsync((_, _) =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        }, "System.TimeoutException", timeLeft: TimeSpan.FromSeconds(0.75));

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public async Task Without_time_left_the_store_is_not_asked_at_all() =>
        await AssertFailsOpenAsync(
            (_, _) => throw new InvalidOperationException("asked"), "System.TimeoutException", timeLeft: TimeSpan.Zero);

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

        Assert.Equal(bytes, await HandleAsync(bytes, (_, _) => Task.CompletedTask));
        AssertReported(Assert.Single(LogLines.Parse(output)));
    }

    private async Task AssertFailsOpenAsync(Func<SignIn, CancellationToken, Task> store, string errorType, TimeSpan? timeLeft = null)
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

    private async Task<byte[]> HandleAsync(byte[] trigger, Func<SignIn, CancellationToken, Task> record, TimeSpan? timeLeft = null)
    {
        var handler = new PostAuthenticationHandler(new Store(record), TimeProvider.System, "audit");
        return (await handler.HandleAsync(Invocation(trigger, timeLeft, output))).ToArray();
    }

    private sealed class Store(Func<SignIn, CancellationToken, Task> record) : ISignInStore
    {
        public Task RecordAsync(SignIn signIn, CancellationToken cancellation) => record(signIn, cancellation);
    }
}
