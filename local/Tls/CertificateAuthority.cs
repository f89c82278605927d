using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tls;

/// <summary>The authority of one state folder, made once. Whoever trusts it trusts nothing but names of this machine: it is constrained to them.</summary>
/// <remarks>Source: RFC 5280, sections 4.2.1.9 and 4.2.1.10. https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10</remarks>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>Its folder in the state folder.</summary>
    public const string Folder = "tls";

    /// <summary>What a client is told to trust.</summary>
    public const string CertificateFile = "authority.pem";

    private const string KeyFile = "authority.key";
    private const string ConstraintsOid = "2.5.29.30";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    // Apple's clients accept no server's certificate of more than 825 days.
    private static readonly TimeSpan LifeOfServers = TimeSpan.FromDays(90);

    // Another machine's clock, such as a container's, may be behind.
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);

    private readonly TimeProvider time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time) => (Certificate, this.time) = (certificate, time);

    /// <summary>With its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Reads it; makes it where it is not there, or will end before what it signs.</summary>
    /// <exception cref="DeploymentException">The files are no authority's.</exception>
    public static CertificateAuthority Open(StateFolder state, TimeProvider time)
    {
        var (certificate, key) = (Path.Combine(state[Folder], CertificateFile), Path.Combine(state[Folder], KeyFile));
        var read = Read(certificate, key, time);
        if (read.NotAfter.ToUniversalTime() > (time.GetUtcNow() + LifeOfServers).UtcDateTime)
            return new(read, time);
        read.Dispose();
        File.Delete(certificate);
        File.Delete(key);
        return new(Read(certificate, key, time), time);
    }

    /// <summary>A server's certificate with a key of its own, which stays in memory.</summary>
    public X509Certificate2 Sign(IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        alternatives.AddIpAddress(IPAddress.Loopback);
        alternatives.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                Certificate,
                includeKeyIdentifier: true,
                includeIssuerAndSerial: false
            )
        );

        var now = time.GetUtcNow();
        using var signed = request.Create(
            Certificate,
            Later(now - Before, Certificate.NotBefore),
            now + LifeOfServers,
            RandomNumberGenerator.GetBytes(16)
        );
        using var whole = signed.CopyWithPrivateKey(key);
        // Windows serves no key that is nowhere but beside a certificate.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => Certificate.Dispose();

    private static X509Certificate2 Read(string certificateFile, string keyFile, TimeProvider time)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(Text(SecretFile.ReadOrCreate(keyFile, NewKey)));
            using var certificate = X509Certificate2.CreateFromPem(
                Text(SecretFile.ReadOrCreate(certificateFile, () => New(key, time.GetUtcNow())))
            );
            return certificate.CopyWithPrivateKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            var folder = Path.GetDirectoryName(certificateFile);
            throw new DeploymentException(
                $"{certificateFile} and {KeyFile} beside it are no certificate and its key. Delete {folder}: a new authority is made, which clients are to be told to trust."
            );
        }
    }

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static byte[] New(ECDsa key, DateTimeOffset now)
    {
        // Each folder's has a name of its own, so that lists of trusted ones tell them apart.
        var name = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];
        var request = new CertificateRequest($"CN=CognitoStack local AWS {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new X509Extension(ConstraintsOid, Constraints(), true));
        using var certificate = request.CreateSelfSigned(now - Before, now + Life);
        return System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Names at and below <c>localhost</c>, and loopback addresses with their masks.</summary>
    private static byte[] Constraints()
    {
        var (dns, address) = (new Asn1Tag(TagClass.ContextSpecific, 2), new Asn1Tag(TagClass.ContextSpecific, 7));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            using (writer.PushSequence())
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "localhost", dns);
            foreach (
                var (of, mask) in ((IPAddress, string)[])
                    [(IPAddress.Parse("127.0.0.0"), "255.0.0.0"), (IPAddress.IPv6Loopback, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
            )
            {
                using (writer.PushSequence())
                    writer.WriteOctetString([.. of.GetAddressBytes(), .. IPAddress.Parse(mask).GetAddressBytes()], address);
            }
        }
        return writer.Encode();
    }

    private static string Text(byte[] ascii) => System.Text.Encoding.ASCII.GetString(ascii);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
