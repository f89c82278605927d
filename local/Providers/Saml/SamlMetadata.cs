using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>What an identity provider says of itself. Its certificates are the only ones that vouch for its messages.</summary>
/// <param name="EntityId">Its name: the issuer of its messages.</param>
/// <param name="SignIn">Where it takes requests to sign in, by binding.</param>
/// <param name="SignOut">Where it takes requests to sign out, by binding; empty where it takes none.</param>
/// <param name="SigningCertificates">Any of them vouches: a provider that changes its key has two for a while.</param>
/// <param name="WantsSignedRequests">Whether it answers signed requests only.</param>
/// <param name="ValidUntil">When it is to be read again; null where it does not say.</param>
/// <remarks>Source: "Things to know about SAML IdPs in Amazon Cognito user pools". https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp-things-to-know.html</remarks>
internal sealed record SamlMetadata(
    string EntityId,
    ImmutableDictionary<string, Uri> SignIn,
    ImmutableDictionary<string, Uri> SignOut,
    ImmutableArray<X509Certificate2> SigningCertificates,
    bool WantsSignedRequests,
    DateTimeOffset? ValidUntil
)
{
    private const string Idp = "IDPSSODescriptor";

    /// <summary>Reads a document of metadata: of one entity, as AWS takes it.</summary>
    /// <exception cref="ProviderException">It describes no identity provider that a pool can use.</exception>
    public static SamlMetadata Parse(string xml)
    {
        var entity = SamlXml.Document(xml.TrimStart('\uFEFF').TrimStart()).DocumentElement!;
        if (
            entity is not { LocalName: "EntityDescriptor", NamespaceURI: SamlNames.Metadata }
            || entity.Child(Idp, SamlNames.Metadata) is not { } descriptor
        )
            throw new ProviderException("metadata", $"the document is no EntityDescriptor with an {Idp}");
        var read = new SamlMetadata(
            entity.GetAttribute("entityID"),
            Addresses(descriptor, "SingleSignOnService"),
            Addresses(descriptor, "SingleLogoutService"),
            [.. Certificates(descriptor)],
            descriptor.Attribute("WantAuthnRequestsSigned") is "true" or "1",
            Earlier(entity.Time("validUntil"), descriptor.Time("validUntil"))
        );
        return read switch
        {
            { EntityId: "" } => throw new ProviderException("metadata", "there is no entityID"),
            { SignIn.IsEmpty: true } => throw new ProviderException(
                "metadata",
                "there is no SingleSignOnService by HTTP-Redirect or HTTP-POST"
            ),
            { SigningCertificates: [] } => throw new ProviderException("metadata", "there is no certificate for signing"),
            _ => read,
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static ImmutableDictionary<string, Uri> Addresses(XmlElement descriptor, string service) =>
        descriptor
            .Children(service, SamlNames.Metadata)
            .Where(s => s.GetAttribute("Binding") is SamlNames.Redirect or SamlNames.Post)
            .DistinctBy(s => s.GetAttribute("Binding"))
            .ToImmutableDictionary(s => s.GetAttribute("Binding"), s => Address(s.GetAttribute("Location")));

    private static Uri Address(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ProviderException("metadata", $"{location} is no address of the web");

    // A key without a use is for both.
    private static IEnumerable<X509Certificate2> Certificates(XmlElement descriptor) =>
        descriptor
            .Children("KeyDescriptor", SamlNames.Metadata)
            .Where(key => key.GetAttribute("use") is "" or "signing")
            .SelectMany(key => key.Children("KeyInfo", SamlNames.Signature))
            .SelectMany(info => info.Children("X509Data", SamlNames.Signature))
            .SelectMany(data => data.Children("X509Certificate", SamlNames.Signature))
            .Select(Certificate)
            .DistinctBy(certificate => certificate.Thumbprint);

    private static X509Certificate2 Certificate(XmlElement element)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(element.InnerText));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new ProviderException("metadata", $"a certificate cannot be read: {e.Message}");
        }
    }
}
