using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Who may reach what (<c>AWS::Cognito::IdentityPool</c> and IAM roles).</summary>
public sealed record AccessConfiguration
{
    /// <summary>Role of visitors who have not signed in. Default: none, and no access.</summary>
    public string? Guests { get; init; }

    /// <summary>Role of users who have signed in and get no other. <c>null</c>: only groups and rules give a role.</summary>
    public string? Authenticated { get; init; } = "member";

    /// <summary>What a token gets whose role is not clear: nothing, or the authenticated role.</summary>
    public AmbiguousRole Ambiguous { get; init; } = AmbiguousRole.Deny;

    /// <summary>Claims that lead to a role; the first match wins. At most 25 for a client, where they take the place of groups.</summary>
    public IReadOnlyList<RoleRuleConfiguration> Rules { get; init; } = [];

    /// <summary>Session tags by the claims that they take their value from. Values should hold no <c>/</c>, <c>#</c> or <c>:</c>: the place of tenant <c>a</c> holds that of tenant <c>a/b</c>.</summary>
    [
        KeyPattern(
            "^(?![aA][wW][sS]:)[a-zA-Z0-9_.:/=+\\-@]{1,128}$",
            "must be 1 to 128 letters, digits and _ . : / = + - @, and not begin with aws:"
        ),
        ItemPattern(Patterns.Claim, Patterns.ClaimMessage)
    ]
    public IReadOnlyDictionary<string, string> PrincipalTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Providers whose tokens the identity pool takes without the user pool.</summary>
    public DirectProvidersConfiguration? DirectProviders { get; init; }

    /// <summary>Longest session of a role, 60 to 720 minutes.</summary>
    [Range(60, 720)]
    public int SessionMinutes { get; init; } = 60;

    /// <summary>Roles by name. Default: <c>member</c>, with a folder of the user's own in each bucket and items of their own in each table.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, RoleConfiguration>? Roles { get; init; }

    /// <summary>The roles in force.</summary>
    public IReadOnlyDictionary<string, RoleConfiguration> EffectiveRoles(StorageConfiguration storage) =>
        Roles ?? new Dictionary<string, RoleConfiguration> { ["member"] = OwnDataOnly(storage) };

    /// <summary>A role's grants: its own, and those of the roles that it extends.</summary>
    public IReadOnlyList<GrantConfiguration> EffectiveGrants(string role, StorageConfiguration storage)
    {
        var roles = EffectiveRoles(storage);
        var grants = new List<GrantConfiguration>();
        // Rules ask too, before it is known that every role exists and that none leads back to itself.
        var seen = new HashSet<string>();
        for (var name = role; name is not null && roles.TryGetValue(name, out var known) && seen.Add(name); name = known.Extends)
            grants.AddRange(known.Grants);
        return grants;
    }

    /// <summary>The rules that look at the tokens of a client, in the file's order.</summary>
    public IReadOnlyList<RoleRuleConfiguration> RulesFor(string client) => [.. Rules.Where(r => r.Client is null || r.Client == client)];

    private static RoleConfiguration OwnDataOnly(StorageConfiguration storage) =>
        new()
        {
            Grants =
            [
                .. storage.Buckets.Keys.Select(b => new GrantConfiguration
                {
                    Bucket = b,
                    Prefix = "users/{identityId}/",
                    Access = AccessKind.ReadWrite,
                }),
                .. storage.Tables.Keys.Select(t => new GrantConfiguration
                {
                    Table = t,
                    LeadingKey = "{identityId}",
                    Access = AccessKind.ReadWrite,
                }),
            ],
        };
}

/// <summary>What a token without a clear role gets (<c>AmbiguousRoleResolution</c>).</summary>
public enum AmbiguousRole
{
    Deny,
    Authenticated,
}

/// <summary>A claim that leads to a role (<c>MappingRule</c>).</summary>
public sealed record RoleRuleConfiguration
{
    /// <summary>Client whose tokens the rule looks at. Default: every client.</summary>
    public string? Client { get; init; }

    /// <summary>Claim of the ID token.</summary>
    [RegularExpression(Patterns.Claim, ErrorMessage = Patterns.ClaimMessage)]
    public required string Claim { get; init; }

    /// <summary>How the claim is compared. <c>notEquals</c> is skipped when the claim is absent.</summary>
    public RuleMatch Match { get; init; } = RuleMatch.Equals;

