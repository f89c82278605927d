using System.Text.Json.Nodes;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Does what the identity pool does with a token: accepts it or not, and chooses the role and the session tags.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using role-based access control" and "Using attributes for access control".</remarks>
public sealed class IdentityExchange(Deployment deployment)
{
    private JsonObject Pool => deployment.IdentityPool.Properties;

    /// <summary>ARN of the role that a caller gets without asking for one; null where there is none.</summary>
    public string? RoleOf(Caller caller)
    {
        if (caller.IsGuest) return Pool["AllowUnauthenticatedIdentities"]?.ToString() is "true" ? Default("unauthenticated") : null;
        if (!Accepts(caller)) return null;
        if (MappingFor(caller) is not { } mapping) return Default("authenticated");
        var role = mapping["Type"]?.ToString() == "Rules" ? ByRules(mapping, caller).FirstOrDefault() : Preferred(caller);
        return role ?? (mapping["AmbiguousRoleResolution"]?.ToString() == "AuthenticatedRole" ? Default("authenticated") : null);
    }

    /// <summary>ARNs of the roles that a caller may ask for by name (<c>CustomRoleArn</c>): those of their groups where groups decide, and of every
    /// rule that fits where rules do, since asking overrides the order of rules.</summary>
    public IReadOnlyList<string> RolesToChooseFrom(Caller caller) => caller.IsGuest || !Accepts(caller) ? [] : MappingFor(caller) switch
    {
        null => [],
        var mapping when mapping["Type"]?.ToString() == "Rules" => [.. ByRules(mapping, caller).Distinct()],
        _ => [.. GroupsOf(caller).Select(g => g.Role).Distinct()],
    };

    /// <summary>Session tags by name.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(Caller caller)
    {
        if (caller.IsGuest) return new Dictionary<string, string>();
        var mapping = deployment.Templates.OfType("AWS::Cognito::IdentityPoolPrincipalTag")
            .FirstOrDefault(t => t.Text("IdentityPoolId") == deployment.IdentityPool.Name && t.Text("IdentityProviderName") == caller.Provider);
        if (mapping is null) return new Dictionary<string, string>();
        var claims = mapping.Text("UseDefaults") == "true"
            ? new Dictionary<string, string> { ["username"] = "sub", ["client"] = "aud" }
            : mapping.Properties["PrincipalTags"]!.AsObject().ToDictionary(t => t.Key, t => t.Value!.ToString());
        return claims.Where(c => caller.Claims.ContainsKey(c.Value)).ToDictionary(c => c.Key, c => caller.Claims[c.Value]);
    }

    private bool Accepts(Caller caller) =>
        (Pool["CognitoIdentityProviders"]?.AsArray() ?? []).Any(p => p!["ProviderName"]?.ToString() == caller.Provider && p["ClientId"]?.ToString() == caller.ClientId)
        || Pool["SupportedLoginProviders"]?[caller.Provider]?.ToString() == caller.ClientId
        || (Pool["OpenIdConnectProviderARNs"]?.AsArray() ?? []).Concat(Pool["SamlProviderARNs"]?.AsArray() ?? []).Any(a => a!.ToString() == caller.Provider);

    private JsonObject? MappingFor(Caller caller) =>
        (deployment.Attachment.Properties["RoleMappings"]?.AsObject() ?? []).Select(m => m.Value!.AsObject())
            .FirstOrDefault(m => m["IdentityProvider"]?.ToString() is { } provider && (provider == $"{caller.Provider}:{caller.ClientId}" || provider == caller.Provider));

    private string? Default(string kind) => deployment.Attachment.Properties["Roles"]?[kind]?.ToString();

    /// <summary>The claim <c>cognito:preferred_role</c>: the role of the group with the lowest precedence, where that is clear.</summary>
    private string? Preferred(Caller caller)
    {
        var groups = GroupsOf(caller).ToList();
        if (groups.Count == 0) return null;
        var first = groups.Where(g => g.Precedence == groups.Min(x => x.Precedence)).Select(g => g.Role).Distinct().ToList();
        return first.Count == 1 ? first[0] : null;
    }

    private IEnumerable<(string Role, int Precedence)> GroupsOf(Caller caller) =>
        deployment.Templates.OfType("AWS::Cognito::UserPoolGroup")
            .Where(g => caller.Groups.Contains(g.Text("GroupName")!) && g.Text("RoleArn") is not null)
            .Select(g => (g.Text("RoleArn")!, g.Properties["Precedence"]?.GetValue<int>() ?? int.MaxValue));

    private static IEnumerable<string> ByRules(JsonObject mapping, Caller caller) =>
        mapping["RulesConfiguration"]!["Rules"]!.AsArray()
            .Where(rule => caller.Claims.TryGetValue(rule!["Claim"]!.ToString(), out var claim) && Matches(rule["MatchType"]!.ToString(), claim, rule["Value"]!.ToString()))
            .Select(rule => rule!["RoleARN"]!.ToString());

    private static bool Matches(string match, string claim, string value) => match switch
    {
        "Equals" => claim == value,
        "NotEqual" => claim != value,
        "Contains" => claim.Contains(value, StringComparison.Ordinal),
        "StartsWith" => claim.StartsWith(value, StringComparison.Ordinal),
        _ => throw new TemplateException($"A role mapping rule matches by \"{match}\", which is not known."),
    };
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
