using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Http;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Tests.Processes;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>A store that hangs.</summary>
public sealed class HangingStoreTests
{
    /// <summary>Hangs in its first life, and answers in those that follow.</summary>
    private const string Hangs = """
        import { createServer } from 'node:http';
        import { existsSync, writeFileSync } from 'node:fs';
        const mark = `${process.env.DATA}/lived`;
        const answers = existsSync(mark);
        writeFileSync(mark, '');
        const server = createServer((_, response) => answers && response.end('{ "life": 2 }')).listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
        process.stdin.on('end', () => process.exit()).resume();
        """;

    [Fact]
    public async Task Who_waits_for_a_store_that_hangs_is_told_soon_and_it_starts_again_once()
    {
        await using var children = new Children();
        using var dynalite = Of(children, TimeSpan.FromSeconds(5));
        var waiting = Enumerable
            .Range(0, 5)
            .Select(_ => Assert.ThrowsAsync<AwsException>(() => dynalite.CallAsync("GetItem", [], CancellationToken.None)));
        Assert.All(await Task.WhenAll(waiting), error => Assert.Equal(("ServiceUnavailable", 503), (error.Code, error.Status)));
        Assert.Equal(2, (int)(await AnswerAsync(dynalite))["life"]!);
        Assert.Single(children.Log.All, line => line.Text.Contains("it starts again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_goes_away_does_not_end_the_store()
    {
        await using var children = new Children();
        using var dynalite = Of(children, TimeSpan.FromMinutes(1));
        using var gone = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dynalite.CallAsync("GetItem", [], gone.Token));
        Assert.DoesNotContain(children.Log.All, line => line.Text.Contains("it starts again", StringComparison.Ordinal));
    }

    private static Dynalite Of(Children children, TimeSpan patience) =>
        new(new One(children.StartText(Hangs)), new StateFolder(children.Folder), patience);

    /// <summary>As SDKs do, it tries again what found the store just killed.</summary>
    private static async Task<System.Text.Json.Nodes.JsonObject> AnswerAsync(Dynalite dynalite)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await dynalite.CallAsync("GetItem", [], CancellationToken.None);
            }
            catch (AwsException e) when (e.Status == 503 && tries < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    private sealed class One(IChildProcess child) : IChildProcesses
    {
        public IChildProcess Start(ChildProcessStart start) => child;
    }
}
