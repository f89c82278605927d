using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Settings;
using CognitoStack.Assurance.Symbolic;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>What is kept is reached over TLS alone; and so are the applications and providers that users are sent to and fro.</summary>
internal sealed class InTransit(EnvironmentConfiguration environment, TemplateSet templates)
{
    /// <summary>Services whose endpoints take plain HTTP too, so that a policy has to refuse it. Those of the others take HTTPS alone.</summary>
    /// <remarks>Source: AWS General Reference, "Service endpoints and quotas", the column "Protocol" of DynamoDB
    /// (https://docs.aws.amazon.com/general/latest/gr/ddb.html), S3 and SNS.</remarks>
    private static readonly Dictionary<string, (string Actions, string? Version)> TakingHttp = new()
    {
        [StoreTypes.Bucket] = ("s3:", "1.2"),
        [StoreTypes.Table] = ("dynamodb:", null),
        // Whoever reads a topic gets its messages sent.
        [StoreTypes.Topic] = ("sns:publish", null),
    };

    /// <summary>Properties that hold addresses, by type. Of what attributes are called (<c>http://schemas…</c>) nobody asks anything.</summary>
    private static readonly Dictionary<string, string[]> Addresses = new()
    {
        ["AWS::Cognito::UserPoolClient"] = ["CallbackURLs", "LogoutURLs", "DefaultRedirectURI"],
        ["AWS::Cognito::UserPoolIdentityProvider"] = ["ProviderDetails."],
        ["AWS::Cognito::Terms"] = ["Links."],
        ["AWS::IAM::OIDCProvider"] = ["Url"],
        [StoreTypes.Bucket] = ["CorsConfiguration."],
        ["AWS::SNS::Subscription"] = ["Protocol", "Endpoint"],
    };

    private readonly PolicyReader reader = new(templates.Identities);
    private readonly Solver solver = new(Counterexamples.Usual);
    private readonly ILookup<string, GuardedResource> policies = GuardedResource.AllOf(templates).ToLookup(g => g.Resource.Arn);

    /// <summary>How many questions were asked, each for all requests.</summary>
    public int Questions { get; private set; }

    /// <summary>Requests without TLS, or by an old version of it, that a store does not refuse.</summary>
    public IEnumerable<Difference> Of(Holding holding)
    {
        if (!TakingHttp.TryGetValue(holding.Resource.Type, out var taken))
            return [];
        try
        {
            return [.. Unrefused(holding, taken.Actions, taken.Version)];
        }
        catch (UndecidedException undecided)
        {
            return [AtRest.Differs(holding, "refuses requests without TLS by", "a policy that can be decided", undecided.Message)];
        }
    }

    private IEnumerable<Difference> Unrefused(Holding holding, string actions, string? version)
    {
        Region[] refused = [.. policies[holding.Resource.Arn].SelectMany(p => p.Read(reader, "Deny", Side.Narrow))];
        Literal[] any =
        [
            new(
                StatementReader.Action,
                Quantifier.Any,
                new TextTest([actions.EndsWith(':') ? Pattern.Of(actions) + Pattern.Anything : Pattern.Of(actions)], ignoresCase: true)
            ),
            new(StatementReader.Resource, Quantifier.Any, new TextTest(StoreTypes.Within(holding.Resource))),
            new(StatementReader.Principal, Quantifier.Present),
        ];
        List<Region> asked = [new("plain HTTP", [.. any, Secure("false")])];
        if (version is not null)
            asked.Add(
                new(
                    $"TLS before {version}",
                    [
                        .. any,
                        Secure("true"),
                        new("s3:tlsversion", Quantifier.Any, OrderedTest.Number("LessThan", [version], OrderedTest.ReadNumber)),
                    ]
                )
            );
        foreach (var region in asked)
        {
            Questions++;
            if (solver.Outside(region, refused) is { } request)
                yield return AtRest.Differs(
                    holding,
                    "is reached by",
                    $"no request over {region.Source}",
                    $"{Said(request, StatementReader.Action)} on {Said(request, StatementReader.Resource)}"
                );
        }
    }

    private static Literal Secure(string value) => new("aws:securetransport", Quantifier.Any, new TextTest([Pattern.Of(value)]));

    /// <summary>Addresses that people, providers and messages are sent to: tokens, codes and assertions go there.</summary>
    public IEnumerable<Difference> OfAddresses()
    {
        foreach (var (type, paths) in Addresses)
        foreach (var resource in templates.OfType(type))
        foreach (var (path, values) in Leaves.Of(resource).Where(l => paths.Any(p => l.Key.StartsWith(p, StringComparison.Ordinal))))
        foreach (var value in values.Where(v => v == "http" || v.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || !address.IsLoopback)
                yield return new(resource.LogicalId, "sends to", $"{path} ({type})", "addresses with TLS", value, string.Empty);
        foreach (var domain in templates.OfType("AWS::Cognito::UserPoolDomain").Where(d => d.Name.Contains('.', StringComparison.Ordinal)))
            if (
                environment.Domain.CertificateArn is not { } certificate
                || domain.Properties["CustomDomainConfig"]?["CertificateArn"]?.ToString() != certificate
            )
                yield return new(
                    domain.LogicalId,
                    "shows",
                    $"CustomDomainConfig.CertificateArn ({domain.Type})",
                    $"{environment.Domain.CertificateArn ?? "no domain of one's own"} (domain.certificateArn of the file)",
                    domain.Properties["CustomDomainConfig"]?["CertificateArn"]?.ToString() ?? "nothing",
                    string.Empty
                );
    }

    private static string Said(FoundRequest request, string key) =>
        string.Join(", ", request.Values.GetValueOrDefault(key, []).Select(v => $"{new Pattern(v)}"));
}
