using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace CognitoStack.Configuration;

/// <summary>A SAML provider's metadata, as a template holds it and as it is judged: the same text.</summary>
/// <remarks>Source: SAML 2.0 Metadata, section 2 (https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf);
/// Amazon Cognito Developer Guide, "Configuring your third-party SAML identity provider".</remarks>
public static partial class SamlMetadata
{
    private static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";
    private const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static readonly string[] Bindings =
    [
        "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
        "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
    ];

    static SamlMetadata() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The document as text, whatever encoding the file has. A template is UTF-8, and so the declaration says.</summary>
    /// <exception cref="XmlException">It is not well-formed, in an encoding that nobody knows, or not in the one that it declares.</exception>
    public static string Text(byte[] content)
    {
        using var reader = new XmlTextReader(new MemoryStream(content)) { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        Encoding? encoding = null;
        // To the end: letters that the encoding does not have may stand anywhere.
        while (reader.Read())
            encoding ??= reader.Encoding;
        using var decoded = new StreamReader(new MemoryStream(content), encoding ?? Encoding.UTF8);
        return DeclaredEncoding().Replace(decoded.ReadToEnd(), "$1UTF-8$3");
    }

    /// <summary>What is wrong with a file, as the end of a sentence that begins with its name, or null.</summary>
    /// <param name="content">The file.</param>
    /// <param name="signOut">Whether sign-out is to reach the provider.</param>
    /// <param name="now">The time that the document has to be valid at.</param>
    public static string? Problem(byte[] content, bool signOut, DateTimeOffset now)
    {
        try
        {
            return Problem(XDocument.Parse(Text(content)).Root!, signOut, now);
        }
        catch (XmlException)
            when (Encoding
                    .Latin1.GetString(content)
                    .Replace("\0", string.Empty, StringComparison.Ordinal)
                    .Contains("<!DOCTYPE", StringComparison.Ordinal)
            )
        {
            return "has a DTD, which metadata does not need and a document from elsewhere may not have. Export it again from the provider.";
        }
        catch (FormatException)
        {
            return "has a validUntil that is no time, such as 2030-01-01T00:00:00Z. Export it again from the provider.";
        }
        catch (XmlException e)
        {
            return $"is not well-formed XML in the encoding that it declares: {e.Message} Export it again from the provider, or save it as UTF-8.";
        }
    }

    private static string? Problem(XElement root, bool signOut, DateTimeOffset now)
    {
        if (root.Name == Metadata + "EntitiesDescriptor")
            return $"is an aggregate of {root.Descendants(Metadata + "EntityDescriptor").Count()} entities (EntitiesDescriptor), and Cognito takes one. Keep the EntityDescriptor of your provider as the root.";
        if (root.Name != Metadata + "EntityDescriptor")
            return $"is not SAML 2.0 metadata: its root is {root.Name}, not EntityDescriptor of {Metadata}. Export it again from the provider.";
        if (string.IsNullOrEmpty(root.Attribute("entityID")?.Value))
            return "has no entityID, so that no answer could be told to be the provider's. Export it again from the provider.";
        var descriptors = root.Elements(Metadata + "IDPSSODescriptor").ToList();
        if (descriptors.Count == 0)
            return "describes no identity provider (IDPSSODescriptor). It may be the metadata of a service provider: export the other one.";
        if (descriptors.FirstOrDefault(SpeaksSaml2) is not { } idp)
            return $"describes a provider of \"{descriptors[0].Attribute("protocolSupportEnumeration")!.Value}\", but Cognito speaks {Protocol} alone. Let the provider speak it, and export again.";
        if (new[] { root, idp }.Select(Expired).FirstOrDefault(until => until <= now) is { } expired)
            return $"was valid until {expired:yyyy-MM-dd'T'HH:mm:ss'Z'}, which has passed. Export it again from the provider.";
        if (!Reachable(idp, "SingleSignOnService"))
            return "has no SingleSignOnService with the binding HTTP-Redirect or HTTP-POST and an https address, where sign-ins would go. Export it again from the provider.";
        if (signOut && !Reachable(idp, "SingleLogoutService"))
            return "has no SingleLogoutService with the binding HTTP-Redirect or HTTP-POST and an https address, but signOut is true. Set it to false, or let the provider offer single logout and export again.";
        var keys = idp.Elements(Metadata + "KeyDescriptor").Where(k => k.Attribute("use")?.Value is null or "signing").ToList();
        var certificates = keys.SelectMany(k => k.Descendants(Signature + "X509Certificate"))
            .Select(c => string.Concat(c.Value.Where(l => !char.IsWhiteSpace(l))))
            .Where(c => c.Length > 0)
            .ToList();
        if (certificates.FirstOrDefault(c => !Base64().IsMatch(c)) is { } bad)
            return $"has an X509Certificate that is not Base64 alone: \"{bad[..Math.Min(bad.Length, 24)]}…\". Export it again from the provider.";
        return certificates.Count > 0
            ? null
            : "has no X509Certificate for signing (KeyDescriptor without use, or with use=\"signing\"), so no assertion could be checked. Export it again from the provider.";
    }

    /// <summary>Older providers describe SAML 1.1 beside it, or alone.</summary>
    private static bool SpeaksSaml2(XElement descriptor) =>
        descriptor.Attribute("protocolSupportEnumeration")?.Value.Split((char[]?)null).Contains(Protocol) != false;

    private static DateTimeOffset? Expired(XElement element) =>
        element.Attribute("validUntil")?.Value is { } until ? XmlConvert.ToDateTimeOffset(until).ToUniversalTime() : null;

    private static bool Reachable(XElement idp, string service) =>
        idp.Elements(Metadata + service)
            .Any(s =>
                Bindings.Contains(s.Attribute("Binding")?.Value)
                && s.Attribute("Location")?.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true
            );

    [GeneratedRegex("^[A-Za-z0-9+/]+={0,2}$")]
    private static partial Regex Base64();

    [GeneratedRegex("""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([^"']+)(["'])""")]
    private static partial Regex DeclaredEncoding();
}
