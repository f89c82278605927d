using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Providers.OpenId;

/// <summary>Client secrets for Sign in with Apple: tokens that the client's own key signs.</summary>
/// <remarks>Source: Apple Developer Documentation, "Creating a client secret".
/// https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret</remarks>
internal static class AppleSecrets
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    /// <summary>Signs a secret.</summary>
    /// <exception cref="ProviderException">The key is none of the curve P-256.</exception>
    public static string Make(string privateKey, string team, string keyId, string client, string audience, TimeProvider time)
    {
        using var key = Read(privateKey);
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = team,
                Audience = audience,
                IssuedAt = now,
                Expires = now + Validity,
                Claims = new Dictionary<string, object> { ["sub"] = client },
                // The cache would keep a key that is gone by then.
                SigningCredentials = new(
                    new ECDsaSecurityKey(key)
                    {
                        KeyId = keyId,
                        CryptoProviderFactory = new() { CacheSignatureProviders = false },
                    },
                    SecurityAlgorithms.EcdsaSha256
                ),
            }
        );
    }

    /// <summary>Reads a key, with or without the lines around it: Cognito takes both.</summary>
    public static ECDsa Read(string privateKey)
    {
        var key = ECDsa.Create();
        try
        {
            if (privateKey.Contains("-----BEGIN", StringComparison.Ordinal))
                key.ImportFromPem(privateKey);
            else
                key.ImportPkcs8PrivateKey(Convert.FromBase64String(privateKey), out _);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            key.Dispose();
            throw new ProviderException("privateKey", $"Apple's private_key is no PKCS#8 key of the curve P-256: {e.Message}");
        }
    }
}
