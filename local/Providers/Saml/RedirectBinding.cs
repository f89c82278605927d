using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Messages in the address that a browser is sent to. Their signature covers the address as it was written.</summary>
/// <remarks>Source: SAML 2.0 bindings, section 3.4.4. https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf</remarks>
internal static class RedirectBinding
{
    private const string Algorithm = "SigAlg";
    private const string Signature = "Signature";
    private const int MostBytes = 1 << 20;

    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new()
    {
        [SamlNames.RsaSha256] = HashAlgorithmName.SHA256,
        [SamlNames.RsaSha384] = HashAlgorithmName.SHA384,
        [SamlNames.RsaSha512] = HashAlgorithmName.SHA512,
    };

    /// <summary>The address that carries a message.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="parameter"><see cref="SamlNames.Request"/> or <see cref="SamlNames.Response"/>.</param>
    /// <param name="xml">The message.</param>
    /// <param name="relayState">Comes back with the answer.</param>
    /// <param name="signer">Null: it is not signed.</param>
    public static Uri Address(Uri to, string parameter, string xml, string? relayState, X509Certificate2? signer)
    {
        var query =
            $"{parameter}={Uri.EscapeDataString(Deflated(xml))}"
            + (relayState is null ? "" : $"&{SamlNames.RelayState}={Uri.EscapeDataString(relayState)}");
        if (signer is not null)
        {
            query += $"&{Algorithm}={Uri.EscapeDataString(SamlNames.RsaSha256)}";
            using var key = signer.GetRSAPrivateKey()!;
            var signature = key.SignData(Encoding.ASCII.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            query += $"&{Signature}={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
        }
        return new($"{to.AbsoluteUri}{(to.Query.Length == 0 ? "?" : "&")}{query}");
    }

    /// <summary>The message in a parameter's value, decoded from the address.</summary>
    /// <exception cref="ProviderException">It is none.</exception>
    public static string Message(string value)
    {
        try
        {
            using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(value)), CompressionMode.Decompress);
            var bytes = new byte[MostBytes + 1];
            var length = inflated.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes
                ? SamlXml.Text(bytes.AsSpan(0, length))
                : throw new ProviderException("size", $"the message has more than {MostBytes} bytes");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new ProviderException("malformed", $"the message is not deflated, and in Base64: {e.Message}");
        }
    }

    /// <summary>Verifies the signature of an address, over its characters as they came.</summary>
    /// <param name="query">With or without its question mark.</param>
    /// <param name="parameter"><see cref="SamlNames.Request"/> or <see cref="SamlNames.Response"/>.</param>
    /// <param name="trusted">Whose signature counts.</param>
    /// <exception cref="ProviderException">None of them vouches for it.</exception>
    public static void Verify(string query, string parameter, IReadOnlyList<X509Certificate2> trusted)
    {
        var sent = query
            .TrimStart('?')
            .Split('&')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1]);
        string? One(string name) =>
            sent[name].Count() < 2
                ? sent[name].FirstOrDefault()
                : throw new ProviderException("malformed", $"there is more than one {name}");

        var (message, relayState, algorithm, signature) = (One(parameter), One(SamlNames.RelayState), One(Algorithm), One(Signature));
        if (message is null || algorithm is null || signature is null)
            throw new ProviderException("unsigned", $"the address has no {Algorithm} and {Signature}");
        if (!Algorithms.TryGetValue(Uri.UnescapeDataString(algorithm), out var hash))
            throw new ProviderException("algorithm", $"{Uri.UnescapeDataString(algorithm)} signs nothing that is accepted");
        var signed = Encoding.ASCII.GetBytes(
            $"{parameter}={message}{(relayState is null ? "" : $"&{SamlNames.RelayState}={relayState}")}&{Algorithm}={algorithm}"
        );
        if (!trusted.Any(certificate => Vouches(certificate, signed, signature, hash)))
            throw new ProviderException("signature", $"the signature of the address fits none of {trusted.Count} certificates");
    }

    private static bool Vouches(X509Certificate2 certificate, byte[] signed, string signature, HashAlgorithmName hash)
    {
        using var key = certificate.GetRSAPublicKey();
        try
        {
            // Some write the plus of Base64 as it is.
            return key is not null
                && key.VerifyData(signed, Convert.FromBase64String(Uri.UnescapeDataString(signature)), hash, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Deflated(string xml)
    {
        using var deflated = new MemoryStream();
        using (var stream = new DeflateStream(deflated, CompressionLevel.Optimal))
            stream.Write(Encoding.UTF8.GetBytes(xml));
        return Convert.ToBase64String(deflated.ToArray());
    }
}
