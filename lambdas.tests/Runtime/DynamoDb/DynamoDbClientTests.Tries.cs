using System.Diagnostics;
using CognitoStack.Lambda.DynamoDb;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Lambda.Tests.Runtime.DynamoDb;

/// <summary>How often and for how long a call is tried.</summary>
public sealed partial class DynamoDbClientTests
{
    [Theory]
    [InlineData(400, """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Slow down."}""")]
    [InlineData(400, """{"__type":"com.amazon.coral.availability#ThrottlingException","Message":"Slow down."}""")]
    [InlineData(400, """{"__type":"RequestLimitExceeded"}""")]
    [InlineData(429, "")]
    [InlineData(500, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}""")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, "[]")]
    public async Task What_passes_is_tried_again(int status, string body)
    {
        answer = (number, http) => WriteAsync(http, number < 3 ? status : 200, number < 3 ? body : "{}");

        await CallAsync();

        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task What_passes_late_is_tried_for_as_long_as_the_caller_waits()
    {
        answer = (number, http) => number < 8 ? WriteAsync(http, 400, Throttled) : http.Response.WriteAsync("{}");
        using var budget = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        await CallAsync(cancellation: budget.Token);

        Assert.Equal(8, calls.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_failed_a_call_is_told_when_its_caller_waits_no_longer(bool isInTheNextTry)
    {
        using var budget = new CancellationTokenSource();
        answer = async (number, http) =>
        {
            if (number == 2)
                await budget.CancelAsync();
            await (number == 2 && isInTheNextTry ? Task.Delay(Timeout.Infinite, http.RequestAborted) : WriteAsync(http, 400, Throttled));
        };

        Assert.Equal(
            "ThrottlingException",
            (await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync(cancellation: budget.Token))).Code
        );
    }

    [Fact]
    public async Task What_does_not_pass_is_told_after_three_tries_to_whoever_would_wait_for_ever()
    {
        answer = (_, http) => WriteAsync(http, 400, Throttled);

        var error = await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync());

        Assert.Equal(("ThrottlingException", "ThrottlingException: Slow down.", 3), (error.Code, error.Message, calls.Count));
    }

    [Theory]
    [InlineData(
        """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"No."}""",
        DynamoDbException.ConditionFailed
    )]
    [InlineData("""{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"No."}""", "AccessDeniedException")]
    [InlineData("""{"__type":7}""", "Http400")]
    [InlineData("", "Http400")]
    public async Task A_refusal_is_told_at_once(string body, string code)
    {
        answer = (_, http) => WriteAsync(http, 400, body);
        var watch = Stopwatch.StartNew();

        Assert.Equal(code, (await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync())).Code);
        AssertCalls(1, watch);
    }

    [Fact]
    public async Task A_try_that_hangs_leaves_time_for_another()
    {
        answer = (number, http) => number == 1 ? Task.Delay(Timeout.Infinite, http.RequestAborted) : http.Response.WriteAsync("{}");
        var watch = Stopwatch.StartNew();

        await CallAsync();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.8, 30);
    }

    [Fact]
    public async Task A_try_that_is_slow_is_not_given_up_for_the_next()
    {
        answer = async (number, http) =>
        {
            await Task.Delay(number == 1 ? TimeSpan.FromSeconds(1.5) : Timeout.InfiniteTimeSpan, http.RequestAborted);
            await http.Response.WriteAsync("{}");
        };

        await CallAsync();

        Assert.InRange(calls.Count, 2, 3);
    }

    [Fact]
    public async Task A_refusal_says_whether_another_try_came_before_it()
    {
        const string refusal = """{"__type":"ConditionalCheckFailedException"}""";
        answer = (number, http) => WriteAsync(http, number == 2 ? 500 : 400, number == 2 ? "" : refusal);

        var watch = Stopwatch.StartNew();
        var first = await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync());
        Assert.True(IsLate(watch) || !first.FollowsAnotherTry);
        Assert.True((await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync())).FollowsAnotherTry);
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);

        await Assert.ThrowsAsync<TimeoutException>(() => CallAsync());

        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_waiting()
    {
        answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(cancellation: budget.Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    // On a busy machine an answer may come so late that another try has begun.
    private static bool IsLate(Stopwatch watch) => watch.Elapsed.TotalSeconds > 0.8;

    private void AssertCalls(int expected, Stopwatch watch) =>
        Assert.True(IsLate(watch) || calls.Count == expected, $"There were {calls.Count} calls.");
}
