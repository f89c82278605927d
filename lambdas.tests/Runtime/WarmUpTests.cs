using System.Text;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class WarmUpTests
{
    private readonly MemoryStream log = new();

    [Fact]
    public async Task On_managed_NET_a_call_is_not_given_up_while_its_code_is_compiled()
    {
        var isDone = false;

        await WarmUp.TryAsync(
            "A slow service",
            new Log(log),
            async cancellation =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1.5), cancellation);
                isDone = true;
            }
        );

        Assert.True(isDone);
        Assert.Equal(0, log.Length);
    }

    [Fact]
    public async Task A_call_that_fails_is_logged_and_the_function_starts()
    {
        await WarmUp.TryAsync("A service", new Log(log), _ => throw new HttpRequestException("nobody is there"));

        Assert.Contains("A service does not answer yet.", Encoding.UTF8.GetString(log.ToArray()), StringComparison.Ordinal);
    }
}
