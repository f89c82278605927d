using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.Deployment;

public sealed class DeploymentWatcherTests : IAsyncDisposable
{
    private readonly Bench bench = new()
    {
        Options = new() { Watch = true, WatchInterval = TimeSpan.FromMilliseconds(10) },
    };
    private readonly Lines<DeploymentWatcher> log = new();
    private readonly Deployer deployer;
    private readonly DeploymentWatcher watcher;

    public DeploymentWatcherTests()
    {
        deployer = bench.With(("One", Template("first"))).Deployer();
        watcher = new(deployer, bench.Options, TimeProvider.System, log);
    }

    [Fact]
    public async Task Templates_that_change_are_deployed_again()
    {
        await StartAsync();

        bench.With(("One", Template("second")));

        await UntilAsync(() => Value == "second");
    }

    [Fact]
    public async Task A_broken_template_is_told_once_and_the_old_one_stays_until_it_is_mended()
    {
        await StartAsync();

        bench.Write("One.template.json", "{ broken");
        await UntilAsync(() => log.All.Count > 0);
        await Task.Delay(60);
        Assert.Equal("first", Value);
        Assert.StartsWith("Error: Not deployed, what was deployed before stays: ", Assert.Single(log.All), StringComparison.Ordinal);

        bench.Write("One.template.json", Template("mended"));
        await UntilAsync(() => Value == "mended");
    }

    [Fact]
    public async Task A_folder_that_is_made_anew_is_still_watched()
    {
        await StartAsync();

        Directory.Delete(bench.Assembly, recursive: true);
        await UntilAsync(() => log.All.Any(l => l.Contains("there is no such folder", StringComparison.Ordinal)));
        Directory.CreateDirectory(bench.Assembly);
        bench.With(("One", Template("anew")));

        await UntilAsync(() => Value == "anew");
    }

    [Fact]
    public async Task A_step_that_breaks_does_not_end_the_watch()
    {
        await StartAsync();
        bench.Steps.Add(
            new Step(next =>
            {
                if (next.Resources.Single().Text("Value") == "bad")
                    throw new IOException("disk");
            })
        );

        bench.With(("One", Template("bad")));
        await UntilAsync(() => log.All.Count > 0);
        bench.With(("One", Template("good")));

        await UntilAsync(() => Value == "good");
    }

    [Fact]
    public async Task Secrets_that_change_are_deployed_again()
    {
        bench.WithSecrets("""{"s": "old"}""").With(("One", Template("{{resolve:secretsmanager:s}}")));
        await StartAsync();

        bench.WithSecrets("""{"s": "new"}""");

        await UntilAsync(() => Value == "new");
    }

    [Fact]
    public async Task Nothing_is_watched_where_nobody_asked()
    {
        bench.Options = bench.Options with { Watch = false };
        using var idle = new DeploymentWatcher(deployer, bench.Options, TimeProvider.System, log);
        await deployer.DeployAsync(bench.Assembly);

        await idle.StartAsync(CancellationToken.None);

        await idle.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(idle.ExecuteTask.IsCompletedSuccessfully);
    }

    public async ValueTask DisposeAsync()
    {
        await watcher.StopAsync(CancellationToken.None);
        watcher.Dispose();
        deployer.Dispose();
        bench.Dispose();
    }

    private string? Value => deployer.Current.Resources.Single().Text("Value");

    private static string Template(string value) =>
        $$$"""{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "{{{value}}}"} } } }""";

    private static async Task UntilAsync(Func<bool> condition)
    {
        var end = DateTime.UtcNow.AddMinutes(2);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "It did not come to pass within two minutes.");
            await Task.Delay(10);
        }
    }

    private async Task StartAsync()
    {
        await deployer.DeployAsync(bench.Assembly);
        await watcher.StartAsync(CancellationToken.None);
    }
}
