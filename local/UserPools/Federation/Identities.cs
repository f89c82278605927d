using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Accounts at other providers that are a user's: the attribute <c>identities</c>.</summary>
internal static class Identities
{
    public const string Attribute = "identities";

    /// <summary>Most that are linked to one user.</summary>
    public const int Most = 5;

    /// <summary>An identity of a provider's.</summary>
    public static JsonObject Make(PoolProvider provider, string subject, string? issuer, bool isOwn, DateTimeOffset now) => new()
    {
        ["userId"] = subject, ["providerName"] = provider.Name, ["providerType"] = provider.Kind, ["issuer"] = issuer,
        ["primary"] = isOwn, ["dateCreated"] = now.ToUnixTimeMilliseconds(),
    };

    public static JsonArray Of(User user) => user[Attribute] is { } text ? JsonNode.Parse(text)!.AsArray() : [];

    public static User With(User user, JsonArray identities) => user.With([KeyValuePair.Create(Attribute, identities.Count > 0 ? identities.ToJsonString() : "")]);

    public static bool Is(JsonNode? identity, string provider, string subject) =>
        identity?["providerName"]?.ToString() == provider && identity["userId"]?.ToString() == subject;

    /// <summary>Users who have an identity; more than one only where links were made one after the other.</summary>
    public static IEnumerable<User> Owners(this Sql sql, UserPool pool, string provider, string subject) => sql.Query(
        "SELECT document FROM users WHERE pool = $pool AND instr(json_extract(document, '$.Attributes.identities'), $provider) > 0",
        r => UserTable.Parse(r.GetString(0)),
        ("$pool", pool.Id), ("$provider", provider)).Where(user => Of(user).Any(i => Is(i, provider, subject)));
}
