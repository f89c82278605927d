using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>A sign-in: what its refresh token, and every token that descends from it, hang on. Its id is the claim <c>origin_jti</c>.</summary>
internal sealed record Grant(
    string Id,
    string Pool,
    string Client,
    string Username,
    DateTimeOffset Authenticated,
    DateTimeOffset Expires,
    bool IsRevoked
)
{
    /// <summary>What an app asked for on the login pages; null for a sign-in by the API.</summary>
    public OAuthGrant? OAuth { get; init; }

    /// <summary>The key of the device that it was begun on; null where the pool remembers none.</summary>
    public string? DeviceKey { get; init; }
}

/// <summary>What a sign-in on the login pages grants.</summary>
/// <param name="Scopes">Scopes of its access tokens.</param>
/// <param name="Resource">The API that its access tokens are for; null where the app named none.</param>
internal sealed record OAuthGrant(ImmutableArray<string> Scopes, string? Resource);

/// <summary>A refresh token as it was found: its sign-in, and when another took its place.</summary>
internal sealed record FoundToken(Grant Grant, DateTimeOffset? Replaced);

/// <summary>Sign-ins and their refresh tokens, of which only hashes are kept.</summary>
internal sealed class Grants(Database database, TimeProvider time)
{
    private const string Columns = "g.id, g.pool, g.client, g.username, g.authenticated, g.expires, g.revoked, g.oauth, g.device";

    // The longest that an access token can live: until then one must be found to have been revoked.
    private static readonly TimeSpan LongestAccess = TimeSpan.FromDays(1);

    /// <returns>The sign-in, and its refresh token.</returns>
    public async Task<(Grant Grant, string Token)> StartAsync(
        AppClient client,
        User user,
        DateTimeOffset authenticated,
        OAuthGrant? oauth = null,
        string? deviceKey = null
    )
    {
        var now = time.GetUtcNow();
        var grant = new Grant(
            Guid.NewGuid().ToString(),
            user.Pool,
            client.Id,
            user.Username,
            authenticated,
            now + client.RefreshTokenValidity,
            false
        )
        {
            OAuth = oauth,
            DeviceKey = deviceKey,
        };
        var token = NewToken();
        await database.WriteAsync(sql =>
        {
            sql.Execute("DELETE FROM grants WHERE expires < $past", ("$past", (now - LongestAccess).ToUnixTimeSeconds()));
            sql.Execute(
                "INSERT INTO grants (id, pool, client, username, authenticated, expires, oauth, device) VALUES ($id, $pool, $client, $username, $authenticated, $expires, $oauth, $device)",
                ("$id", grant.Id),
                ("$pool", grant.Pool),
                ("$client", grant.Client),
                ("$username", grant.Username),
                ("$authenticated", grant.Authenticated.ToUnixTimeSeconds()),
                ("$expires", grant.Expires.ToUnixTimeSeconds()),
                ("$oauth", oauth is null ? null : JsonSerializer.Serialize(oauth)),
                ("$device", deviceKey)
            );
            Put(sql, grant, token);
        });
        return (grant, token);
    }

    public FoundToken? Find(string token) => database.Read(sql => Find(sql, token));

    public Grant? FindGrant(string id) =>
        database.Read(sql => sql.Query($"SELECT {Columns} FROM grants g WHERE g.id = $id", Read, ("$id", id)).FirstOrDefault());

    /// <summary>Puts a new token in the place of one; the old one has its grace from the first time that it is replaced.</summary>
    /// <returns>The new one; null where the old one's grace is over.</returns>
    public async Task<string?> ReplaceAsync(Grant grant, string token, TimeSpan grace)
    {
        var next = NewToken();
        var isReplaced = await database.WriteAsync(sql =>
        {
            var now = time.GetUtcNow();
            if (Find(sql, token) is not { } found || found.Replaced + grace <= now)
                return false;
            sql.Execute(
                "UPDATE refresh_tokens SET replaced = $now WHERE hash = $hash AND replaced IS NULL",
                ("$now", now.ToUnixTimeMilliseconds()),
                ("$hash", Hash(token))
            );
            Put(sql, grant, next);
            return true;
        });
        return isReplaced ? next : null;
    }

    public Task RevokeAsync(Grant grant) =>
        database.WriteAsync(sql => sql.Execute("UPDATE grants SET revoked = 1 WHERE id = $id", ("$id", grant.Id)));

    /// <summary>Ends every sign-in of a user, as part of another change.</summary>
    public static void RevokeAll(Sql sql, User user) =>
        sql.Execute(
            "UPDATE grants SET revoked = 1 WHERE pool = $pool AND username = $username",
            ("$pool", user.Pool),
            ("$username", user.Username)
        );

    private static FoundToken? Find(Sql sql, string token) =>
        sql.Query(
                $"SELECT {Columns}, t.replaced FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id WHERE t.hash = $hash",
                r => new FoundToken(Read(r), r.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(9))),
                ("$hash", Hash(token))
            )
            .FirstOrDefault();

    private static Grant Read(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(4)),
            DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(5)),
            r.GetInt64(6) != 0
        )
        {
            OAuth = r.IsDBNull(7) ? null : JsonSerializer.Deserialize<OAuthGrant>(r.GetString(7)),
            DeviceKey = r.IsDBNull(8) ? null : r.GetString(8),
        };

    private static void Put(Sql sql, Grant grant, string token) =>
        sql.Execute("INSERT INTO refresh_tokens (hash, grant_id) VALUES ($hash, $grant)", ("$hash", Hash(token)), ("$grant", grant.Id));

    private static string NewToken() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
