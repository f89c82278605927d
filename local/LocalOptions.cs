using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Risk;

namespace CognitoStack.Local;

/// <summary>What the command line says.</summary>
public sealed record LocalOptions
{
    private const int StandardPort = 4566,
        StandardHttpsPort = 4567;

    /// <summary>Folder of the cloud assembly; null to deploy none, and take up what was deployed before.</summary>
    public string? Assembly { get; init; }

    /// <summary>Folder of users, data and names.</summary>
    public required string State { get; init; }

    /// <summary>Port on 127.0.0.1 and ::1; 0 for a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Port for TLS on the same addresses; 0 for a free one.</summary>
    public required int HttpsPort { get; init; }

    /// <summary>Whether tokens name this host as their issuer, and not AWS.</summary>
    public bool IsIssuer { get; init; }

    /// <summary>File of secrets that templates refer to; null for <c>secrets.json</c> in the state folder.</summary>
    public string? Secrets { get; init; }

    /// <summary>Who answers for the templates' identity providers.</summary>
    public ProviderTargets Providers { get; init; } = ProviderTargets.StandIns;

    /// <summary>The risk that every sign-in has, for a try; null where each is judged.</summary>
    public RiskLevel? Risk { get; init; }

    /// <summary>Whether types and properties that nothing here honours are listed, and no reason to reject a template.</summary>
    public bool AcceptsIgnored { get; init; }

    /// <summary>Whether templates are deployed anew whenever they change.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether to forget all state first.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether to end with the standard input.</summary>
    public bool UntilEof { get; init; }

