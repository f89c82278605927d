using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Tests;

public sealed class PaceTests
{
    [Fact]
    public async Task Calls_take_no_less_time_than_the_rate_says()
    {
        var pace = new Pace((_, _, _) => Task.FromResult(new JsonObject()), rate: 50);
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 26).Select(_ => pace.CallAsync("AdminGetUser", [], default)));

        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(490), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task What_AWS_throttles_is_tried_again_and_counted()
    {
        var calls = 0;
        var pace = new Pace(
            (_, _, _) => ++calls < 3 ? throw FakePool.Refusal("TooManyRequestsException") : Task.FromResult(new JsonObject()),
            rate: 10_000
        );

        await pace.CallAsync("AdminGetUser", [], default);

        Assert.Equal((3, 2), (calls, pace.Throttled));
    }

    [Fact]
    public async Task What_AWS_refuses_otherwise_is_not_tried_again()
    {
        var calls = 0;
        var pace = new Pace((_, _, _) => ++calls > 0 ? throw FakePool.Refusal("AccessDeniedException") : null!, rate: 10_000);

        await Assert.ThrowsAsync<AwsError>(() => pace.CallAsync("AdminGetUser", [], default));

        Assert.Equal(1, calls);
    }
}
