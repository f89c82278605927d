using System.CommandLine;
using System.CommandLine.Parsing;

namespace CognitoStack.Assurance;

/// <summary>Arguments of <c>npm run prove</c>.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code: 2 for a command line that is not understood.</returns>
    public static int Run(IReadOnlyList<string> args, Func<ProveOptions, int> run, TextWriter error)
    {
        var parsed = Create(run).Parse(args);
        if (parsed.Errors.Count == 0)
            return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
        foreach (var mistake in parsed.Errors)
            error.WriteLine(mistake.Message);
        error.WriteLine("npm run prove -- --help says what there is.");
        return 2;
    }

    private static RootCommand Create(Func<ProveOptions, int> run)
    {
        var environment = new Option<string>("--environment", "-e")
        {
            HelpName = "NAME",
            Description = "cdk/environments/NAME.json, or a path that ends in .json",
            DefaultValueFactory = _ => "dev",
        };
        var delivery = new Option<string?>("--delivery")
        {
            HelpName = "FILE",
            Description = "A delivery file, in place of an environment: who may deliver from GitHub",
        };
        var output = new Option<string>("--out")
        {
            HelpName = "FOLDER",
            Description = "Where templates and reports are written",
            DefaultValueFactory = _ => "cdk.out",
        };
        var templates = new Option<string?>("--templates") { HelpName = "FOLDER", Description = "Templates that were synthesized before" };
        foreach (var option in new Option[] { environment, delivery, output, templates })
            option.Validators.Add(RejectAnotherOption);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var command = new RootCommand("Proves of an environment's templates, before anything is deployed, that they keep users apart.")
        {
            environment,
            delivery,
            output,
            templates,
            json,
        };
        command.SetAction(parsed =>
            run(
                new ProveOptions
                {
                    Environment = parsed.GetValue(environment)!,
                    Delivery = parsed.GetValue(delivery),
                    Output = parsed.GetValue(templates) ?? parsed.GetValue(output)!,
                    IsSynthesized = parsed.GetValue(templates) is not null,
                    Json = parsed.GetValue(json),
                }
            )
        );
        return command;
    }

    // Else "--environment --json" proved an environment of that name.
    private static void RejectAnotherOption(OptionResult given)
    {
        if (given.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
            given.AddError($"'{given.Option.Name}' needs a value.");
    }
}
