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
    public static JsonObject Make(PoolProvider provider, string subject, string? issuer, bool isOwn, DateTimeOffset now) =>
        new()
        {
            ["userId"] = subject,
            ["providerName"] = provider.Name,
            ["providerType"] = provider.Kind,
            ["issuer"] = issuer,
            ["primary"] = isOwn,
            ["dateCreated"] = now.ToUnixTimeMilliseconds(),
        };

    public static JsonArray Of(User user) => user[Attribute] is { } text ? JsonNode.Parse(text)!.AsArray() : [];

    public static User With(User user, JsonArray identities) =>
        user.With([KeyValuePair.Create(Attribute, identities.Count > 0 ? identities.ToJsonString() : "")]);

    public static bool Is(JsonNode? identity, string provider, string subject) =>
        identity?["providerName"]?.ToString() == provider && identity["userId"]?.ToString() == subject;

    /// <summary>Users who have an identity; more than one only where links were made one after the other.</summary>
    public static IEnumerable<User> Owners(this Sql sql, UserPool pool, string provider, string subject) =>
        sql.Query(
            // Compared as values: a name may have characters that JSON writes as escapes.
            """
            SELECT document FROM users WHERE pool = $pool AND EXISTS (
                SELECT 1 FROM json_each(json_extract(document, '$.Attributes.identities'))
                WHERE json_extract(value, '$.providerName') = $provider AND json_extract(value, '$.userId') = $subject)
            """,
            r => UserTable.Parse(r.GetString(0)),
            ("$pool", pool.Id),
            ("$provider", provider),
            ("$subject", subject)
        );
}
