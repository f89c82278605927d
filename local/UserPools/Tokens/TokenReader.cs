using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>Whom an access token stands for.</summary>
internal sealed record Bearer(UserPool Pool, AppClient Client, User User, JsonObject Claims);

/// <summary>Reads tokens of the local user pools.</summary>
internal sealed class TokenReader(Pools pools, Users users, Grants grants, SigningKeys keys, TimeProvider time)
{
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>The user of an access token that is good for the user pool's own operations.</summary>
    /// <exception cref="AwsException">It is not, or no longer.</exception>
    public async Task<Bearer> ReadAccessTokenAsync(string token, string scope = TokenIssuer.UserScope)
    {
        if (
            Parse(token) is not { } parsed
            || Pool(parsed) is not { } pool
            || await VerifyAsync(pool, token) is not { } claims
            || claims["token_use"]?.ToString() != "access"
        )
            throw Error.NotAuthorized("Invalid Access Token");
        if (IsExpired(claims))
            throw Error.NotAuthorized("Access Token has expired");
        if (!(claims["scope"]?.ToString() ?? "").Split(' ').Contains(scope))
            throw Error.NotAuthorized("Access Token does not have required scopes");
        var client =
            pool.Clients.GetValueOrDefault(claims["client_id"]?.ToString() ?? "") ?? throw Error.NotAuthorized("Invalid Access Token");
        var user = users.Find(pool, claims["username"]?.ToString() ?? "");
        if (user?.Sub != claims["sub"]?.ToString())
            throw Error.UserNotFound();
        if (IsRevoked(user!, claims))
            throw Error.NotAuthorized("Access Token has been revoked");
        return user!.IsEnabled ? new(pool, client, user, claims) : throw Error.Disabled();
    }

    /// <summary>Claims of a token whose signature and issuer are this pool's, whatever their time; null where they are not.</summary>
    public async Task<JsonObject?> VerifyAsync(UserPool pool, string token)
    {
        var result = await handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = pool.Issuer,
                IssuerSigningKey = (await keys.GetAsync(pool.Id)).Key,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        return result is { IsValid: true, SecurityToken: JsonWebToken verified } ? Claims(verified) : null;
    }

    /// <summary>A token's text as one; null where it is none. Nothing in it is verified.</summary>
    public JsonWebToken? Parse(string token)
    {
        try
        {
            return handler.CanReadToken(token) ? handler.ReadJsonWebToken(token) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public bool IsExpired(JsonObject claims) => time.GetUtcNow().ToUnixTimeSeconds() >= (long)claims["exp"]!;

    /// <summary>Whether the sign-in that a token comes from has ended.</summary>
    public bool IsRevoked(User user, JsonObject claims) =>
        claims["origin_jti"]?.ToString() is { } origin
            ? grants.FindGrant(origin) is null or { IsRevoked: true }
            // Without an origin only the time tells; it is known to the second.
            : user.SignedOut is { } signedOut && (long)claims["iat"]! <= signedOut.ToUnixTimeSeconds();

    private UserPool? Pool(JsonWebToken token) => pools.All.FirstOrDefault(p => p.Issuer == token.Issuer);

    private static JsonObject Claims(JsonWebToken token) => (JsonObject)JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!;
}
