using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Delivery;
using CognitoStack.Assurance.Report;
using CognitoStack.Assurance.Secrets;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance;

/// <summary>Synthesizes an environment, proves it, writes the reports and says what came out.</summary>
internal static class ProveCommand
{
    private const int MostShown = 40;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs in the root of the project.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ProveOptions options) =>
        options.Delivery is { } delivery ? ProveDelivery(options, delivery) : ProveEnvironment(options);

    private static int ProveDelivery(ProveOptions options, string path)
    {
        var clock = Stopwatch.StartNew();
        var (delivery, environments, account) = DeliveryFile.Read(path, new ProjectFiles("cdk"));
        if (!options.IsSynthesized && CdkSynthesis.Run($"delivery={path}", options.Output) is { } complaint)
            throw new UsageException(complaint);
        using var node = EvaluatorSupervisor.OfNode();
        var evaluator = new RememberingEvaluator(node);
        var templates = CloudAssembly.Read(options.Output).Of("CognitoStack-Delivery");
        if (templates.Count == 0)
            throw new UsageException($"{options.Output} has no template of the delivery.");
        IReadOnlyList<ProofResult> results =
        [
            DeliveryProof.Of(delivery, environments, TemplatesAlone.Read(templates, account, environments[0].Region), evaluator),
            SecretGate.Of(CdkSynthesis.Texts(options.Output, "Delivery")),
        ];
        Console.WriteLine(
            options.Json
                ? AsJson("delivery", results, evaluator.Evaluated, clock.Elapsed)
                : AsText("delivery", results, evaluator.Evaluated, clock.Elapsed)
        );
        return results.All(r => r.Holds) ? 0 : 1;
    }

    private static int ProveEnvironment(ProveOptions options)
    {
        var clock = Stopwatch.StartNew();
        var environment = EnvironmentFile.Read(options.Environment, new ProjectFiles("cdk"));
        if (!options.IsSynthesized && CdkSynthesis.Run($"environment={options.Environment}", options.Output) is { } complaint)
            throw new UsageException(complaint);
        var assembly = CloudAssembly.Read(options.Output);
        var templates = assembly.Of($"CognitoStack-{environment.Name}-");
        environment = environment with { TargetRegion = environment.TargetRegion ?? assembly.Region };
        if (templates.Count == 0)
            throw new UsageException($"{options.Output} has no templates of the environment {environment.Name}.");

        using var node = EvaluatorSupervisor.OfNode();
        var evaluator = new RememberingEvaluator(node);
        var results = new ProofRun(environment, templates, CdkSynthesis.Texts(options.Output, environment.Name), evaluator).All();
        var report = AccessReport.Of(environment.Name, [.. environment.Access.EffectiveRoles(environment.Storage).Keys], results) with
        {
            Made = Made(),
        };
        File.WriteAllText(Path.Combine(options.Output, "access-report.html"), HtmlReport.Write(report));
        File.WriteAllText(Path.Combine(options.Output, "access-report.md"), MarkdownReport.Write(report));
        Console.WriteLine(
            options.Json
                ? AsJson(environment.Name, results, evaluator.Evaluated, clock.Elapsed)
                : AsText(environment.Name, results, evaluator.Evaluated, clock.Elapsed)
        );
        if (!options.Json)
            Console.WriteLine($"{options.Output}/access-report.html, {options.Output}/access-report.md: who may do what where");
        return results.All(r => r.Holds) ? 0 : 1;
    }

    // A page that is printed or attached says what it is of.
    private static string Made() =>
        string.Join(
            ", ",
            new[] { Commit(), DateTime.UtcNow.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) }.Where(part =>
                part.Length > 0
            )
        );

    private static string Commit()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["describe", "--always", "--dirty=, with changes", "--abbrev=12", "--exclude=*"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var commit = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? $"commit {commit}" : string.Empty;
        }
        catch (Win32Exception)
        {
            return string.Empty;
        }
    }

    private static string AsJson(string environment, IReadOnlyList<ProofResult> results, int evaluated, TimeSpan time) =>
        JsonSerializer.Serialize(
            new
            {
                environment,
                holds = results.All(r => r.Holds),
                seconds = Math.Round(time.TotalSeconds, 1),
                evaluated,
                proofs = results.Select(r => new
                {
                    name = r.Name,
                    decisions = r.Decisions.Count,
                    allowed = r.Decisions.Count(d => d.Allowed),
                    denied = r.Decisions.Count(d => !d.Allowed),
                    examined = r.Examined,
                    differences = r.Differences,
                }),
            },
            Indented
        );

    private static string AsText(string environment, IReadOnlyList<ProofResult> results, int evaluated, TimeSpan time)
    {
        var lines = new List<string>();
        foreach (var result in results)
        {
            lines.Add($"{(result.Holds ? "✓" : "✗")} {result.Name, -11} {result.Count, -14} in {result.Examined}");
            lines.AddRange(result.Differences.Take(MostShown).Select(d => $"    {d}"));
            if (result.Differences.Count > MostShown)
                lines.Add($"    … and {result.Differences.Count - MostShown} more");
        }

        var total = results.Sum(r => r.Decisions.Count);
        lines.Add(
            $"\n{environment}: {total} decisions ({evaluated} different requests evaluated), {results.Sum(r => r.Differences.Count)} differences, {time.TotalSeconds:0.0} s"
        );
        return string.Join(System.Environment.NewLine, lines);
    }
}
