using System.CommandLine;

namespace CognitoStack.Operate.Commands;

/// <summary>The commands, and what their help teaches.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code: 2 for a command line that is not understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings around)
    {
        var root = new RootCommand($"Operates a deployed CognitoStack environment: its users, its secrets, its costs.\n\n{ExitCode.Help}")
        {
            UsersCommand.Create(around),
            EstimateCommand.Create(around),
            RotateCommand.Create(around),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(
                new()
                {
                    // Ctrl-C is the command's own business: what is begun is written down first.
                    ProcessTerminationTimeout = null,
                    EnableDefaultExceptionHandler = false,
                    Output = around.Output,
                    Error = around.Error,
                },
                around.Stop
            );
        foreach (var mistake in parsed.Errors)
            await around.Error.WriteLineAsync(mistake.Message);
        await around.Error.WriteLineAsync("--help says what there is.");
        return ExitCode.Usage;
    }
}

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> Environment { get; } =
        new("--environment", "-e")
        {
            HelpName = "NAME",
            Description = "The environment",
            Required = true,
        };

    /// <summary>What <c>npm run</c> fills in.</summary>
    public static Option<FileInfo> Outputs { get; } =
        new("--outputs")
        {
            HelpName = "FILE",
            Description = "Outputs of its deployment, as npm run outputs or cdk deploy --outputs-file writes them",
            Required = true,
        };

    public static Option<bool> AsJson { get; } = new("--json") { Description = "Report as JSON, to standard output" };

    public static Option<bool> Yes { get; } = new("--yes") { Description = "Do not ask" };

    public static Option<double?> Rate { get; } =
        AtLeast(
            new("--rate")
            {
                HelpName = "N",
                Description = "Calls a second at most, of each category of operations (half of AWS's default quota of the category)",
            }
        );

    private static Option<double?> AtLeast(Option<double?> option)
    {
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [var only]
                && !(
                    double.TryParse(only.Value, System.Globalization.CultureInfo.InvariantCulture, out var rate)
                    && rate is >= 0.1 and <= 10_000
                )
            )
                result.AddError("--rate must be 0.1 to 10000.");
        });
        return option;
    }
}
