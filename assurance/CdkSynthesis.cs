using System.Diagnostics;
using System.Text;

namespace CognitoStack.Assurance;

/// <summary>What the CDK CLI writes.</summary>
public static class CdkSynthesis
{
    /// <summary>Synthesizes what a context value chooses (<c>environment=prod</c>) with the CLI of the project.</summary>
    /// <returns>What it complained of, or null.</returns>
    public static string? Run(string choice, string output)
    {
        // Whatever lies there of another run is not of this one; a folder that is no assembly is left alone.
        if (File.Exists(Path.Combine(output, "manifest.json")))
            Directory.Delete(output, recursive: true);
        using var cli =
            Process.Start(
                new ProcessStartInfo("node", ["node_modules/aws-cdk/bin/cdk", "synth", "--quiet", "--context", choice, "--output", output])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            ) ?? throw new InvalidOperationException("node could not be started.");
        var said = new StringBuilder();
        cli.OutputDataReceived += (_, line) => Add(line.Data);
        cli.ErrorDataReceived += (_, line) => Add(line.Data);
        cli.BeginOutputReadLine();
        cli.BeginErrorReadLine();
        cli.WaitForExit();
        if (cli.ExitCode != 0)
            return $"{choice[(choice.IndexOf('=', StringComparison.Ordinal) + 1)..]} could not be synthesized.\n\n{said}";
        foreach (
            var line in said.ToString()
                .Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.Contains("warning", StringComparison.OrdinalIgnoreCase))
                .Distinct()
        )
            Console.Error.WriteLine(line);
        return null;

        void Add(string? line)
        {
            if (line is null)
                return;
            lock (said)
                said.AppendLine(line);
        }
    }

    /// <summary>Every text file of an assembly by its path in it; those of other environments, and programs, left out.</summary>
    public static IReadOnlyDictionary<string, string> Texts(string folder, string environment) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file), Bytes: File.ReadAllBytes(file)))
            .Where(f =>
                !f.Path.StartsWith("CognitoStack-", StringComparison.Ordinal)
                || f.Path.StartsWith($"CognitoStack-{environment}-", StringComparison.Ordinal)
            )
            .Where(f =>
                !f.Path.StartsWith("access-report.", StringComparison.Ordinal)
                && !f.Bytes.AsSpan(0, Math.Min(f.Bytes.Length, 8000)).Contains((byte)0)
            )
            .ToDictionary(f => f.Path, f => Encoding.UTF8.GetString(f.Bytes));
}
