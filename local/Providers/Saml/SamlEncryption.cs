using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Assertions that only their receiver reads. <c>EncryptedXml</c> of .NET knows neither AES-GCM nor OAEP with SHA-256.</summary>
/// <remarks>Source: XML Encryption 1.1, sections 5.2 and 5.5. https://www.w3.org/TR/xmlenc-core1/</remarks>
internal static class SamlEncryption
{
    private const string Oaep = SamlNames.Encryption + "rsa-oaep-mgf1p";
    private const string Oaep11 = SamlNames.Encryption11 + "rsa-oaep";
    private const string Gcm256 = SamlNames.Encryption11 + "aes256-gcm";
    private const int GcmNonce = 12;
    private const int GcmTag = 16;
    private const int Block = 16;

    private static readonly Dictionary<string, int> Cbc = Sizes(SamlNames.Encryption, "cbc");
    private static readonly Dictionary<string, int> Gcm = Sizes(SamlNames.Encryption11, "gcm");

    private static readonly Dictionary<string, (RSAEncryptionPadding Padding, string Mask)> Paddings = new()
    {
        ["http://www.w3.org/2000/09/xmldsig#sha1"] = (RSAEncryptionPadding.OaepSHA1, SamlNames.Encryption11 + "mgf1sha1"),
        [SamlNames.Encryption + "sha256"] = (RSAEncryptionPadding.OaepSHA256, SamlNames.Encryption11 + "mgf1sha256"),
        [SamlNames.Encryption + "sha512"] = (RSAEncryptionPadding.OaepSHA512, SamlNames.Encryption11 + "mgf1sha512"),
    };

    /// <summary>The assertion in an <c>EncryptedAssertion</c>, in a document of its own.</summary>
    /// <exception cref="ProviderException">None of the keys opens it, or what is in it is no assertion.</exception>
    public static XmlElement Decrypted(XmlElement encrypted, IReadOnlyList<X509Certificate2> keys)
    {
        var data =
            encrypted.Child("EncryptedData", SamlNames.Encryption)
            ?? throw new ProviderException("encryption", "there is no EncryptedData");
        try
        {
            var text = SamlXml.Text(Open(data, KeyOf(data, encrypted, keys)));
            // Prefixes of elements around it count in it, too.
            var prefixes = encrypted
                .CreateNavigator()!
                .GetNamespacesInScope(XmlNamespaceScope.ExcludeXml)
                .Select(n => $" xmlns{(n.Key.Length == 0 ? "" : ":")}{n.Key}=\"{System.Security.SecurityElement.Escape(n.Value)}\"");
            var around = SamlXml.Message($"<around{string.Concat(prefixes)}>{text}</around>").DocumentElement!;
            return
                around.ChildNodes.OfType<XmlElement>().ToArray()
                    is [{ LocalName: "Assertion", NamespaceURI: SamlNames.Assertion } assertion]
                ? assertion
                : throw new ProviderException("encryption", "what is encrypted is not one assertion");
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            // One answer to all of it: whoever tries out messages learns nothing about the key.
            throw new ProviderException("encryption", "none of the pool's keys opens it");
        }
    }

