using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>An element's own signature: one that stands in it, and covers it and nothing else.</summary>
/// <remarks>Source: SAML 2.0 core, section 5.4. https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf</remarks>
internal static class SamlSignature
{
    private const string Enveloped = SignedXml.XmlDsigEnvelopedSignatureTransformUrl;

    // SHA-1 is broken, and a key of HMAC would be the public one.
    private static readonly HashSet<string> Algorithms = [SamlNames.RsaSha256, SamlNames.RsaSha384, SamlNames.RsaSha512];
    private static readonly HashSet<string> Digests = [SignedXml.XmlDsigSHA256Url, SignedXml.XmlDsigSHA384Url, SignedXml.XmlDsigSHA512Url];
    private static readonly HashSet<string> Canonical =
    [
        SignedXml.XmlDsigExcC14NTransformUrl,
        SignedXml.XmlDsigExcC14NWithCommentsTransformUrl,
    ];

    /// <summary>Whether an element has a signature, right or wrong.</summary>
    public static bool IsSigned(XmlElement element) => element.Children(nameof(Signature), SamlNames.Signature).Any();

    /// <summary>Returns a copy of what was verified, alone in its document: whoever reads it can read nothing else.</summary>
    /// <exception cref="ProviderException">None of the certificates vouches for it.</exception>
    public static XmlElement Verified(XmlElement element, IReadOnlyList<X509Certificate2> trusted)
    {
        var alone = Alone(element);
        var signature =
            alone.Child(nameof(Signature), SamlNames.Signature)
            ?? throw new ProviderException("unsigned", $"{element.LocalName} has no signature");
        var signed = new OfElement(alone);
        try
        {
            signed.LoadXml(signature);
            Check(signed, alone);
            if (trusted.Any(certificate => Vouches(certificate, signed)))
                return alone;
            // Only to tell what is wrong. A key that comes with the message proves nothing.
            if (Sent(signed).FirstOrDefault(certificate => Vouches(certificate, signed)) is { } stranger)
                throw new ProviderException(
                    "signer",
                    $"{element.LocalName} is signed by {stranger.Subject} ({stranger.Thumbprint}), which is not in the provider's metadata"
                );
        }
        catch (Exception e) when (e is CryptographicException or FormatException or XmlException)
        {
            throw new ProviderException("signature", $"the signature of {element.LocalName} cannot be verified: {e.Message}");
        }
        throw new ProviderException(
            "signature",
            $"the signature of {element.LocalName} fits none of the {trusted.Count} certificates in the provider's metadata"
        );
    }

    /// <summary>Signs an element, which has an issuer. The signature stands after it, as the schema demands.</summary>
    public static void Sign(XmlElement element, X509Certificate2 with)
    {
        var signed = new OfElement(element) { SigningKey = with.GetRSAPrivateKey() };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = SamlNames.RsaSha256;
        var reference = new Reference($"#{element.GetAttribute("ID")}") { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.KeyInfo.AddClause(new KeyInfoX509Data(with));
        signed.ComputeSignature();
        element.InsertAfter(element.OwnerDocument.ImportNode(signed.GetXml(), true), element.Child("Issuer", SamlNames.Assertion));
    }

    private static void Check(SignedXml signed, XmlElement element)
    {
        var info = signed.SignedInfo!;
        if (!Algorithms.Contains(info.SignatureMethod ?? string.Empty))
            throw new ProviderException("algorithm", $"{info.SignatureMethod} signs nothing that is accepted");
        if (!Canonical.Contains(info.CanonicalizationMethod) && info.CanonicalizationMethod != SignedXml.XmlDsigC14NTransformUrl)
            throw new ProviderException("algorithm", $"{info.CanonicalizationMethod} is no canonical form that is accepted");
        if (signed.Signature.ObjectList.Count > 0 || info.References.Count != 1 || info.References[0] is not Reference reference)
            throw new ProviderException("wrapping", $"the signature of {element.LocalName} covers more or less than one element");
        if (element.GetAttribute("ID") is not { Length: > 0 } id || reference.Uri != $"#{id}")
            throw new ProviderException("wrapping", $"the signature of {element.LocalName} covers {reference.Uri}");
        if (!Digests.Contains(reference.DigestMethod))
            throw new ProviderException("algorithm", $"{reference.DigestMethod} is no digest that is accepted");

        string[] transforms = [.. Enumerable.Range(0, reference.TransformChain.Count).Select(n => reference.TransformChain[n].Algorithm!)];
        if (transforms is not ([Enveloped] or [Enveloped, _]) || transforms.Skip(1).Any(transform => !Canonical.Contains(transform)))
            throw new ProviderException("algorithm", $"what is signed is transformed by {string.Join(", ", transforms)}");
    }

    private static bool Vouches(X509Certificate2 certificate, SignedXml signed)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is not null && signed.CheckSignature(key);
    }

    private static IEnumerable<X509Certificate2> Sent(SignedXml signed) =>
        signed.KeyInfo.OfType<KeyInfoX509Data>().SelectMany(data => data.Certificates?.OfType<X509Certificate2>() ?? []);

    /// <summary>A copy in a document of its own, with the prefixes that it had from elements around it.</summary>
    private static XmlElement Alone(XmlElement element)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var copy = (XmlElement)document.AppendChild(document.ImportNode(element, true))!;
        foreach (var (prefix, uri) in element.CreateNavigator()!.GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
        {
            var name = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}";
            if (!copy.HasAttribute(name))
                copy.SetAttribute(name, uri);
        }
        return copy;
    }

    /// <summary>Looks nowhere but at the element itself for what a signature names.</summary>
    private sealed class OfElement : SignedXml
    {
        private readonly XmlElement element;

        public OfElement(XmlElement element)
            : base(element) => this.element = element;

        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) =>
            element.GetAttribute("ID") == idValue ? element : null;
    }
}
