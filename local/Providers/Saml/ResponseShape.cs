using System.Security.Cryptography.Xml;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Where things stand in a response: one assertion in it, and signatures in the two that may have one, and nowhere else. Every kind of wrapping breaks that.</summary>
/// <param name="Assertions">The one assertion, encrypted or not.</param>
/// <param name="IsEncrypted">Whether it is.</param>
internal sealed record ResponseShape(XmlElement Assertions, bool IsEncrypted)
{
    private const string Encrypted = "EncryptedAssertion";

    /// <exception cref="ProviderException">It has another shape.</exception>
    public static ResponseShape Of(XmlElement response)
    {
        XmlElement[] all = [.. Below(response, nameof(Assertion), Encrypted)];
        if (all is not [var assertion])
            throw new ProviderException(all.Length == 0 ? "assertion" : "wrapping", $"the response has {all.Length} assertions");
        if (assertion.NamespaceURI != SamlNames.Assertion || assertion.ParentNode != response)
            throw new ProviderException("wrapping", "the assertion is not the response's own");
        if (Below(response, "Response").Any())
            throw new ProviderException("wrapping", "there is a response in the response");
        Check(response, [response, assertion]);
        return new(assertion, assertion.LocalName == Encrypted);
    }

    /// <summary>An assertion that was encrypted, whose shape was not seen until now.</summary>
    /// <exception cref="ProviderException">There are others in it.</exception>
    public static XmlElement Assertion(XmlElement decrypted)
    {
        if (Below(decrypted, nameof(Assertion), Encrypted, "Response").Any())
            throw new ProviderException("wrapping", "there is an assertion in the assertion");
        Check(decrypted, [decrypted]);
        return decrypted;
    }

    private static void Check(XmlElement root, XmlElement[] mayBeSigned)
    {
        XmlElement[] signatures = [.. Below(root, nameof(Signature))];
        if (
            signatures.Any(signature => !mayBeSigned.Contains(signature.ParentNode))
            || signatures.DistinctBy(signature => signature.ParentNode).Count() < signatures.Length
        )
            throw new ProviderException("wrapping", "a signature stands where none belongs");
    }

    // Whatever their namespace: a reader that does not look at it must not be misled either.
    private static IEnumerable<XmlElement> Below(XmlElement root, params string[] names) =>
        root.SelectNodes(".//*")!.OfType<XmlElement>().Where(element => names.Contains(element.LocalName));
}
