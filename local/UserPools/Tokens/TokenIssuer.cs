using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>Tokens of one sign-in; without an ID token where an app did not ask for <c>openid</c>.</summary>
internal sealed record TokenSet(string? IdToken, string AccessToken, string? RefreshToken, TimeSpan AccessTokenValidity)
{
    /// <summary>In the form of <c>AuthenticationResult</c>.</summary>
    public JsonObject Result()
    {
        var result = new JsonObject
        {
            ["AccessToken"] = AccessToken,
            ["ExpiresIn"] = (int)AccessTokenValidity.TotalSeconds,
            ["TokenType"] = "Bearer",
        };
        if (IdToken is not null)
            result["IdToken"] = IdToken;
        if (RefreshToken is not null)
            result["RefreshToken"] = RefreshToken;
        return result;
    }
}

/// <summary>Issues ID and access tokens with the claims of Cognito's.</summary>
internal sealed class TokenIssuer(Users users, SigningKeys keys, TokenGeneration generation, TimeProvider time)
{
    public const string UserScope = "aws.cognito.signin.user.admin";

    private readonly JsonWebTokenHandler handler = new();

    /// <summary>Issues the tokens of a sign-in.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">Who signed in.</param>
    /// <param name="grant">The sign-in.</param>
    /// <param name="source">What the trigger is told: <c>TokenGeneration_Authentication</c>.</param>
    /// <param name="refreshToken">The refresh token to hand out with them, or null.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<TokenSet> IssueAsync(
        Scope scope,
        User user,
        Grant grant,
        string source,
        string? refreshToken,
        CancellationToken cancel
    ) => await SignAsync(scope, await DraftAsync(scope, user, grant, source, cancel), grant, refreshToken);

    /// <summary>The claims of a sign-in as the trigger leaves them, without those that tell the time.</summary>
    public async Task<DraftTokens> DraftAsync(Scope scope, User user, Grant grant, string source, CancellationToken cancel)
    {
        var (pool, client) = (scope.Pool, scope.RequiredClient);
        var groups = GroupClaims.Of(users.GroupsOf(pool, user));
        var common = Common(pool, client, user, grant);

        var id = (JsonObject)common.DeepClone();
        id["aud"] = client.Id;
        id["token_use"] = "id";
        id["cognito:username"] = user.Username;
        AttributeClaims.WriteTo(id, client, user, grant.OAuth);

        var access = common;
        access["client_id"] = client.Id;
        access["token_use"] = "access";
        access["username"] = user.Username;
        access["scope"] = grant.OAuth is { } granted ? string.Join(' ', granted.Scopes) : UserScope;
        if (grant.DeviceKey is { } device)
            access["device_key"] = device;
        if (grant.OAuth is not null)
            access["version"] = 2;
        if (grant.OAuth?.Resource is { } resource)
            access["aud"] = resource;

        var draft = new DraftTokens(id, access, groups);
        await generation.ApplyAsync(scope, user, source, draft, cancel);
        return draft;
    }

    /// <summary>Signs the claims of a sign-in, as of now.</summary>
    public async Task<TokenSet> SignAsync(Scope scope, DraftTokens draft, Grant grant, string? refreshToken)
    {
        var client = scope.RequiredClient;
        var now = time.GetUtcNow();
        var access = await SignAsync(scope.Pool, Timed(draft.Access, now, client.AccessTokenValidity));
        string? id = null;
        if (grant.OAuth is null || grant.OAuth.Scopes.Contains("openid"))
        {
            if (grant.OAuth is not null)
                draft.Id["at_hash"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16).ToArray());
            id = await SignAsync(scope.Pool, Timed(draft.Id, now, client.IdTokenValidity));
        }
        return new(id, access, refreshToken, client.AccessTokenValidity);
    }

    /// <summary>Signs claims with the pool's key.</summary>
    public async Task<string> SignAsync(UserPool pool, JsonObject claims) =>
        handler.CreateToken(claims.ToJsonString(), (await keys.GetAsync(pool.Id)).Credentials);

    private static JsonObject Timed(JsonObject claims, DateTimeOffset now, TimeSpan validity)
    {
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = (now + validity).ToUnixTimeSeconds();
        claims["jti"] = Guid.NewGuid().ToString();
        return claims;
    }

    private static JsonObject Common(UserPool pool, AppClient client, User user, Grant grant)
    {
        var claims = new JsonObject
        {
            ["sub"] = user.Sub,
            ["iss"] = pool.Issuer,
            ["event_id"] = Guid.NewGuid().ToString(),
            ["auth_time"] = grant.Authenticated.ToUnixTimeSeconds(),
        };
        if (client.CanRevoke)
            claims["origin_jti"] = grant.Id;
        return claims;
    }
}
