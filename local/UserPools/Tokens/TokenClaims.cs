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
        return new([.. groups.Select(g => g.Name)], [.. groups.Select(g => g.RoleArn).OfType<string>().Distinct()], first is [var role] ? role : null);
    }

    /// <summary>What a function puts in the place of a user's own: all of it, so that what it leaves out is gone.</summary>
    public static GroupClaims Of(JsonObject overriding) =>
        new(overriding["groupsToOverride"].Texts(), overriding["iamRolesToOverride"].Texts(), overriding["preferredRole"]?.ToString());

    public JsonObject Configuration() => new() { ["groupsToOverride"] = Names(Groups), ["iamRolesToOverride"] = Names(Roles), ["preferredRole"] = PreferredRole };

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
    /// <summary>Writes the attributes that the app client may read.</summary>
    public static void WriteTo(JsonObject id, AppClient client, User user)
    {
        foreach (var (name, value) in user.Attributes.Where(a => client.MayRead(a.Key)))
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
