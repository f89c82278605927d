using System.Collections.Immutable;
using System.Text.Json;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>What the gate is told by its environment variables; each of them is optional.</summary>
public sealed record GateSettings
{
    /// <summary>The rules on e-mail addresses.</summary>
    public SignInRules Rules { get; init; } = new();

    /// <summary><c>DENY_LIST_TABLE_NAME</c>: the DynamoDB table of whom to refuse; empty, there is none.</summary>
    public string DenyListTable { get; init; } = "";

    /// <summary><c>ON_FAILURE</c>: may a sign-in go on that the gate could not judge in time? "deny" (the default) or "allow".</summary>
    public bool AllowOnFailure { get; init; }

    /// <summary>
    /// <c>ALLOWED_GROUPS_BY_CLIENT</c>: app clients, by the parameter that has the client's ID, that only members of these groups may use;
    /// a JSON object.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> AllowedGroupsByClient { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary><c>LINK_TRUSTED_PROVIDERS</c>: identity providers whose word on an e-mail address links an account.</summary>
    public ImmutableArray<string> TrustedProviders { get; init; } = [];

    /// <summary>
    /// <c>LINK_SUBJECT_ATTRIBUTES</c>: the attributes to which trusted providers' subjects are mapped, by provider; a JSON object.
    /// </summary>
    public ImmutableDictionary<string, string> SubjectAttributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// <c>LINK_HOSTED_DOMAIN_ATTRIBUTES</c>: those trusted providers that are Google, with the attribute to which the claim <c>hd</c> is
    /// mapped, or null; a JSON object.
    /// </summary>
    public ImmutableDictionary<string, string?> HostedDomainAttributes { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">A variable has a value that is none of its own.</exception>
    public static GateSettings FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        new()
        {
            Rules = SignInRules.FromEnvironment(environment),
            DenyListTable = environment.GetValueOrDefault(FunctionVariables.DenyListTableName, ""),
            AllowOnFailure = environment.GetValueOrDefault(FunctionVariables.OnFailure, "") switch
            {
                "allow" => true,
                "deny" or "" => false,
                var other => throw new ConfigurationException(FunctionVariables.OnFailure, other, "deny or allow"),
            },
            AllowedGroupsByClient = Map(
                environment,
                FunctionVariables.AllowedGroupsByClient,
                Names,
                """{"/cognitostack/prod/ClientIdPortal":["admins"]}"""
            ),
            TrustedProviders = Providers(environment),
            SubjectAttributes = Map(environment, FunctionVariables.LinkSubjectAttributes, Name, """{"Okta":"custom:subject"}"""),
            HostedDomainAttributes = Map(
                environment,
                FunctionVariables.LinkHostedDomainAttributes,
                value => value.ValueKind == JsonValueKind.Null ? null : Name(value),
                """{"Google":"custom:hostedDomain"}"""
            ),
        };

    private static ImmutableDictionary<string, T> Map<T>(
        IReadOnlyDictionary<string, string> environment,
        string variable,
        Func<JsonElement, T> read,
        string example
    )
    {
        var value = environment.GetValueOrDefault(variable, "");
        if (value.Length == 0)
            return ImmutableDictionary<string, T>.Empty;
        try
        {
            using var json = JsonDocument.Parse(value, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.EnumerateObject().ToImmutableDictionary(property => property.Name, property => read(property.Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ConfigurationException(variable, value, $"JSON such as {example}");
        }
    }

    private static string Name(JsonElement value) => value.GetString() is { Length: > 0 } name ? name : throw new JsonException();

    // A client that no group may use is a slip, not a rule.
    private static ImmutableArray<string> Names(JsonElement groups)
    {
        var names = groups.EnumerateArray().Select(Name).ToImmutableArray();
        return names.Length > 0 ? names : throw new JsonException();
    }

    private static ImmutableArray<string> Providers(IReadOnlyDictionary<string, string> environment)
    {
        const string variable = FunctionVariables.LinkTrustedProviders;
        var names = environment.List(variable);
        return names.Contains("")
            ? throw new ConfigurationException(variable, environment[variable], "names of identity providers, separated by commas")
            : [.. names];
    }
}
