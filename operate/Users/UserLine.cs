using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CognitoStack.Operate.Users;

/// <summary>A user, as a line of an export says it.</summary>
internal sealed record UserLine
{
    /// <summary>What AWS keeps to itself, and no export has.</summary>
    public static readonly string[] NeverGiven =
    [
        "passwords and their history",
        "secrets of authenticator apps (TOTP)",
        "passkeys",
        "remembered devices",
        "refresh tokens: every user signs in anew",
        "history of sign-ins and its feedback",
    ];

    private static readonly string[] NotWritten = ["sub", "identities"];

    public required string Username { get; init; }
    public string? Sub { get; init; }
    public string? Status { get; init; }
    public bool Enabled { get; init; } = true;
    public double? Created { get; init; }

    /// <summary>Attributes without <c>sub</c> and <c>identities</c>, in order.</summary>
    public SortedDictionary<string, string> Attributes { get; init; } = new(StringComparer.Ordinal);
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Accounts at identity providers that are this user's.</summary>
    public IReadOnlyList<Identity> Identities { get; init; } = [];
    public string? PreferredMfa { get; init; }
    public IReadOnlyList<string> Mfa { get; init; } = [];

    /// <summary>In imports: a password that the user keeps.</summary>
    public string? Password { get; init; }

    /// <summary>In imports: what another system kept of a password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether the user is an identity provider's, and no account of the pool's own.</summary>
    [JsonIgnore]
    public bool IsExternal => Status == "EXTERNAL_PROVIDER";

    /// <summary>A user as ListUsers tells it.</summary>
    public static UserLine Of(JsonObject user, IEnumerable<string> groups, JsonObject? detail)
    {
        var attributes = Read(user[nameof(Attributes)] ?? user["UserAttributes"]);
        return new()
        {
            Username = user[nameof(Username)]!.ToString(),
            Sub = attributes.GetValueOrDefault("sub"),
            Status = user["UserStatus"]?.ToString(),
            Enabled = user[nameof(Enabled)]?.GetValue<bool>() ?? true,
            Created = user["UserCreateDate"]?.GetValue<double>(),
            Attributes = new(
                attributes.Where(a => !NotWritten.Contains(a.Key)).ToDictionary(a => a.Key, a => a.Value),
                StringComparer.Ordinal
            ),
            Groups = [.. groups.Order(StringComparer.Ordinal)],
            Identities = attributes.TryGetValue("identities", out var text) ? Identity.Parse(text) : [],
            PreferredMfa = detail?["PreferredMfaSetting"]?.ToString(),
            Mfa = [.. (detail?["UserMFASettingList"] as JsonArray ?? []).Select(m => m!.ToString()).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Names and values of a list of attributes.</summary>
    public static Dictionary<string, string> Read(JsonNode? attributes) =>
        (attributes as JsonArray ?? []).ToDictionary(a => a!["Name"]!.ToString(), a => a!["Value"]?.ToString() ?? "");

    public string Write() => JsonSerializer.Serialize(this, Json.Compact);

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static UserLine Parse(string line)
    {
        try
        {
            var user = JsonSerializer.Deserialize<UserLine>(line, Json.Compact);
            return user is { Username.Length: > 0 } ? user : throw new FormatException("it has no username");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message);
        }
    }
}

/// <summary>An account at an identity provider.</summary>
internal sealed record Identity(string ProviderName, string UserId)
{
    public static IReadOnlyList<Identity> Parse(string text) =>
        [
            .. (JsonNode.Parse(text) as JsonArray ?? [])
                .Select(i => new Identity(i!["providerName"]!.ToString(), i["userId"]!.ToString()))
                .OrderBy(i => i.ProviderName, StringComparer.Ordinal)
                .ThenBy(i => i.UserId, StringComparer.Ordinal),
        ];
}
