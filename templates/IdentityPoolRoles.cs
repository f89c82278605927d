using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>How an identity pool chooses the role and the session tags of a token.</summary>
/// <remarks>Sources: Amazon Cognito Developer Guide, "Using role-based access control"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html) and "Using attributes for access control"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html).</remarks>
/// <param name="set">The templates.</param>
/// <param name="pool">The identity pool.</param>
public sealed class IdentityPoolRoles(TemplateSet set, Resource pool)
{
    /// <summary>The role of everybody who has signed in; null where there is none.</summary>
    public string? Authenticated => Default("authenticated");

    /// <summary>The role of guests; null where there is none.</summary>
    public string? Unauthenticated => Default("unauthenticated");

    private JsonObject? Attachment => Attached("AWS::Cognito::IdentityPoolRoleAttachment").FirstOrDefault()?.Properties;

    /// <summary>The mapping for tokens of a provider and client; null where the role of everybody counts.</summary>
    public RoleMapping? MappingFor(string provider, string client) =>
        (Attachment?["RoleMappings"]?.AsObject() ?? [])
            // The key of a mapping stands for its provider where it names none.
            .Select(m => new RoleMapping(m.Value!["IdentityProvider"]?.ToString() ?? m.Key, m.Value.AsObject()))
            .FirstOrDefault(m => m.Provider == $"{provider}:{client}" || m.Provider == provider);

    /// <summary>Which claims become session tags for the users of a provider: claim by tag.</summary>
    public IReadOnlyDictionary<string, string> TagClaims(string provider)
    {
        var mapping = Attached("AWS::Cognito::IdentityPoolPrincipalTag").FirstOrDefault(t => t.Text("IdentityProviderName") == provider);
        if (mapping is null)
            return new Dictionary<string, string>();
        return mapping.Text("UseDefaults") == "true"
            ? new Dictionary<string, string> { ["username"] = "sub", ["client"] = "aud" }
            : (mapping.Properties["PrincipalTags"]?.AsObject() ?? []).ToDictionary(t => t.Key, t => t.Value!.ToString());
    }

    private string? Default(string kind) => Attachment?["Roles"]?[kind]?.ToString() is { Length: > 0 } role ? role : null;

    private IEnumerable<Resource> Attached(string type) => set.OfType(type).Where(r => r.Text("IdentityPoolId") == pool.Name);
}

/// <summary>A role mapping of one provider.</summary>
/// <param name="provider">The provider, with a client or without.</param>
/// <param name="mapping">What the template says.</param>
public sealed class RoleMapping(string provider, JsonObject mapping)
{
    /// <summary>The provider, with a client or without.</summary>
    public string Provider => provider;

    /// <summary>Whether a token that decides no role leads to that of everybody who has signed in.</summary>
    public bool FallsBack =>
        mapping["AmbiguousRoleResolution"]?.ToString() switch
        {
            "AuthenticatedRole" => true,
            "Deny" or null => false,
            var other => throw Unknown("resolves ambiguity by", other),
        };

    /// <summary>The roles that a token leads to, the first of which counts; or all that its user may ask for by name.</summary>
    /// <param name="token">The token.</param>
    /// <param name="isAskedFor">Whether the user asks for one by name (<c>CustomRoleArn</c>).</param>
    public IReadOnlyList<RoleOffer> Offers(RoleToken token, bool isAskedFor)
    {
        ArgumentNullException.ThrowIfNull(token);
        return mapping["Type"]?.ToString() switch
        {
            "Rules" => [.. ByRules(token)],
            "Token" when isAskedFor => [.. token.Roles.Select(role => new RoleOffer(role, "cognito:roles"))],
            "Token" => token.Preferred is { } preferred ? [new(preferred, "cognito:preferred_role")] : [],
            var other => throw Unknown("has the type", other),
        };
    }

    private IEnumerable<RoleOffer> ByRules(RoleToken token) =>
        from rule in mapping["RulesConfiguration"]?["Rules"]?.AsArray() ?? []
        let claim = token.Claim(rule["Claim"]!.ToString())
        where claim is not null && Matches(rule["MatchType"]!.ToString(), claim, rule["Value"]!.ToString())
        select new RoleOffer(rule["RoleARN"]!.ToString(), $"rule: {rule["Claim"]} {rule["MatchType"]} {rule["Value"]}");

    private bool Matches(string match, string claim, string value) =>
        match switch
        {
            "Equals" => claim == value,
            "NotEqual" => claim != value,
            "Contains" => claim.Contains(value, StringComparison.Ordinal),
            "StartsWith" => claim.StartsWith(value, StringComparison.Ordinal),
            _ => throw Unknown("has a rule that matches by", match),
        };

    private TemplateException Unknown(string what, string? value) =>
        new($"The role mapping of {provider} {what} \"{value}\", which is not known.");
}

/// <summary>What of a token decides about roles.</summary>
/// <param name="Claim">A claim as text; null where the token has none of the name.</param>
/// <param name="Preferred"><c>cognito:preferred_role</c>, or null.</param>
/// <param name="Roles"><c>cognito:roles</c>.</param>
public sealed record RoleToken(Func<string, string?> Claim, string? Preferred, IReadOnlyList<string> Roles);

/// <summary>A role, and why it is offered.</summary>
/// <param name="Role">Its ARN.</param>
/// <param name="Because">Why.</param>
public sealed record RoleOffer(string Role, string Because);
