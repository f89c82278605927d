using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>Verifies ID tokens for identity pools.</summary>
internal sealed class UserPoolTokens(Pools pools, TokenReader reader, Users users, TimeProvider time) : IUserPoolTokens
{
    private const string Scheme = "https://";

    public string? ProviderOf(string issuer) =>
        PoolOf(issuer)?.Provider ?? (issuer.StartsWith(Scheme, StringComparison.Ordinal) ? issuer[Scheme.Length..] : null);

    public async Task<JsonObject> VerifyIdTokenAsync(string provider, string token, bool isLive)
    {
        if (reader.Parse(token) is not { } parsed)
            throw Invalid("Not a valid OpenId Connect identity token.");
        if (ProviderOf(parsed.Issuer) != provider)
            throw Invalid("Issuer doesn't match providerName");
        if (PoolOf(parsed.Issuer) is not { } pool)
            throw Invalid("Can't find the user pool of the issuer.");
        if (await reader.VerifyAsync(pool, token) is not { } claims)
            throw Invalid("Token signature invalid.");
        if (claims["token_use"]?.ToString() != "id" || claims["aud"] is null)
            throw Invalid("Missing a required claim: aud");
        if (reader.IsExpired(claims))
            throw Invalid($"Token expired: {claims["exp"]} >= {time.GetUtcNow().ToUnixTimeSeconds()}");
        if (isLive)
            CheckLive(pool, claims);
        return claims;
    }

    private UserPool? PoolOf(string issuer) => pools.All.FirstOrDefault(p => p.Issuer == issuer);

    private void CheckLive(UserPool pool, JsonObject claims)
    {
        var user = users.Find(pool, claims["cognito:username"]?.ToString() ?? "");
        if (user is null || user.Sub != claims["sub"]?.ToString())
            throw Invalid("User does not exist.");
        if (!user.IsEnabled)
            throw Invalid("User is disabled.");
        if (reader.IsRevoked(user, claims))
            throw Invalid("Token has been revoked.");
    }

    private static TokenException Invalid(string why) => new($"Invalid login token. {why}");
}
