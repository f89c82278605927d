using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Configuration;

namespace CognitoStack.Smoke.People;

/// <summary>Who the scenario needs, as the environment file has it: nothing here has asked AWS yet.</summary>
internal sealed class Casting
{
    private static readonly string[] Names =
    [
        "cleo",
        "dora",
        "eli",
        "fay",
        "gus",
        "hana",
        "ivo",
        "jana",
        "kim",
        "lou",
        "mia",
        "nils",
        "olga",
        "pia",
        "quin",
        "rosa",
    ];
    private readonly EnvironmentConfiguration environment;
    private readonly string run;
    private int named;

    /// <param name="environment">The environment file.</param>
    /// <param name="run">What sets this run apart.</param>
    /// <param name="hasStandIns">Whether people can be made up at identity providers.</param>
    public Casting(EnvironmentConfiguration environment, string run, bool hasStandIns)
    {
        (this.environment, this.run) = (environment, run);
        Intent = Intent.Of(environment);
        Clients = [.. environment.Clients.Where(c => c.Value.SignsInAtThePool).Select(c => c.Key)];
        // Open to all, and public, if there is such a one.
        MainClient =
            Clients.OrderBy(c => GroupsFor(c).Count > 0).ThenBy(c => environment.Clients[c].Type == ClientType.Web).FirstOrDefault()
            ?? string.Empty;
        var (groups, attributes) = Ordinary();
        Ada = Cast("ada", string.Empty, MainClient, groups, attributes);
        Ben = Cast("ben", string.Empty, MainClient, groups, attributes);
        Members = [.. environment.Groups.Where(g => g.Value.Role is not null).Select(g => Cast(null, g.Key, ClientForGroups, [g.Key], []))];
        Rules =
        [
            .. Clients
                .SelectMany(c => Intent.RulesOf(c).Select(rule => (Client: c, Rule: rule)))
                .DistinctBy(r => r.Rule)
                .Select(r => (r.Client, r.Rule, Fitting(r.Client, r.Rule))),
        ];
        Untagged =
            Ada.Role is { } role && Intent.GrantsOf(role).Any(g => g.Tags.Count > 0) && Tags().Count > 0
                ? Cast(null, $"without {string.Join(", ", Tags().Keys)}", MainClient, groups, attributes, tagged: false)
                : null;
        Offers =
        [
            .. environment
                .Clients.Where(c => c.Value is { IsInteractive: true, CallbackUrls.Count: > 0 } && GroupsFor(c.Key).Count == 0)
                .SelectMany(c => (c.Value.IdentityProviders ?? []).Where(environment.IdentityProviders.ContainsKey).Select(p => (c.Key, p)))
                .DistinctBy(o => o.p),
        ];
        if (hasStandIns && Offers is [.., var (client, provider)])
            Federated = Cast("fritz", $"of {provider}", client, [], [], tagged: false) with { Provider = provider };
    }

    /// <summary>Identity providers other than the pool, each with a client that is for everybody, has pages and offers it.</summary>
    public IReadOnlyList<(string Client, string Provider)> Offers { get; }

    /// <summary>Somebody of such a provider; null where nobody can be made up there.</summary>
    public Subject? Federated { get; }

    /// <summary>What the environment file means.</summary>
    public Intent Intent { get; }

    /// <summary>App clients that take a password.</summary>
    public IReadOnlyList<string> Clients { get; }

    /// <summary>The client that ordinary users sign in with.</summary>
    public string MainClient { get; }

    /// <summary>An ordinary user.</summary>
    public Subject Ada { get; }

    /// <summary>Another one.</summary>
    public Subject Ben { get; }

    /// <summary>An ordinary user without the attributes that tags are made of; null where tags lead nowhere.</summary>
    public Subject? Untagged { get; }

    /// <summary>A member of each group that gives a role.</summary>
    public IReadOnlyList<Subject> Members { get; }

    /// <summary>The rules that give roles, each with somebody who fits; null where nobody can be made to.</summary>
    public IReadOnlyList<(string Client, RoleRuleConfiguration Rule, Subject? Subject)> Rules { get; }

    /// <summary>Those whose access is tried place by place: ordinary users, and one of each other role.</summary>
    public IReadOnlyList<Subject> Visitors =>
        [
            Ada,
            Ben,
            .. Members
                .Concat(Rules.Select(r => r.Subject).OfType<Subject>())
                .Where(s => s.Role is not null && s.Role != Ada.Role)
                .DistinctBy(s => s.Role),
            .. Untagged is null ? Enumerable.Empty<Subject>() : [Untagged],
            .. Federated is null ? Enumerable.Empty<Subject>() : [Federated],
        ];

    /// <summary>Claims of somebody made up at a provider, under the names by which the user pool knows them, too.</summary>
    public Dictionary<string, string> ClaimsOf(string provider, string subject, string email)
    {
        var configuration = environment.IdentityProviders[provider];
        Dictionary<string, string> claims = new()
        {
            ["email"] = email,
            ["email_verified"] = "true",
            ["name"] = $"smoke {subject}",
            ["given_name"] = "smoke",
            ["family_name"] = subject,
        };
        foreach (var (attribute, claim) in configuration.EffectiveAttributes)
        {
            if (claims.TryGetValue(attribute, out var value))
                claims.TryAdd(claim, value);
        }
        if (configuration is GoogleConfiguration)
            claims["hd"] = email[(email.IndexOf('@') + 1)..];
        // Their people have numbers; of a name with letters the gate would not know how the provider spells it.
        claims["sub"] = configuration is GoogleConfiguration or FacebookConfiguration
            ? $"1{new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(subject)), isUnsigned: true) % BigInteger.Pow(10, 20):D20}"
            : subject;
        return claims;
    }

