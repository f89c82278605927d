using System.Diagnostics;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Report;
using CognitoStack.Smoke.Scenario;
using CognitoStack.Smoke.Target;
using Spectre.Console;

namespace CognitoStack.Smoke;

/// <summary>Finds what is to be checked, checks it and reports.</summary>
/// <param name="console">Where the report goes.</param>
/// <param name="plain">The same for plain lines.</param>
/// <param name="error">Where it is said why nothing can be checked.</param>
internal sealed class SmokeCommand(IAnsiConsole console, TextWriter plain, TextWriter error)
{
    /// <summary>Runs in the root of the project.</summary>
    /// <returns>0 where everything holds, 1 where something does not, 2 where nothing could be checked.</returns>
    public async Task<int> RunAsync(SmokeOptions options, CancellationToken stop)
    {
        try
        {
            var environment = EnvironmentFile.Read(options.Environment, new ProjectFiles("cdk"));
            RefuseProduction(environment, options);
            _ = EmailDomains.Of(environment, options.EmailDomain);
            RefuseOtherEndpoints(options, System.Environment.GetEnvironmentVariables().Keys.Cast<string>());
            var outputs = StackOutputs.Read(options, environment.Name);
            var aws = Aws.Open(options, outputs);
            await aws.ProbeAsync(outputs.UserPoolId, stop);
            return await CheckAsync(new World(environment, options, outputs, aws, stop), stop);
        }
        catch (ConfigurationException e)
        {
            foreach (var line in e.Errors)
                await error.WriteLineAsync(line);
            return 2;
        }
        catch (SmokeException e)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped before anything was checked.");
            return 2;
        }
    }

    /// <summary>Users in a production environment are made only by whoever says so.</summary>
    /// <exception cref="SmokeException">It is one, on AWS, and nobody has.</exception>
    public static void RefuseProduction(EnvironmentConfiguration environment, SmokeOptions options)
    {
        if (environment.Production && !options.IsLocal && !options.IKnow && !options.ReadOnly)
            throw new SmokeException(
                $"\"{environment.Name}\" is production: the smoke test would make users, identities, objects and items there, until it ends, "
                    + "send mail for each sign-up, and be seen in logs and metrics. If you know that, say --i-know; --read-only makes nothing."
            );
    }

    /// <summary>What is meant for AWS goes to AWS: a shell that is set up for the local AWS would lead it, or a part of it, elsewhere.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="variables">Names of the environment variables.</param>
    /// <exception cref="SmokeException">The shell names another address.</exception>
    public static void RefuseOtherEndpoints(SmokeOptions options, IEnumerable<string> variables)
    {
        var others = variables
            .Where(v => v.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (options.EffectiveEndpoint is null && others.Count > 0)
            throw new SmokeException(
                $"--outputs without --endpoint is for AWS, but {string.Join(" and ", others)} of this shell would lead elsewhere. "
                    + $"For AWS: unset {string.Join(' ', others)}, and AWS_SHARED_CREDENTIALS_FILE where it is the local AWS's. For what is at that address: --endpoint URL."
            );
    }

    private async Task<int> CheckAsync(World world, CancellationToken stop)
    {
        var (board, clock, started) = (new Board(AllChecks.Of(world)), Stopwatch.StartNew(), DateTimeOffset.UtcNow);
        var runner = new Runner(world.Options.Parallel);
        var where = world.Aws.Endpoint?.ToString().TrimEnd('/') ?? $"AWS {world.Aws.Region}";
        if (console.Profile.Capabilities.Interactive)
        {
            console.MarkupLineInterpolated($"[bold]{world.Environment.Name}[/] on {where}, as {world.Run}\n");
            await LiveTable.ShowAsync(console, board, () => runner.RunAsync(board, stop));
        }
        else
        {
            await plain.WriteLineAsync($"{world.Environment.Name} on {where}, as {world.Run}\n");
            using var lines = new PlainLines(board, plain);
            await runner.RunAsync(board, stop);
        }

        clock.Stop();
        console.WriteLine();
        if (!world.Options.ReadOnly)
        {
            foreach (var part in Matrix.Render(world).Concat(RiskTable.Render(world.Risks)))
                console.Write(part);
            console.WriteLine();
        }

        var failed = board.Count(CheckState.Failed) > 0 || stop.IsCancellationRequested;
        var total = (stop.IsCancellationRequested ? "Stopped and cleaned up: " : string.Empty) + board.Total(clock.Elapsed);
        console.MarkupLine($"[{(failed ? "red" : "green")}]{Markup.Escape(total)}[/]");
        if (world.Options.JUnit is { } path)
            JUnit.Write(JUnit.Of(board, world.Environment.Name, started, clock.Elapsed), path);
        return failed ? 1 : 0;
    }
}