    /// <summary>An <c>EncryptedAssertion</c> that the owner of a certificate can read.</summary>
    public static XmlElement Encrypted(XmlElement assertion, X509Certificate2 to)
    {
        var (key, nonce) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(GcmNonce));
        var plain = System.Text.Encoding.UTF8.GetBytes(assertion.OuterXml);
        var (cipher, tag) = (new byte[plain.Length], new byte[GcmTag]);
        using (var aes = new AesGcm(key, GcmTag))
            aes.Encrypt(nonce, plain, cipher, tag);
        using var rsa = to.GetRSAPublicKey()!;
        var document = SamlXml.Document(
            $"""
            <saml:EncryptedAssertion xmlns:saml="{SamlNames.Assertion}"><xenc:EncryptedData xmlns:xenc="{SamlNames.Encryption}" Type="{SamlNames.Encryption}Element"><xenc:EncryptionMethod Algorithm="{Gcm256}"/><ds:KeyInfo xmlns:ds="{SamlNames.Signature}"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="{Oaep}"/><xenc:CipherData><xenc:CipherValue>{Convert.ToBase64String(
                rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA1)
            )}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{Convert.ToBase64String([
                .. nonce,
                .. cipher,
                .. tag,
            ])}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>
            """
        );
        return (XmlElement)assertion.OwnerDocument.ImportNode(document.DocumentElement!, true);
    }

    /// <summary>The key of the data: in its key info, or beside it. One of several may be ours.</summary>
    private static byte[] KeyOf(XmlElement data, XmlElement encrypted, IReadOnlyList<X509Certificate2> keys)
    {
        var info = data.Child("KeyInfo", SamlNames.Signature);
        XmlElement[] sent =
        [
            .. (info?.Children("EncryptedKey", SamlNames.Encryption) ?? []),
            .. encrypted.Children("EncryptedKey", SamlNames.Encryption),
        ];
        foreach (var key in sent)
        {
            var padding = Padding(key);
            foreach (var certificate in keys)
            {
                using var rsa = certificate.GetRSAPrivateKey()!;
                try
                {
                    return rsa.Decrypt(Cipher(key), padding);
                }
                catch (CryptographicException)
                {
                    // It is for somebody else, or for another of ours.
                }
            }
        }
        throw new CryptographicException("No key.");
    }

    private static RSAEncryptionPadding Padding(XmlElement key)
    {
        var (method, algorithm) = Method(key);
        if (algorithm is not (Oaep or Oaep11))
            throw new ProviderException("algorithm", $"{algorithm} carries no key that is accepted");
        var digest =
            method.Child("DigestMethod", SamlNames.Signature)?.GetAttribute("Algorithm") ?? "http://www.w3.org/2000/09/xmldsig#sha1";
        if (!Paddings.TryGetValue(digest, out var padding))
            throw new ProviderException("algorithm", $"{digest} is no digest that carries a key here");
        var mask = method.Child("MGF", SamlNames.Encryption11)?.GetAttribute("Algorithm");
        return algorithm == Oaep || (mask ?? SamlNames.Encryption11 + "mgf1sha1") == padding.Mask
            ? padding.Padding
            : throw new ProviderException("algorithm", $"{digest} and {mask} together carry no key here");
    }

    private static byte[] Open(XmlElement data, byte[] key)
    {
        var (_, algorithm) = Method(data);
        var (isGcm, isCbc) = (Gcm.TryGetValue(algorithm, out var size), Cbc.TryGetValue(algorithm, out var cbcSize));
        if (!isGcm && !isCbc)
            throw new ProviderException("algorithm", $"{algorithm} encrypts nothing that is accepted");
        if (key.Length != (isGcm ? size : cbcSize))
            throw new CryptographicException("Another size.");
        var cipher = Cipher(data);
        if (cipher.Length < GcmNonce + GcmTag)
            throw new CryptographicException("Too short.");
        if (isCbc)
        {
            using var aes = Aes.Create();
            aes.Key = key;
            // Of the padding, its length alone is defined.
            var padded = aes.DecryptCbc(cipher.AsSpan(Block), cipher.AsSpan(0, Block), PaddingMode.None);
            return padded is [.., > 0 and <= Block] ? padded[..^padded[^1]] : throw new CryptographicException("Padding.");
        }
        using var gcm = new AesGcm(key, GcmTag);
        var plain = new byte[cipher.Length - GcmNonce - GcmTag];
        gcm.Decrypt(cipher.AsSpan(0, GcmNonce), cipher.AsSpan(GcmNonce, plain.Length), cipher.AsSpan(GcmNonce + plain.Length), plain);
        return plain;
    }

    private static (XmlElement Element, string Algorithm) Method(XmlElement of)
    {
        var method =
            of.Child("EncryptionMethod", SamlNames.Encryption)
            ?? throw new ProviderException("algorithm", $"{of.LocalName} names no algorithm");
        return (method, method.GetAttribute("Algorithm"));
    }

    private static byte[] Cipher(XmlElement of) =>
        Convert.FromBase64String(
            of.Child("CipherData", SamlNames.Encryption)?.Child("CipherValue", SamlNames.Encryption)?.InnerText ?? string.Empty
        );

    private static Dictionary<string, int> Sizes(string space, string mode) =>
        ((int[])[128, 192, 256]).ToDictionary(bits => $"{space}aes{bits}-{mode}", bits => bits / 8);
}
