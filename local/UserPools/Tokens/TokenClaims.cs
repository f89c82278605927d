using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>What the groups of a user give it: names, roles, and the role of the most important group.</summary>
internal sealed record GroupClaims(IReadOnlyList<string> Groups, IReadOnlyList<string> Roles, string? PreferredRole)
{
    /// <summary>Of groups, the most important first. Groups of one precedence with different roles prefer none.</summary>
    public static GroupClaims Of(IReadOnlyList<Group> groups)
    {
        var first = groups.Where(g => g.Precedence == groups[0].Precedence).Select(g => g.RoleArn).OfType<string>().Distinct().ToList();
        return new(
            [.. groups.Select(g => g.Name)],
            [.. groups.Select(g => g.RoleArn).OfType<string>().Distinct()],
            first is [var role] ? role : null
        );
    }

    /// <summary>What a function puts in the place of a user's own: all of it, so that what it leaves out is gone.</summary>
    public static GroupClaims Of(JsonObject overriding) =>
        new(overriding["groupsToOverride"].Texts(), overriding["iamRolesToOverride"].Texts(), overriding["preferredRole"]?.ToString());

    public JsonObject Configuration() =>
        new()
        {
            ["groupsToOverride"] = Names(Groups),
            ["iamRolesToOverride"] = Names(Roles),
            ["preferredRole"] = PreferredRole,
        };

    public void WriteTo(JsonObject id, JsonObject access)
    {
        if (Groups.Count > 0)
        {
            id["cognito:groups"] = Names(Groups);
            access["cognito:groups"] = Names(Groups);
        }
        if (Roles.Count > 0)
            id["cognito:roles"] = Names(Roles);
        if (PreferredRole is not null)
            id["cognito:preferred_role"] = PreferredRole;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];
}

/// <summary>A user's attributes as claims.</summary>
internal static class AttributeClaims
{
    private static readonly Dictionary<string, string[]> OfScopes = new()
    {
        ["email"] = ["email", "email_verified"],
        ["phone"] = ["phone_number", "phone_number_verified"],
    };

    /// <summary>Whether scopes let an app read an attribute. With <c>openid</c> alone it reads all that it may; other scopes of OpenID Connect narrow that.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Scopes, M2M, and resource servers".
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html</remarks>
    public static bool Covers(IReadOnlyCollection<string> scopes, string attribute) =>
        attribute is "sub" or "identities"
        || scopes.Contains("profile")
        || !scopes.Any(OfScopes.ContainsKey)
        || scopes.Any(s => OfScopes.TryGetValue(s, out var covered) && covered.Contains(attribute));

    /// <summary>Writes the attributes that the app client may read, and that its scopes cover.</summary>
    public static void WriteTo(JsonObject id, AppClient client, User user, OAuthGrant? granted)
    {
        foreach (
            var (name, value) in user.Attributes.Where(a => client.MayRead(a.Key) && (granted is null || Covers(granted.Scopes, a.Key)))
        )
        {
            id[name] = name switch
            {
                "email_verified" or "phone_number_verified" => value == "true",
                "updated_at" when long.TryParse(value, out var number) => number,
                "address" => new JsonObject { ["formatted"] = value },
                "identities" => Identities(value),
                _ => value,
            };
        }
    }

    // Tokens have as text what the attribute has as Booleans and numbers.
    private static JsonNode? Identities(string attribute)
    {
        var identities = JsonNode.Parse(attribute);
        foreach (var identity in identities.Objects())
        {
            foreach (var name in (ReadOnlySpan<string>)["primary", "dateCreated"])
                identity[name] = identity[name]?.ToString();
        }
        return identities;
    }
}
