using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Keys and their certificates, each made once and kept in the state folder, for its owner's eyes only.</summary>
/// <remarks>Source: "SAML signing and encryption": of ten years, none of one's own. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-signing-encryption.html</remarks>
internal sealed class SamlKeys(StateFolder state, TimeProvider time) : IDisposable
{
    /// <summary>Their folder in the state folder.</summary>
    public const string Folder = "saml";

    private const int Years = 10;

    // Another machine's clock may be behind.
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);
    private readonly ConcurrentDictionary<string, Lazy<X509Certificate2>> keys = [];

    /// <summary>What a user pool signs its requests with.</summary>
    public X509Certificate2 Signing(string pool) => Of("signing", pool);

    /// <summary>What opens the assertions that one provider encrypts for a user pool.</summary>
    public X509Certificate2 Encryption(string pool, string provider) => Of("encryption", pool, provider);

    /// <summary>What a provider that stands in for the real one signs with.</summary>
    public X509Certificate2 Provider(string provider) => Of("provider", provider);

    public void Dispose()
    {
        foreach (var key in keys.Values.Where(key => key.IsValueCreated))
            key.Value.Dispose();
    }

    private X509Certificate2 Of(string use, params ReadOnlySpan<string> owner)
    {
        // A provider's name may have any character.
        var name = $"{use}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', owner!))))[..16]}";
        var subject = $"CN={use} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        return keys.GetOrAdd(
            name,
            file =>
                new(() =>
                {
                    var pem = Encoding.ASCII.GetString(
                        SecretFile.ReadOrCreate(Path.Combine(state[Folder], $"{file}.pem"), () => New(subject))
                    );
                    return X509Certificate2.CreateFromPem(pem, pem);
                })
        ).Value;
    }

    private byte[] New(string subject)
    {
        using var rsa = RSA.Create(2048);
        var now = time.GetUtcNow();
        using var certificate = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            now - Before,
            now.AddYears(Years)
        );
        return Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{rsa.ExportPkcs8PrivateKeyPem()}\n");
    }
}
