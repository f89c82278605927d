using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Does what the identity pool does with a token: accepts it or not, and chooses the role and the session tags.</summary>
public sealed class IdentityExchange(Deployment deployment)
{
    private readonly IdentityPoolRoles roles = new(deployment.Templates, deployment.IdentityPool);

    /// <summary>ARN of the role that a caller gets without asking for one; null where there is none.</summary>
    public string? RoleOf(Caller caller)
    {
        if (caller.IsGuest)
            return deployment.IdentityPool.Text("AllowUnauthenticatedIdentities") is "true" ? roles.Unauthenticated : null;
        if (!Accepts(caller))
            return null;
        if (MappingFor(caller) is not { } mapping)
            return roles.Authenticated;
        return mapping.Offers(TokenOf(caller), isAskedFor: false) is [var first, ..] ? first.Role
            : mapping.FallsBack ? roles.Authenticated
            : null;
    }

    /// <summary>ARNs of the roles that a caller may ask for by name (<c>CustomRoleArn</c>): those of their groups where groups decide, and of every
    /// rule that fits where rules do, since asking overrides the order of rules.</summary>
    public IReadOnlyList<string> RolesToChooseFrom(Caller caller) =>
        caller.IsGuest || !Accepts(caller) || MappingFor(caller) is not { } mapping
            ? []
            : [.. mapping.Offers(TokenOf(caller), isAskedFor: true).Select(o => o.Role).Distinct()];

    /// <summary>Session tags by name.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(Caller caller) =>
        caller.IsGuest
            ? new Dictionary<string, string>()
            : roles
                .TagClaims(caller.Provider)
                .Where(c => caller.Claims.ContainsKey(c.Value))
                .ToDictionary(c => c.Key, c => caller.Claims[c.Value]);

    private bool Accepts(Caller caller)
    {
        var pool = deployment.IdentityPool.Properties;
        return (pool["CognitoIdentityProviders"]?.AsArray() ?? []).Any(p =>
                p!["ProviderName"]?.ToString() == caller.Provider && p["ClientId"]?.ToString() == caller.ClientId
            )
            || pool["SupportedLoginProviders"]?[caller.Provider]?.ToString() == caller.ClientId
            || (pool["OpenIdConnectProviderARNs"]?.AsArray() ?? [])
                .Concat(pool["SamlProviderARNs"]?.AsArray() ?? [])
                .Any(a => a!.ToString() == caller.Provider);
    }

    private RoleMapping? MappingFor(Caller caller) => roles.MappingFor(caller.Provider, caller.ClientId);

    /// <summary>What the user pool writes into a token of a user's groups. The claim <c>cognito:preferred_role</c> has the role of the group with the
    /// lowest precedence, where that is clear.</summary>
    private RoleToken TokenOf(Caller caller)
    {
        var groups = GroupsOf(caller).ToList();
        var first = groups.Where(g => g.Precedence == groups.Min(x => x.Precedence)).Select(g => g.Role).Distinct().ToList();
        return new(
            claim => caller.Claims.GetValueOrDefault(claim),
            first is [var preferred] ? preferred : null,
            [.. groups.Select(g => g.Role)]
        );
    }

    private IEnumerable<(string Role, int Precedence)> GroupsOf(Caller caller) =>
        deployment
            .Templates.OfType("AWS::Cognito::UserPoolGroup")
            .Where(g => caller.Groups.Contains(g.Text("GroupName")!) && g.Text("RoleArn") is not null)
            .Select(g => (g.Text("RoleArn")!, g.Properties["Precedence"]?.GetValue<int>() ?? int.MaxValue));
}

/// <summary>Who asks the identity pool for credentials.</summary>
public sealed record Caller
{
    /// <summary>Whether there is no token at all.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Provider of the token.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <summary>Client that the token was made for.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>Groups of the user, by name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Claims of the token.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = new Dictionary<string, string>();
}