    /// <summary>Why nobody can sign in here; null: they can.</summary>
    public string? CannotSignIn =>
        Clients.Count == 0 ? "no app client of this environment takes passwords"
        : environment.UserPool.Mfa.Mode == MfaMode.Required ? "users need a second factor here, which made-up ones do not have"
        : null;

    /// <summary>Whether clients offer more than one way of proving who one is.</summary>
    public bool OffersChoice => environment.UserPool.FirstFactors.Any(f => f != FirstFactor.Password);

    /// <summary>Groups that a client is for; empty: everybody.</summary>
    public IReadOnlyList<string> GroupsFor(string client) => environment.SignInRules?.AllowedGroupsByClient.GetValueOrDefault(client) ?? [];

    /// <summary>One more ordinary user, for a check that spoils them.</summary>
    public Subject Extra(string name, string client) => Ada with { Name = name, Client = client, What = string.Empty };

    /// <summary>Somebody in a group, who signs in with a client that is for it.</summary>
    public Subject InGroup(string name, string client, string group) => Cast(name, group, client, [group], []);

    /// <summary>The same people with made-up identities: for the names of checks.</summary>
    public static Person OnPaper(Subject subject) => new(subject.Name, $"{subject.Name}-identity", Claims(subject));

    private string ClientForGroups =>
        Clients.FirstOrDefault(c => c == MainClient && Intent.RulesOf(c).Count == 0)
        ?? Clients.FirstOrDefault(c => Intent.RulesOf(c).Count == 0)
        ?? MainClient;

    private Subject Cast(
        string? name,
        string what,
        string client,
        IReadOnlyList<string> groups,
        Dictionary<string, string> attributes,
        bool tagged = true
    )
    {
        name ??= Names[named++ % Names.Length];
        // Whom a gate would keep out of the client is let into the first group that it opens for.
        if (GroupsFor(client) is [var first, ..] allowed && !allowed.Intersect(groups).Any())
            groups = [.. groups, first];
        var all = (tagged ? Tags().ToDictionary(t => t.Value, _ => $"{run}-{name}") : [])
            .Concat(attributes)
            .GroupBy(a => a.Key)
            .ToDictionary(a => a.Key, a => a.Last().Value);
        var subject = new Subject(name, what, client, groups, all, null);
        return subject with { Role = client.Length == 0 ? null : Intent.RoleOf(client, groups, Claims(subject)) };
    }

    // The first way to a role under which users have something of their own: in no group, in one, or by a rule.
    private Way Ordinary()
    {
        var nothing = new Way([], []);
        if (Clients.Count == 0)
            return nothing;
        Way[] ways =
        [
            nothing,
            .. environment.Groups.Keys.Select(g => new Way([g], [])),
            .. Intent
                .RulesOf(MainClient)
                .Where(r => r.Claim.StartsWith("custom:", StringComparison.Ordinal))
                .Select(r => new Way([], new() { [r.Claim] = Value(r) })),
        ];
        return ways.FirstOrDefault(w => HasOwn(Cast("ada", string.Empty, MainClient, w.Groups, w.Attributes).Role), nothing);

        bool HasOwn(string? role) =>
            role is not null && Intent.GrantsOf(role).Any(g => g.Place.Contains("{identityId}", StringComparison.Ordinal));
    }

    private Subject? Fitting(string client, RoleRuleConfiguration rule)
    {
        if (rule.Claim == "cognito:groups")
        {
            return environment.Groups.Keys.FirstOrDefault(g => Fits(rule, g)) is { } group ? Cast(null, group, client, [group], []) : null;
        }

        return environment.UserPool.Attributes.ContainsKey(rule.Claim) && rule.Claim != SignInAuditConfiguration.LastSignInAttribute
            ? Cast(null, $"{rule.Claim} {Value(rule)}", client, [], new() { [rule.Claim] = Value(rule) })
            : null;
    }

    private static bool Fits(RoleRuleConfiguration rule, string value) =>
        rule.Match switch
        {
            RuleMatch.Equals => value == rule.Value,
            RuleMatch.NotEquals => value != rule.Value,
            RuleMatch.Contains => value.Contains(rule.Value, StringComparison.Ordinal),
            RuleMatch.StartsWith => value.StartsWith(rule.Value, StringComparison.Ordinal),
            _ => throw new UnreachableException($"{rule.Match}"),
        };

    private static string Value(RoleRuleConfiguration rule) => rule.Match == RuleMatch.NotEquals ? $"not-{rule.Value}" : rule.Value;

    /// <summary>Claims by the tags that they become, as far as an administrator can set them.</summary>
    private Dictionary<string, string> Tags() =>
        environment
            .Access.PrincipalTags.Where(t =>
                environment.UserPool.Attributes.TryGetValue(t.Value, out var a)
                && a.Type == Configuration.AttributeType.Text
                && t.Value is not ("email" or SignInAuditConfiguration.LastSignInAttribute)
            )
            .ToDictionary();

    private static Dictionary<string, string> Claims(Subject subject)
    {
        var claims = subject.Attributes.ToDictionary();
        claims["sub"] = claims["cognito:username"] = $"sub-{subject.Name}";
        claims["email"] = $"{subject.Name}@example.com";
        claims["email_verified"] = "true";
        if (subject.Groups.Count > 0)
            claims["cognito:groups"] = string.Join(',', subject.Groups);
        return claims;
    }

    private sealed record Way(IReadOnlyList<string> Groups, Dictionary<string, string> Attributes);
}
