using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Providers.OpenId;

/// <summary>Verifies ID tokens of providers as OpenID Connect Core, section 3.1.3.7, asks for it.</summary>
internal sealed class IdTokens(TimeProvider time)
{
    // Symmetric algorithms are not among them: whoever knows a public key would otherwise sign with it.
    private static readonly ImmutableArray<string> Algorithms =
    [
        "RS256",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
    ];

    /// <summary>What <see cref="VerifyAsync"/> checks, in words.</summary>
    public const string Checked = "algorithm, key, signature, issuer, audience, time, subject";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuer">Who must have issued it.</param>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="clients">For whom; one of them.</param>
    /// <returns>Its claims.</returns>
    /// <exception cref="ProviderException">It is not believed.</exception>
    public async Task<JsonObject> VerifyAsync(
        string token,
        string issuer,
        IEnumerable<SecurityKey> keys,
        IReadOnlyCollection<string> clients
    )
    {
        var read = Read(token);
        if (!Algorithms.Contains(read.Alg))
            throw new ProviderException(
                "algorithm",
                $"an ID token is signed by {string.Join(", ", Algorithms)}, and this one by {read.Alg}"
            );
        var result = await handler.ValidateTokenAsync(
            token,
            new()
            {
                ValidIssuer = issuer,
                ValidAudiences = clients,
                IssuerSigningKeys = keys,
                ValidAlgorithms = Algorithms,
                // A token that names its key is signed by that key.
                TryAllIssuerSigningKeys = string.IsNullOrEmpty(read.Kid),
                LifetimeValidator = (notBefore, expires, _, _) => CheckLifetime(notBefore, expires),
            }
        );
        if (!result.IsValid)
            throw Told(result.Exception, read, issuer, clients);
        var claims = Claims(read);
        Check(claims, clients);
        return claims;
    }

    private static JsonWebToken Read(string token)
    {
        try
        {
            return new(token);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            throw new ProviderException("format", "this is no signed JSON Web Token");
        }
    }

    // What one reader takes from a claim that is there twice, another one does not.
    private static JsonObject Claims(JsonWebToken token)
    {
        try
        {
            return Json.ReadObject(Base64UrlEncoder.DecodeBytes(token.EncodedPayload))
                ?? throw new ProviderException("format", "the ID token has no claims");
        }
        catch (JsonException e)
        {
            throw new ProviderException("format", $"the claims of the ID token are no JSON: {e.Message}");
        }
    }

    private void Check(JsonObject claims, IReadOnlyCollection<string> clients)
    {
        if (claims["sub"]?.ToString() is not { Length: > 0 })
            throw new ProviderException("subject", "the ID token has no sub");
        if (claims["aud"] is JsonArray { Count: > 1 } && claims["azp"] is null)
            throw new ProviderException(
                "audience",
                $"the ID token is for {claims["aud"]!.ToJsonString()}, and azp does not say which of them asked for it"
            );
        if (claims["azp"]?.ToString() is { } party && !clients.Contains(party))
            throw new ProviderException("audience", $"azp must be {string.Join(" or ", clients)}, and is {party}");
        if (
            claims["iat"] is JsonValue value
            && value.TryGetValue<long>(out var issued)
            && issued > (time.GetUtcNow() + Skew).ToUnixTimeSeconds()
        )
            throw new ProviderException("notYetValid", $"the ID token is issued in the future: iat {issued}");
    }

    private bool CheckLifetime(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (expires is null)
            throw new SecurityTokenNoExpirationException();
        if (now - Skew >= expires)
            throw new SecurityTokenExpiredException($"it expired at {expires:O}");
        if (now + Skew < notBefore)
            throw new SecurityTokenNotYetValidException($"it is valid from {notBefore:O}");
        return true;
    }

    private static ProviderException Told(Exception e, JsonWebToken token, string issuer, IEnumerable<string> clients) =>
        e switch
        {
            SecurityTokenSignatureKeyNotFoundException when !string.IsNullOrEmpty(token.Kid) => new(
                "kid",
                $"the provider has no key {token.Kid}"
            ),
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => new(
                "signature",
                "the ID token is not signed by a key of the provider"
            ),
            SecurityTokenInvalidIssuerException => new("issuer", $"iss must be {issuer}, and is {token.Issuer}"),
            SecurityTokenInvalidAudienceException => new(
                "audience",
                $"aud must be {string.Join(" or ", clients)}, and is {string.Join(", ", token.Audiences)}"
            ),
            SecurityTokenExpiredException => new("expired", e.Message),
            SecurityTokenNotYetValidException => new("notYetValid", e.Message),
            SecurityTokenNoExpirationException => new("expired", "the ID token never expires"),
            _ => new("format", e.Message),
        };
}