    /// <summary>Value to compare with, 1 to 128 characters.</summary>
    [Length(1, 128)]
    public required string Value { get; init; }

    /// <summary>Role of whoever matches.</summary>
    public required string Role { get; init; }
}

/// <summary>Comparisons of a role rule.</summary>
public enum RuleMatch
{
    Equals,
    NotEquals,
    Contains,
    StartsWith,
}

/// <summary>Providers of the identity pool itself.</summary>
public sealed record DirectProvidersConfiguration
{
    /// <summary>Google client ids. Several become an IAM OIDC provider for Google, of which an account can have one.</summary>
    [ItemPattern("^[a-zA-Z0-9.\\-_]{1,128}$", "must be a client id of Google")]
    public IReadOnlyList<string> Google { get; init; } = [];

    /// <summary>Facebook app id.</summary>
    [Length(1, 128)]
    public string? Facebook { get; init; }

    /// <summary>Login with Amazon app id.</summary>
    [Length(1, 128)]
    public string? Amazon { get; init; }

    /// <summary>Apple services id.</summary>
    [Length(1, 128)]
    public string? Apple { get; init; }

    /// <summary>ARNs of IAM OIDC providers.</summary>
    [ItemPattern("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", "must be the ARN of an IAM OIDC provider")]
    public IReadOnlyList<string> OidcProviderArns { get; init; } = [];

    /// <summary>ARNs of IAM SAML providers.</summary>
    [ItemPattern("^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/.+$", "must be the ARN of an IAM SAML provider")]
    public IReadOnlyList<string> SamlProviderArns { get; init; } = [];

    /// <summary>Whether there is none.</summary>
    [JsonIgnore]
    public bool IsEmpty => Google.Count + OidcProviderArns.Count + SamlProviderArns.Count == 0 && (Facebook ?? Amazon ?? Apple) is null;
}

/// <summary>A role (<c>AWS::IAM::Role</c>) that the identity pool gives to users.</summary>
public sealed record RoleConfiguration
{
    /// <summary>Role whose grants this one has too.</summary>
    public string? Extends { get; init; }

    /// <summary>What the role may reach.</summary>
    public IReadOnlyList<GrantConfiguration> Grants { get; init; } = [];
}

/// <summary>One thing that a role may reach: keys of a bucket under a prefix, or items of a table under a leading key.</summary>
public sealed partial record GrantConfiguration
{
    /// <summary>Bucket, one of <c>storage.buckets</c>.</summary>
    public string? Bucket { get; init; }

    /// <summary>Prefix of the keys, ending in <c>/</c>; <c>{identityId}</c> and <c>{tag:name}</c> stand for the user's own. Empty: the whole bucket.</summary>
    [RegularExpression(
        @"^([a-zA-Z0-9!_.'()\-{}:/]*/)?$",
        ErrorMessage = "must end in / and hold no * or ?, or be empty for the whole bucket"
    )]
    public string? Prefix { get; init; }

    /// <summary>Table, one of <c>storage.tables</c>.</summary>
    public string? Table { get; init; }

    /// <summary>Partition key of the items; <c>{identityId}</c> and <c>{tag:name}</c> stand for the user's own.</summary>
    [RegularExpression(@"^[a-zA-Z0-9!_.'()\-{}:/#]{1,255}$", ErrorMessage = "must be 1 to 255 characters without * or ?")]
    public string? LeadingKey { get; init; }

    /// <summary><c>read</c>, <c>write</c> or <c>readWrite</c>. <c>write</c> on a table reads, too: a write whose condition fails may answer with what stood there.</summary>
    public AccessKind Access { get; init; } = AccessKind.Read;

    /// <summary>Says outright that all users of the role share what the grant names.</summary>
    public bool SharedWithRole { get; init; }

    /// <summary>Prefix or leading key, whichever the grant has.</summary>
    [JsonIgnore]
    public string Place => Prefix ?? LeadingKey ?? string.Empty;

    /// <summary>Session tags that the place is made of, sorted.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Tags =>
        [.. TagPlaceholder().Matches(Place).Select(m => m.Groups["tag"].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{tag:(?<tag>[^{}]+)\}")]
    private static partial Regex TagPlaceholder();
}

/// <summary>What a grant allows.</summary>
public enum AccessKind
{
    Read,
    Write,
    ReadWrite,
}