    /// <summary>How far the services' clock is ahead of the machine's.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>Parses a command line and runs the host by it.</summary>
    public static Task<int> InvokeAsync(string[] args, Func<LocalOptions, CancellationToken, Task<int>> run)
    {
        var assembly = new Option<string>("--assembly")
        {
            Description = "Folder of the cloud assembly (what cdk synth writes).",
            DefaultValueFactory = _ => "cdk.out",
        };
        var state = new Option<string>("--state") { Description = "Folder of users, data and names.", DefaultValueFactory = _ => ".local" };
        var port = new Option<int>("--port")
        {
            Description = "Port on 127.0.0.1 and ::1; 0 takes a free one.",
            DefaultValueFactory = _ => StandardPort,
        };
        var httpsPort = new Option<int?>("--https-port")
        {
            Description =
                "Port for TLS on the same addresses; 0 takes a free one. Without it, 4567 beside the port 4566, and a free one beside any other.",
        };
        var issuer = new Option<string>("--issuer")
        {
            Description = "Whom tokens and discovery name as their issuer: aws, as deployed, or local, http://localhost:PORT/POOL_ID.",
            DefaultValueFactory = _ => "aws",
        };
        issuer.AcceptOnlyFromAmong("aws", "local");
        var secrets = new Option<string?>("--secrets")
        {
            Description = "JSON file of secrets that templates refer to: { \"prod/google\": { \"clientSecret\": \"…\" } }.",
        };
        var provider = new Option<string[]>("--provider")
        {
            HelpName = "NAME=real|ISSUER|METADATA",
            AllowMultipleArgumentsPerToken = false,
            Description =
                "Who answers for an identity provider of the templates: the real one with its secrets, another issuer (Okta=http://localhost:9000), or SAML metadata as a file or an address (Corp=./metadata.xml). A stand-in inside the host without it.",
        };
        provider.Validators.Add(RequireTargets);
        var risk = new Option<string?>("--risk")
        {
            Description =
                "The risk that every sign-in has, to see what threat protection does: none, low, medium or high. Without it each is judged; the header x-local-risk says it for one.",
        };
        risk.AcceptOnlyFromAmong("none", "low", "medium", "high");
        var watch = new Option<bool>("--watch") { Description = "Deploys templates anew whenever they change." };
        var bare = new Option<bool>("--bare")
        {
            Description =
                "Deploys nothing at its start: what was deployed before is there, and whatever a client of CloudFormation deploys.",
        };
        var acceptIgnored = new Option<bool>("--accept-ignored")
        {
            Description =
                "Lists types and properties that nothing here honours, where they come by CloudFormation; without it they are rejected.",
        };
        var fresh = new Option<bool>("--fresh") { Description = "Forgets all users and data first." };
        var untilEof = new Option<bool>("--until-eof")
        {
            Description = "Ends at the end of its standard input, and so with whoever holds the other end of it.",
        };
        var ahead = new Option<TimeSpan>("--clock-ahead")
        {
            HelpName = "HH:MM:SS",
            CustomParser = Ahead,
            Description =
                "Puts the services' clock ahead, to see what has expired by then. Functions keep the machine's, are refused for it, and so let nobody sign in anew.",
        };
        port.Validators.Add(RequirePort);
        httpsPort.Validators.Add(RequirePort);
        var root = new RootCommand(
            "An AWS of one process on this machine, to which synthesized templates are deployed: user pools with their triggers, identity pools, STS, S3 and DynamoDB under the deployed policies. `npm start` runs it."
        )
        {
            assembly,
            state,
            port,
            httpsPort,
            issuer,
            secrets,
            provider,
            risk,
            bare,
            acceptIgnored,
            watch,
            fresh,
            untilEof,
            ahead,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(httpsPort) is > 0 and var https && https == result.GetValue(port))
                result.AddError("--https-port must be another than --port.");
        });
        root.SetAction(
            (parsed, cancel) =>
                run(
                    new LocalOptions
                    {
                        Assembly = parsed.GetValue(bare) ? null : parsed.GetValue(assembly)!,
                        State = parsed.GetValue(state)!,
                        Port = parsed.GetValue(port),
                        HttpsPort = parsed.GetValue(httpsPort) ?? (parsed.GetValue(port) == StandardPort ? StandardHttpsPort : 0),
                        IsIssuer = parsed.GetValue(issuer) == "local",
                        Secrets = parsed.GetValue(secrets),
                        Providers = new(Targets(parsed.GetValue(provider) ?? []).ToDictionary(t => t[0], t => t[1])),
                        Risk = ForcedRisk.Parse(parsed.GetValue(risk)),
                        AcceptsIgnored = parsed.GetValue(acceptIgnored),
                        Watch = parsed.GetValue(watch),
                        Fresh = parsed.GetValue(fresh),
                        UntilEof = parsed.GetValue(untilEof),
                        ClockAhead = parsed.GetValue(ahead),
                    },
                    cancel
                )
        );
        return root.Parse(args).InvokeAsync();
    }

    private static void RequirePort(OptionResult result)
    {
        if (
            result.Tokens is [var only]
            && int.TryParse(only.Value, CultureInfo.InvariantCulture, out var wanted)
            && wanted is < 0 or > 65535
        )
            result.AddError($"{result.Option.Name} must be 0 to 65535.");
    }

    private static IEnumerable<string[]> Targets(IEnumerable<string> texts) => texts.Select(text => text.Split('=', 2));

    private static void RequireTargets(OptionResult result)
    {
        var texts = result.Tokens.Select(token => token.Value).ToList();
        if (texts.Find(text => text.Split('=', 2) is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
            result.AddError(
                $"{result.Option.Name} must be NAME=real, NAME=ISSUER or NAME=METADATA, such as Okta=http://localhost:9000, not \"{wrong}\"."
            );
        else if (Targets(texts).GroupBy(t => t[0]).FirstOrDefault(g => g.Count() > 1) is { } twice)
            result.AddError($"{result.Option.Name} names {twice.Key} twice: {string.Join(" and ", twice.Select(t => t[1]))}.");
    }

    private static TimeSpan Ahead(ArgumentResult result)
    {
        var text = result.Tokens is [var only] ? only.Value : string.Empty;
        if (TimeSpan.TryParseExact(text, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var ahead))
            return ahead;
        result.AddError($"--clock-ahead must be hours, minutes and seconds of less than a day, such as 01:01:00, not \"{text}\".");
        return default;
    }
}
