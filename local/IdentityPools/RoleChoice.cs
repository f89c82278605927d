using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Chooses the role and the session tags of an identity.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using role-based access control" and "Using attributes for access control".</remarks>
internal static partial class RoleChoice
{
    /// <summary>The role of a guest.</summary>
    public static Choice ForGuest(IdentityPool pool, string? customRole) =>
        customRole is null ? Default(pool, "unauthenticated", "role of guests") : throw Forbidden(customRole);

    /// <summary>The role of somebody who signed in: the mapping of the login's provider decides, or else the role for all users.</summary>
    /// <exception cref="AwsException">No role is found, or one was asked for that is not the caller's.</exception>
    public static Choice For(IdentityPool pool, Login login, string? customRole)
    {
        var (provider, mapping) = pool.RoleMappings.FirstOrDefault(m => m.Key == $"{login.Provider}:{login.Client}" || m.Key == login.Provider);
        if (mapping is null) return customRole is null ? Default(pool, "authenticated", "role of users") : throw Forbidden(customRole);

        var offers = (mapping["Type"]?.ToString() == "Rules" ? ByRules(mapping, login.Claims) : ByToken(login.Claims, customRole)).ToList();
        if (customRole is not null)
            return offers.Any(o => o.Role == customRole) ? new(customRole, "asked for, and the caller's") : throw Forbidden(customRole);
        if (offers.Count > 0) return offers[0];
        return mapping["AmbiguousRoleResolution"]?.ToString() == "AuthenticatedRole"
            ? Default(pool, "authenticated", "role of users, since the token decides none")
            : throw IdentityErrors.NotAuthorized($"The ambiguous role mapping rules for: {provider} denied this request.");
    }

    /// <summary>Session tags of somebody who signed in: of claims that the token has.</summary>
    /// <exception cref="AwsException">A value that STS takes for no tag.</exception>
    public static IReadOnlyDictionary<string, string> TagsFor(IdentityPool pool, Login login)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (tag, claim) in pool.TagClaims(login.Provider))
        {
            if (login.Claims.Text(claim) is not { } value) continue;
            if (!TagValue.IsMatch(value))
                throw new AwsException("InvalidParameterException", $"Value '{value}' of the claim {claim} cannot be the principal tag {tag}: Member must satisfy regular expression pattern: {TagPattern}, and have length less than or equal to 256");
            tags[tag] = value;
        }

        return tags;
    }

    /// <summary>What a token offers: the preferred role, and the others to who asks for one of them.</summary>
    private static IEnumerable<Choice> ByToken(JsonObject claims, string? customRole)
    {
        if (customRole is not null) return (claims["cognito:roles"] as JsonArray ?? []).Select(r => new Choice(r!.ToString(), "cognito:roles"));
        return claims.Text("cognito:preferred_role") is { } preferred ? [new(preferred, "cognito:preferred_role")] : [];
    }

    private static IEnumerable<Choice> ByRules(JsonObject mapping, JsonObject claims) =>
        from rule in mapping["RulesConfiguration"]?["Rules"] as JsonArray ?? []
        let claim = claims.Text(rule["Claim"]!.ToString())
        where claim is not null && Matches(rule["MatchType"]!.ToString(), claim, rule["Value"]!.ToString())
        select new Choice(rule["RoleARN"]!.ToString(), $"rule: {rule["Claim"]} {rule["MatchType"]} {rule["Value"]}");

    private static bool Matches(string match, string claim, string value) => match switch
    {
        "Equals" => claim == value,
        "NotEqual" => claim != value,
        "Contains" => claim.Contains(value, StringComparison.Ordinal),
        "StartsWith" => claim.StartsWith(value, StringComparison.Ordinal),
        _ => false,
    };

    private static Choice Default(IdentityPool pool, string kind, string because) =>
        pool.Roles?[kind]?.ToString() is { Length: > 0 } role ? new(role, because) : throw IdentityErrors.BadRoles();

    private static AwsException Forbidden(string role) => IdentityErrors.NotAuthorized($"Access to Role '{role}' is forbidden.");

    private const string TagPattern = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex TagValue { get; }
}

/// <summary>A role, and why it was chosen.</summary>
internal sealed record Choice(string Role, string Because);
