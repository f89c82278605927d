using System.Diagnostics;
using System.Net;
using CognitoStack.Iam;
using CognitoStack.Local.Http;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Tests.Functions;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>How child processes start, start again, and end.</summary>
#pragma warning disable CA1001 // xunit disposes of it.
public sealed class ChildProcessTests : IAsyncLifetime
{
    private const string Listens = """
        import { createServer } from 'node:http';
        const server = createServer((_, response) => response.end(process.env.DATA)).listen(0, '127.0.0.1', () => { console.log('hello'); console.error('careful'); console.log(`listening ${server.address().port}`); });
        process.stdin.on('end', () => process.exit()).resume();
        """;

    private readonly Children children = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await children.DisposeAsync();

    [Fact]
    public async Task A_child_listens_on_loopback_with_its_folder_and_its_words_are_in_the_log()
    {
        var child = children.StartText(Listens);
        var address = await child.AddressAsync(CancellationToken.None);
        using var http = new HttpClient();

        Assert.Equal("127.0.0.1", address.Host);
        Assert.Equal(Path.Combine(children.Folder, "child"), await http.GetStringAsync(address));
        Assert.Equal(LogLevel.Debug, (await children.Log.WaitForAsync("child: hello")).Level);
        Assert.Equal(LogLevel.Warning, (await children.Log.WaitForAsync("child: careful")).Level);
    }

    [Fact]
    public async Task A_child_that_is_killed_comes_back_and_who_asks_meanwhile_waits_for_it()
    {
        var child = children.StartText(Listens);
        var before = await child.ReachAsync(CancellationToken.None);
        await Children.KillAsync(child);
        await FunctionBench.UntilAsync(() => child.ProcessId is null, "its end has been seen");
        var after = await child.ReachAsync(CancellationToken.None);
        using var http = new HttpClient();

        Assert.NotEqual(before.Uri, after.Uri);
        // Whoever has the port of the dead one now has seen its secret, perhaps.
        Assert.NotEqual(before.Secret, after.Secret);
        Assert.NotEmpty(await http.GetStringAsync(after.Uri));
        Assert.Contains("it starts again in 250 ms", (await children.Log.WaitForAsync("child ended")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_never_gets_well_is_given_up_with_its_last_words_and_tried_on()
    {
        var child = children.StartText("console.error('the data is broken'); process.exit(4);", new HastyClock());
        var message = (await children.Log.WaitForAsync("it is tried again every 30 s")).Text;

        Assert.Equal("child did not start (exit code 4); it is tried again every 30 s.\n  the data is broken", message);
        Assert.Equal(
            4,
            children
                .Log.All.TakeWhile(line => line.Text != message)
                .Count(line => line.Text.Contains("it starts again", StringComparison.Ordinal))
        );
        await FunctionBench.UntilAsync(
            () => children.Log.All.Count(line => line.Text == "child: the data is broken") > 6,
            "it is tried on"
        );
        Assert.Equal(1, children.Log.All.Count(line => line.Text == message));
    }

    [Fact]
    public async Task What_is_not_installed_is_told_at_once_to_whoever_asks()
    {
        var child = children.StartText("console.error('The npm package dynalite is not installed: run \"npm ci\".'); process.exit(78);");
        await children.Log.WaitForAsync("it is tried again");
        var failure = await Assert.ThrowsAsync<AwsException>(() => child.AddressAsync(CancellationToken.None));
        Assert.Equal(
            (
                "ServiceUnavailable",
                503,
                "child cannot be started. The npm package dynalite is not installed: run \"npm ci\"; it is tried again every 30 s."
            ),
            (failure.Code, failure.Status, failure.Message)
        );
    }

    [Fact]
    public async Task A_package_that_is_missing_is_named_by_the_scripts()
    {
        var scripts = Directory.CreateDirectory(Path.Combine(children.Folder, "scripts")).FullName;
        foreach (var script in (string[])["child.mjs", "dynalite.mjs", "patched.mjs"])
            File.Copy(Path.Combine(ProjectRoot.Path, "local", "children", script), Path.Combine(scripts, script));
        children.Start(Path.Combine(scripts, "dynalite.mjs"));
        Assert.StartsWith(
            "child cannot be started. The npm package dynalite is not installed: run \"npm ci\", or \"npm start\", which does it;",
            (await children.Log.WaitForAsync("it is tried again")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Who_asks_for_long_is_told_that_the_service_is_unavailable()
    {
        var child = children.StartText(
            "setInterval(() => {}, 1000); process.stdin.on('end', () => process.exit()).resume();",
            new HastyClock()
        );
        var failure = await Assert.ThrowsAsync<AwsException>(() => child.AddressAsync(CancellationToken.None));
        Assert.Equal(("ServiceUnavailable", 503), (failure.Code, failure.Status));
    }

    [Fact]
    public async Task A_child_ends_with_the_host_even_if_it_does_not_listen_to_it()
    {
        var obeys = children.StartText(Listens);
        var stubborn = children.StartText(Listens.Replace("process.stdin", "// process.stdin", StringComparison.Ordinal));
        await Task.WhenAll(obeys.AddressAsync(CancellationToken.None), stubborn.AddressAsync(CancellationToken.None));
        string[] processes = [$"{obeys.ProcessId}", $"{stubborn.ProcessId}"];
        await Task.WhenAll(obeys.DisposeAsync().AsTask(), stubborn.DisposeAsync().AsTask());

        Assert.DoesNotContain(processes, FunctionBench.Lives);
        await Assert
            .ThrowsAsync<AwsException>(async () => await obeys.AddressAsync(CancellationToken.None))
            .WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Dynalite_ends_when_the_host_is_killed_and_answers_nobody_else()
    {
        const string script = "dynalite.mjs";
        const string host = """
            const child = require('child_process').spawn(process.execPath, [process.argv[1]], { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH, DATA: process.argv[2], SECRET: 'secret' } });
            child.stdout.on('data', (line) => process.stdout.write(`${child.pid} ${line}`));
            """;
        var start = new ProcessStartInfo(
            "node",
            ["-e", host, Path.Combine(ProjectRoot.Path, "local", "children", script), Path.Combine(children.Folder, script)]
        )
        {
            RedirectStandardOutput = true,
        };
        using var parent = Process.Start(start)!;
        var words = (await parent.StandardOutput.ReadLineAsync())!.Split(' ');
        using var http = new HttpClient();
        using var guess = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{words[2]}/")
        {
            Headers = { { "x-local-secret", "Secret" } },
        };

        Assert.Equal("listening", words[1]);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri($"http://127.0.0.1:{words[2]}/"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(guess)).StatusCode);
        parent.Kill();
        await FunctionBench.UntilAsync(() => !FunctionBench.Lives(words[0]), "the child has ended");
    }

    [Fact]
    public void Each_failure_is_waited_for_longer_until_there_is_no_hope_and_a_long_life_is_forgiven()
    {
        var backoff = new Backoff();
        var quick = TimeSpan.FromSeconds(1);
        Assert.Equal(
            [(250, false), (500, false), (1000, false), (2000, false), (30_000, true), (30_000, true)],
            Enumerable
                .Range(0, 6)
                .Select(_ => backoff.Next(quick, isMissing: false))
                .Select(next => ((int)next.Wait.TotalMilliseconds, next.GivesUp))
        );
        Assert.Equal((TimeSpan.FromMilliseconds(250), false), backoff.Next(TimeSpan.FromSeconds(30), isMissing: false));
        Assert.Equal((Backoff.Hopeless, true), new Backoff().Next(quick, isMissing: true));
    }

    /// <summary>A clock on which every wait takes a hundredth of its time.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
