using System.CommandLine;

namespace CognitoStack.Smoke;

/// <summary>Arguments, and what <c>--help</c> teaches.</summary>
internal static class CommandLine
{
    /// <summary>What it is for, with examples.</summary>
    public const string Description = """
        Signs made-up users in to a deployed environment and checks who may touch what: own data yes, other people's no.
        It makes users, identities, objects and items of its own, and deletes them again, with their records in the audit, also after a
        failure or Ctrl-C.

        Examples:
          dotnet run --project smoke                          the local AWS, environment "local"
          dotnet run --project smoke -- --junit results.xml   the same, with results for a build server
          dotnet run --project smoke -- --environment staging --outputs cdk-outputs.json
                                                             AWS, as "cdk deploy --outputs-file cdk-outputs.json" left it,
                                                             with the usual credentials (AWS_PROFILE, aws sso login …)

        Ends with 0 where everything holds, 1 where something does not, 2 where nothing could be checked.
        """;

    /// <summary>The command.</summary>
    /// <param name="run">Runs it; gives the exit code.</param>
    public static RootCommand Create(Func<SmokeOptions, CancellationToken, Task<int>> run)
    {
        var environment = new Option<string>("--environment", "-e")
        {
            HelpName = "NAME",
            Description = "cdk/environments/NAME.json, or a path that ends in .json",
            DefaultValueFactory = _ => "local",
        };
        var outputs = new Option<string?>("--outputs")
        {
            HelpName = "FILE",
            Description = $"Outputs of the deployment ({SmokeOptions.LocalOutputs}); named without --endpoint, it is AWS that is checked",
        };
        var endpoint = new Option<Uri?>("--endpoint")
        {
            HelpName = "URL",
            Description = $"What stands in for AWS ({SmokeOptions.LocalEndpoint})",
            CustomParser = Address,
        };
        var region = new Option<string?>("--region") { HelpName = "REGION", Description = "Region (as the outputs say)" };
        var domain = new Option<string?>("--email-domain")
        {
            HelpName = "DOMAIN",
            Description = "Domain of the made-up users (one that the environment lets in)",
        };
        var junit = new Option<string?>("--junit") { HelpName = "FILE", Description = "Writes the results as JUnit XML" };
        var parallel = new Option<int>("--parallel")
        {
            HelpName = "N",
            Description = "How many checks run at a time; 1: one after another",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => 8,
        };
        var iKnow = new Option<bool>("--i-know") { Description = "Yes, make users in this production environment" };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "Make nothing: check what strangers can see, also of a production environment",
        };
        parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var n) || n is < 1 or > 64))
                result.AddError("--parallel must be 1 to 64.");
        });
        var command = new RootCommand(Description) { environment, outputs, endpoint, region, domain, junit, parallel, readOnly, iKnow };
        command.SetAction(
            (parsed, cancel) =>
                run(
                    new SmokeOptions
                    {
                        Environment = parsed.GetValue(environment)!,
                        Outputs = parsed.GetValue(outputs),
                        Endpoint = parsed.GetValue(endpoint),
                        Region = parsed.GetValue(region),
                        EmailDomain = parsed.GetValue(domain),
                        JUnit = parsed.GetValue(junit),
                        Parallel = parsed.GetValue(parallel) is > 0 and var n ? n : 8,
                        ReadOnly = parsed.GetValue(readOnly),
                        IKnow = parsed.GetValue(iKnow),
                    },
                    cancel
                )
        );
        return command;
    }

    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code: 2 for a command line that is not understood.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        Func<SmokeOptions, CancellationToken, Task<int>> run,
        TextWriter error
    )
    {
        var parsed = Create(run).Parse(args);
        // Ctrl-C is the run's own business: clean-up takes longer than a library would wait.
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        foreach (var mistake in parsed.Errors)
            await error.WriteLineAsync(mistake.Message);
        await error.WriteLineAsync("--help says what there is.");
        return 2;
    }

    private static Uri? Address(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens is [var only] ? only.Value : string.Empty;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        result.AddError($"--endpoint must be an address such as {SmokeOptions.LocalEndpoint}, not \"{text}\".");
        return null;
    }
}
