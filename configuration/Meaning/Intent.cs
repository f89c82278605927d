using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Who may do what, as the environment file means it. Worked out from the file alone: nothing here knows how policies are written.</summary>
public sealed partial record Intent
{
    /// <summary><c>access</c> of the environment file.</summary>
    public required AccessConfiguration Access { get; init; }

    /// <summary><c>storage</c> of the environment file.</summary>
    public required StorageConfiguration Storage { get; init; }

    /// <summary><c>groups</c> of the environment file.</summary>
    public required IReadOnlyDictionary<string, GroupConfiguration> Groups { get; init; }

    /// <summary><c>clients</c> of the environment file.</summary>
    public required IReadOnlyDictionary<string, ClientConfiguration> Clients { get; init; }

    /// <summary><c>identityProviders</c> of the environment file.</summary>
    public required IReadOnlyDictionary<string, IdentityProviderConfiguration> IdentityProviders { get; init; }

    /// <summary>The firewall before the user pool, or null.</summary>
    public WafConfiguration? Firewall { get; init; }

    /// <summary>What an environment file means.</summary>
    public static Intent Of(EnvironmentConfiguration environment) =>
        new()
        {
            Access = environment.Access,
            Storage = environment.Storage,
            Groups = environment.Groups,
            Clients = environment.Clients,
            IdentityProviders = environment.IdentityProviders,
            Firewall = environment.Firewall,
        };

    /// <summary>The roles by name.</summary>
    public IReadOnlyDictionary<string, RoleConfiguration> Roles => Access.EffectiveRoles(Storage);

    /// <summary>Clients that users sign in with.</summary>
    public IEnumerable<string> InteractiveClients => Clients.Where(c => c.Value.Type != ClientType.Machine).Select(c => c.Key);

    /// <summary>What a role may reach: its own grants, and those of the roles that it extends.</summary>
    public IReadOnlyList<GrantConfiguration> GrantsOf(string role) =>
        Roles[role].Extends is { } parent ? [.. Roles[role].Grants, .. GrantsOf(parent)] : Roles[role].Grants;

    /// <summary>Rules that look at the tokens of a client; where there are any, groups do not count.</summary>
    public IReadOnlyList<RoleRuleConfiguration> RulesOf(string client) =>
        [.. Access.Rules.Where(r => r.Client is null || r.Client == client)];

    /// <summary>Role of a user who signed in with a client; null: none.</summary>
    public string? RoleOf(string client, IReadOnlyList<string> groups, IReadOnlyDictionary<string, string> claims)
    {
        if (RulesOf(client).Count > 0)
            return RolesByRule(client, claims).FirstOrDefault() ?? Unclear();
        if (Groups.Values.All(g => g.Role is null))
            return Access.Authenticated;
        return groups
                .Select(g => Groups[g])
                .Where(g => g.Role is not null)
                .OrderBy(g => g.Precedence ?? int.MaxValue)
                .FirstOrDefault()
                ?.Role
            ?? Unclear();

        string? Unclear() => Access.Ambiguous == AmbiguousRole.Authenticated ? Access.Authenticated : null;
    }

    /// <summary>Roles that a user of a client may ask for by name: those of their groups, or of every rule that fits.</summary>
    public IReadOnlyList<string> RolesToChooseFrom(
        string client,
        IReadOnlyList<string> groups,
        IReadOnlyDictionary<string, string> claims
    ) => RulesOf(client).Count > 0 ? [.. RolesByRule(client, claims)] : [.. groups.Select(g => Groups[g].Role).OfType<string>()];

    private IEnumerable<string> RolesByRule(string client, IReadOnlyDictionary<string, string> claims) =>
        RulesOf(client).Where(r => claims.TryGetValue(r.Claim, out var claim) && Matches(r, claim)).Select(r => r.Role);

    /// <summary>Whether a role lets a person do something at a place.</summary>
    public bool Allows(string role, Person person, string action, Place place) =>
        GrantsOf(role)
            .Any(grant =>
                place switch
                {
                    ObjectPlace o => grant.Bucket == o.Bucket
                        && Bind(grant.Prefix!, person) is { } prefix
                        && o.Key.StartsWith(prefix, StringComparison.Ordinal)
                        && (
                            Reads(grant) && GrantedActions.ReadObjects.Contains(action)
                            || Writes(grant) && GrantedActions.WriteObjects.Contains(action)
                        ),
                    // Without a prefix a listing shows the whole bucket.
                    ListingPlace l => grant.Bucket == l.Bucket
                        && Bind(grant.Prefix!, person) is { } prefix
                        && Reads(grant)
                        && GrantedActions.ListObjects.Contains(action)
                        && (l.Prefix ?? string.Empty).StartsWith(prefix, StringComparison.Ordinal),
                    ItemsPlace i => grant.Table == i.Table
                        && Bind(grant.LeadingKey!, person) is { } key
                        && i.LeadingKeys is { Count: > 0 }
                        && i.LeadingKeys.All(k => k == key)
                        && (
                            Reads(grant) && GrantedActions.ReadItems.Contains(action)
                            || Writes(grant) && GrantedActions.WriteItems.Contains(action)
                        ),
                    _ => false,
                }
            );

    /// <summary>A place with a person's own values; null where the person lacks one: then nothing is theirs.</summary>
    public string? Bind(string pattern, Person person) =>
        Placeholder().Matches(pattern).Any(m => ValueOf(m.Groups[1].Value, person) is null)
            ? null
            : Placeholder().Replace(pattern, m => ValueOf(m.Groups[1].Value, person)!);

    private string? ValueOf(string placeholder, Person person) =>
        placeholder == "identityId"
            ? person.IdentityId
            : person.Claims.GetValueOrDefault(Access.PrincipalTags[placeholder["tag:".Length..]]);

    private static bool Reads(GrantConfiguration grant) => grant.Access != AccessKind.Write;

    private static bool Writes(GrantConfiguration grant) => grant.Access != AccessKind.Read;

    private static bool Matches(RoleRuleConfiguration rule, string claim) =>
        rule.Match switch
        {
            RuleMatch.Equals => claim == rule.Value,
            RuleMatch.NotEquals => claim != rule.Value,
            RuleMatch.Contains => claim.Contains(rule.Value, StringComparison.Ordinal),
            RuleMatch.StartsWith => claim.StartsWith(rule.Value, StringComparison.Ordinal),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Match, null),
        };

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
