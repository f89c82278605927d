using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Tokens of the classic flow: an identity pool says who somebody is, and STS believes it.</summary>
internal sealed class OpenIdTokens(StateFolder state, TimeProvider time) : IDisposable
{
    public const string Host = "cognito-identity.amazonaws.com";

    /// <summary>Claim that STS reads session tags from.</summary>
    public const string TagsClaim = "https://aws.amazon.com/tags";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly Lazy<RsaSecurityKey> key = new(() => KeyIn(state["keys/identity-pool.pem"]));
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token that says who an identity is, for ten minutes.</summary>
    public string Issue(IdentityPool pool, string identityId, IReadOnlyList<string> methods, IReadOnlyDictionary<string, string> tags)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = identityId,
            ["aud"] = pool.Id,
            ["amr"] = methods,
            ["iss"] = $"https://{Host}",
            [$"https://{Host}/identity-pool-arn"] = pool.Arn,
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (tags.Count > 0)
            claims[TagsClaim] = new Dictionary<string, object>
            {
                ["principal_tags"] = tags.ToDictionary(t => t.Key, t => new[] { t.Value }),
            };
        return handler.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = new(key.Value, SecurityAlgorithms.RsaSha512) }
        );
    }

    /// <summary>The claims of a token that was issued here, whether or not it is still good; null for any other.</summary>
    public async Task<JsonObject?> VerifyAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKey = key.Value,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha512],
                ValidIssuer = $"https://{Host}",
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        return result.IsValid
            ? JsonNode.Parse(Base64UrlEncoder.Decode(((JsonWebToken)result.SecurityToken).EncodedPayload))!.AsObject()
            : null;
    }

    public void Dispose()
    {
        if (key.IsValueCreated)
            key.Value.Rsa.Dispose();
    }

    private static RsaSecurityKey KeyIn(string path)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(Encoding.ASCII.GetString(SecretFile.ReadOrCreate(path, NewKey)));
        return new(rsa) { KeyId = "local1" };
    }

    private static byte[] NewKey()
    {
        using var made = RSA.Create(2048);
        return Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem());
    }
}
