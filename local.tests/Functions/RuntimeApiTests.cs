using System.Diagnostics;
using System.Net;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>Who may take events, and answer them.</summary>
public sealed class RuntimeApiTests : FunctionTests
{
    private const string Root = "2018-06-01/runtime/";

    [Fact]
    public async Task While_the_function_waits_nothing_it_has_started_can()
    {
        await using var api = await RuntimeApi.StartAsync();
        api.Admit(Environment.ProcessId);
        using var client = Client(api.Address);
        var function = client.GetAsync("invocation/next");
        await api.Ready;
        using var other = await client.GetAsync("invocation/next");
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);

        for (var id = 1; id <= 2; id++)
        {
            var answer = api.HandAsync(new($"event-{id}", "{}"u8.ToArray(), DateTimeOffset.UtcNow.AddMinutes(1), "arn", "trace"));
            using var next = await function;
            Assert.Equal([$"event-{id}"], next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id"));
            using var content = new StringContent("7");
            Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync($"invocation/event-{id}/response", content)).StatusCode);
            Assert.False((await answer).IsError);
            function = client.GetAsync("invocation/next");
            await api.Ready;
        }
    }

    [ProcessFact]
    public async Task Another_process_neither_takes_an_event_nor_answers_one()
    {
        if (!LoopbackPeer.IsKnown)
            return;
        var function = Bench.Node(
            "serve(async (event, headers) => { if (event.slow) { require('fs').writeFileSync(event.slow, headers.get('lambda-runtime-aws-request-id')); while (require('fs').existsSync(event.slow)) await sleep(20); } return [process.env.AWS_LAMBDA_RUNTIME_API]; })"
        );
        var address = (await Bench.InvokeAsync(function)).Trim('[', ']', '"');
        // This process is not the function's, though it has started it.
        using var client = Client(address);
        await RefusedAsync(client.GetAsync("invocation/next"));
        await RefusedAsync(client.PostAsync("init/error", new StringContent("{}")));

        var marker = Path.Combine(Bench.Folder, "marker");
        var answer = Bench.InvokeAsync(function, $$"""{"slow":"{{marker}}"}""", TimeSpan.FromMinutes(2));
        await FunctionBench.UntilAsync(() => File.Exists(marker) && new FileInfo(marker).Length > 0, "the function has the event");
        foreach (var kind in new[] { "response", "error" })
            await RefusedAsync(client.PostAsync($"invocation/{File.ReadAllText(marker)}/{kind}", new StringContent("\"forged\"")));
        File.Delete(marker);
        Assert.Equal($"[\"{address}\"]", await answer);
    }

    [ProcessFact]
    public async Task What_the_function_has_started_speaks_for_it()
    {
        var function = Bench.Function(
            """
            #!/bin/sh
            # As custom runtimes of shell scripts do: each call is one of a program that they start.
            exec node -e '
            const { spawnSync } = require("node:child_process");
            const call = (path, body) => spawnSync(process.execPath, ["-e", `fetch("http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}", ${body ? `{ method: "POST", body: ${JSON.stringify(body)} }` : "{}"}).then(async (r) => console.log(r.headers.get("lambda-runtime-aws-request-id") ?? r.status))`]).stdout.toString().trim();
            for (;;) { const id = call("invocation/next"); call(`invocation/${id}/response`, "\"by a child\""); }
            '
            """.Replace("\r\n", "\n", StringComparison.Ordinal),
            """{"Timeout":60}"""
        );
        Assert.Equal("\"by a child\"", await Bench.InvokeAsync(function, patience: TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Nobody_is_answered_for_a_process_that_is_another_one()
    {
        if (!LoopbackPeer.IsKnown)
            return;
        using var other = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        try
        {
            await using var api = await RuntimeApi.StartAsync();
            api.Admit(other.Id);
            using var client = Client(api.Address);
            await RefusedAsync(client.GetAsync("invocation/next"));
            Assert.False(api.Ready.IsCompleted);
        }
        finally
        {
            other.Kill();
        }
    }

    [Theory]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("/0123456789abcdef0123456789abcdef", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task Where_the_system_does_not_tell_who_connects_the_address_is_the_secret(string? path, HttpStatusCode expected)
    {
        await using var api = await RuntimeApi.StartAsync(knowsPeers: false);
        api.Admit(1);
        using var client = Client(path is null ? api.Address : api.Address.Split('/')[0] + path);
        using var content = new StringContent("7");
        Assert.Equal(expected, (await client.PostAsync("invocation/none/response", content)).StatusCode);
    }

    private static HttpClient Client(string address) =>
        new() { BaseAddress = new Uri($"http://{address}/{Root}"), Timeout = TimeSpan.FromMinutes(2) };

    private static async Task RefusedAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.Equal(
            (HttpStatusCode.Forbidden, true),
            (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("Only the function may ask", StringComparison.Ordinal))
        );
    }
}
