using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>Tokens of one sign-in.</summary>
internal sealed record TokenSet(string IdToken, string AccessToken, string? RefreshToken, TimeSpan AccessTokenValidity)
{
    /// <summary>In the form of <c>AuthenticationResult</c>.</summary>
    public JsonObject Result()
    {
        var result = new JsonObject
        {
            ["AccessToken"] = AccessToken,
            ["ExpiresIn"] = (int)AccessTokenValidity.TotalSeconds,
            ["IdToken"] = IdToken,
            ["TokenType"] = "Bearer",
        };
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
    public async Task<TokenSet> IssueAsync(Scope scope, User user, Grant grant, string source, string? refreshToken, CancellationToken cancel)
    {
        var (pool, client) = (scope.Pool, scope.RequiredClient);
        var groups = GroupClaims.Of(users.GroupsOf(pool, user));
        var now = time.GetUtcNow();
        var common = Common(pool, client, user, grant, now);

        var id = (JsonObject)common.DeepClone();
        id["aud"] = client.Id;
        id["token_use"] = "id";
        id["cognito:username"] = user.Username;
        id["exp"] = (now + client.IdTokenValidity).ToUnixTimeSeconds();
        AttributeClaims.WriteTo(id, client, user);

        var access = common;
        access["client_id"] = client.Id;
        access["token_use"] = "access";
        access["username"] = user.Username;
        access["scope"] = UserScope;
        access["exp"] = (now + client.AccessTokenValidity).ToUnixTimeSeconds();

        await generation.ApplyAsync(scope, user, source, new(id, access, groups), cancel);
        id["jti"] = Guid.NewGuid().ToString();
        access["jti"] = Guid.NewGuid().ToString();
        return new(await SignAsync(pool, id), await SignAsync(pool, access), refreshToken, client.AccessTokenValidity);
    }

    /// <summary>Signs claims with the pool's key.</summary>
    public async Task<string> SignAsync(UserPool pool, JsonObject claims) =>
        handler.CreateToken(claims.ToJsonString(), (await keys.GetAsync(pool.Id)).Credentials);

    private static JsonObject Common(UserPool pool, AppClient client, User user, Grant grant, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["sub"] = user.Sub,
            ["iss"] = pool.Issuer,
            ["event_id"] = Guid.NewGuid().ToString(),
            ["auth_time"] = grant.Authenticated.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (client.CanRevoke)
            claims["origin_jti"] = grant.Id;
        return claims;
    }
}
