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

    /// <summary><c>ALLOWED_GROUPS_BY_CLIENT</c>: app clients, by name, that only members of these groups may use; a JSON object.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> AllowedGroupsByClient { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary><c>LINK_TRUSTED_PROVIDERS</c>: identity providers whose word on an e-mail address links an account.</summary>
    public ImmutableArray<string> TrustedProviders { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">A variable has a value that is none of its own.</exception>
    public static GateSettings FromEnvironment(IReadOnlyDictionary<string, string> environment) => new()
    {
        Rules = SignInRules.FromEnvironment(environment),
        DenyListTable = environment.GetValueOrDefault("DENY_LIST_TABLE_NAME", ""),
        AllowOnFailure = environment.GetValueOrDefault("ON_FAILURE", "") switch
        {
            "allow" => true,
            "deny" or "" => false,
            var other => throw new ConfigurationException("ON_FAILURE", other, "deny or allow"),
        },
        AllowedGroupsByClient = Groups(environment.GetValueOrDefault("ALLOWED_GROUPS_BY_CLIENT", "")),
        TrustedProviders = Providers(environment),
    };

    private static ImmutableDictionary<string, ImmutableArray<string>> Groups(string value)
    {
        if (value.Length == 0)
            return ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        try
        {
            using var json = JsonDocument.Parse(value, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.EnumerateObject().ToImmutableDictionary(client => client.Name, client => Names(client.Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ConfigurationException("ALLOWED_GROUPS_BY_CLIENT", value, """JSON such as {"portal":["admins"]}""");
        }
    }

    // A client that no group may use is a slip, not a rule.
    private static ImmutableArray<string> Names(JsonElement groups)
    {
        var names = groups.EnumerateArray().Select(group => group.GetString() ?? "").ToImmutableArray();
        return names.Length > 0 && !names.Contains("") ? names : throw new JsonException();
    }

    private static ImmutableArray<string> Providers(IReadOnlyDictionary<string, string> environment)
    {
        const string variable = "LINK_TRUSTED_PROVIDERS";
        var names = environment.List(variable);
        return names.Contains("")
            ? throw new ConfigurationException(variable, environment[variable], "names of identity providers, separated by commas")
            : [.. names];
    }
}
