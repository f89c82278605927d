using System.Net;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.Functions;

public sealed class RuntimeApiTests
{
    [Fact]
    public async Task While_the_function_waits_nobody_else_can()
    {
        await using var api = await RuntimeApi.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://{api.Authority}/2018-06-01/runtime/invocation/"), Timeout = TimeSpan.FromSeconds(30) };
        var function = client.GetAsync("next");
        await api.Ready;
        using var other = await client.GetAsync("next");
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);

        for (var id = 1; id <= 2; id++)
        {
            var answer = api.HandAsync(new($"event-{id}", "{}"u8.ToArray(), DateTimeOffset.UtcNow.AddMinutes(1), "arn", "trace"));
            using var next = await function;
            Assert.Equal([$"event-{id}"], next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id"));
            using var content = new StringContent("7");
            Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync($"event-{id}/response", content)).StatusCode);
            Assert.False((await answer).IsError);
            function = client.GetAsync("next");
            await api.Ready;
        }
    }
}
