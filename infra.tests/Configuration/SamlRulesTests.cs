using System.Text;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Configuration;

public sealed class SamlRulesTests
{
    private const string File = "saml/corp.xml";
    private const string At = "$.identityProviders.Corp.metadataFile: \"saml/corp.xml\" ";
    private const string FromFile = $"\"metadataFile\": \"{File}\"";

    [Fact]
    public void Metadata_comes_from_one_place()
    {
        Saml("\"signOut\": true")
            .IsRefused("$.identityProviders.Corp.metadataUrl: is missing. Give metadataUrl (Cognito then follows the provider's new certificates), or metadataFile.");
        With(SamlMetadata.IdentityProvider(), FromFile + ", \"metadataUrl\": \"https://idp.example.com\"")
            .IsRefused("$.identityProviders.Corp.metadataFile: \"saml/corp.xml\" stands beside metadataUrl \"https://idp.example.com\". Keep one.");
        Saml("\"metadataUrl\": \"https://idp.example.com\"").IsAccepted();
        With(SamlMetadata.IdentityProvider()).IsAccepted();
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() => Saml(FromFile).IsRefused(At + "is not a file below cdk/. Put the provider's metadata there.");

    [Theory]
    [InlineData("../secrets.xml")]
    [InlineData("/etc/passwd")]
    public void A_file_elsewhere_is_refused(string path) => Saml($"\"metadataFile\": \"{path}\"")
        .IsRefused($"$.identityProviders.Corp.metadataFile: \"{path}\" must be a path below cdk/, such as saml/corp.xml.");

    [Theory]
    [InlineData("", "Root element is missing.")]
    [InlineData("<md:EntityDescriptor", "Unexpected end of file while parsing Name has occurred. Line 1, position 21.")]
    [InlineData("not XML", "Data at the root level is invalid. Line 1, position 1.")]
    public void A_file_that_is_not_XML_is_refused(string content, string why) => With(content).IsRefused($"{At}is not well-formed XML: {why} Export it again from the provider.");

    [Fact]
    public void A_document_that_reaches_elsewhere_is_refused()
    {
        const string Dtd = """<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>""";
        With(Dtd + "<x>&secret;</x>").IsRefused(At + "has a DTD, which metadata does not need and a document from elsewhere may not have. Export it again from the provider.");
    }

    [Fact]
    public void A_document_that_is_not_metadata_is_refused()
    {
        With("<html/>").IsRefused(At + "is not SAML 2.0 metadata: its root is html, not EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata. Export it again from the provider.");
        With(SamlMetadata.Of(string.Empty, "EntitiesDescriptor"))
            .IsRefused(At + "is not SAML 2.0 metadata: its root is {urn:oasis:names:tc:SAML:2.0:metadata}EntitiesDescriptor, not EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata. Export it again from the provider.");
        With("<EntityDescriptor/>").IsRefused(At + "is not SAML 2.0 metadata: its root is EntityDescriptor, not EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata. Export it again from the provider.");
    }

    [Fact]
    public void Metadata_of_a_service_provider_is_refused() => With(SamlMetadata.Of("<md:SPSSODescriptor/>"))
        .IsRefused(At + "describes no identity provider (IDPSSODescriptor). It may be the metadata of a service provider: export the other one.");

    [Fact]
    public void Metadata_without_a_place_to_sign_in_is_refused() => With(SamlMetadata.IdentityProvider(SamlMetadata.Key))
        .IsRefused(At + "has no SingleSignOnService, where sign-ins would go. Export it again from the provider.");

    [Fact]
    public void Metadata_without_a_certificate_is_refused() => With(SamlMetadata.IdentityProvider(SamlMetadata.SignOn))
        .IsRefused(At + "has no X509Certificate, so no assertion could be checked. Export it again from the provider.");

    [Fact]
    public void A_byte_order_mark_is_accepted()
    {
        var files = new TextFiles();
        files.Add(File, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SamlMetadata.IdentityProvider())]);
        Saml(FromFile, files).IsAccepted();
    }

    private static Outcome With(string content, string saml = FromFile) => Saml(saml, new TextFiles { [File] = content });

    private static Outcome Saml(string saml, TextFiles? files = null) => Given.Environment(
        $$"""{ "identityProviders": { "Corp": { "type": "saml", "attributes": { "email": "mail" }, {{saml}} } }, {{Clients.Offering("Corp")}} }""", files);
}
