using System.Text;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests;

public sealed class SamlRulesTests
{
    private const string File = "saml/corp.xml";
    private const string At = "$.identityProviders.Corp.metadataFile: \"saml/corp.xml\" ";
    private const string FromFile = $"\"metadataFile\": \"{File}\"";

    [Fact]
    public void Metadata_comes_from_one_place()
    {
        Saml("\"signOut\": true")
            .IsRefused(
                "$.identityProviders.Corp.metadataUrl: is missing. Give metadataUrl (Cognito then follows the provider's new certificates), or metadataFile."
            );
        With(MetadataXml.IdentityProvider(), FromFile + ", \"metadataUrl\": \"https://idp.example.com\"")
            .IsRefused(
                "$.identityProviders.Corp.metadataFile: \"saml/corp.xml\" stands beside metadataUrl \"https://idp.example.com\". Keep one."
            );
        Saml("\"metadataUrl\": \"https://idp.example.com\"").IsAccepted();
        With(MetadataXml.IdentityProvider()).IsAccepted();
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Saml(FromFile).IsRefused(At + "is not a file below cdk/. Put the provider's metadata there.");

    [Theory]
    [InlineData("../secrets.xml")]
    [InlineData("/etc/passwd")]
    public void A_file_elsewhere_is_refused(string path) =>
        Saml($"\"metadataFile\": \"{path}\"")
            .IsRefused($"$.identityProviders.Corp.metadataFile: \"{path}\" must be a path below cdk/, such as saml/corp.xml.");

    [Theory]
    [InlineData("", "Root element is missing.")]
    [InlineData("<md:EntityDescriptor", "Unexpected end of file while parsing Name has occurred. Line 1, position 21.")]
    [InlineData("not XML", "Data at the root level is invalid. Line 1, position 1.")]
    public void A_file_that_is_not_XML_is_refused(string content, string why) =>
        With(content)
            .IsRefused(
                $"{At}is not well-formed XML in the encoding that it declares: {why} Export it again from the provider, or save it as UTF-8."
            );

    [Fact]
    public void A_document_that_reaches_elsewhere_is_refused()
    {
        const string Dtd = """<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>""";
        With(Dtd + "<x>&secret;</x>")
            .IsRefused(
                At
                    + "has a DTD, which metadata does not need and a document from elsewhere may not have. Export it again from the provider."
            );
    }

    [Fact]
    public void A_document_that_is_not_metadata_is_refused()
    {
        With("<html/>")
            .IsRefused(
                At
                    + "is not SAML 2.0 metadata: its root is html, not EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata. Export it again from the provider."
            );
        With(MetadataXml.Of("<md:EntityDescriptor/><md:EntityDescriptor/>", "EntitiesDescriptor"))
            .IsRefused(
                At
                    + "is an aggregate of 2 entities (EntitiesDescriptor), and Cognito takes one. Keep the EntityDescriptor of your provider as the root."
            );
        With(MetadataXml.IdentityProvider().Replace(" entityID=\"https://idp.example.com\"", string.Empty, StringComparison.Ordinal))
            .IsRefused(At + "has no entityID, so that no answer could be told to be the provider's. Export it again from the provider.");
        With("<EntityDescriptor/>")
            .IsRefused(
                At
                    + "is not SAML 2.0 metadata: its root is EntityDescriptor, not EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata. Export it again from the provider."
            );
    }

    [Fact]
    public void Metadata_of_a_service_provider_is_refused() =>
        With(MetadataXml.Of("<md:SPSSODescriptor/>"))
            .IsRefused(
                At
                    + "describes no identity provider (IDPSSODescriptor). It may be the metadata of a service provider: export the other one."
            );

    [Fact]
    public void Metadata_without_a_place_to_sign_in_is_refused() =>
        With(MetadataXml.IdentityProvider(MetadataXml.Key))
            .IsRefused(
                At
                    + "has no SingleSignOnService with the binding HTTP-Redirect or HTTP-POST and an https address, where sign-ins would go. Export it again from the provider."
            );

    [Fact]
    public void Metadata_without_a_certificate_for_signing_is_refused()
    {
        const string Error =
            At
            + "has no X509Certificate for signing (KeyDescriptor without use, or with use=\"signing\"), so no assertion could be checked. Export it again from the provider.";
        With(MetadataXml.IdentityProvider(MetadataXml.SignOn)).IsRefused(Error);
        With(MetadataXml.IdentityProvider(MetadataXml.Key.Replace("signing", "encryption", StringComparison.Ordinal) + MetadataXml.SignOn))
            .IsRefused(Error);
        With(MetadataXml.IdentityProvider(MetadataXml.Key.Replace("MIIC", " ", StringComparison.Ordinal) + MetadataXml.SignOn))
            .IsRefused(Error);
        With(
                MetadataXml.IdentityProvider(
                    MetadataXml.Key.Replace(" use=\"signing\"", string.Empty, StringComparison.Ordinal) + MetadataXml.SignOn
                )
            )
            .IsAccepted();
    }

    [Theory]
    [InlineData("HTTP-Artifact")]
    [InlineData("SOAP")]
    public void A_binding_that_Cognito_does_not_use_is_no_place_to_sign_in(string binding) =>
        With(MetadataXml.IdentityProvider(MetadataXml.Key + MetadataXml.SignOn.Replace("HTTP-Redirect", binding, StringComparison.Ordinal)))
            .IsRefused(
                At
                    + "has no SingleSignOnService with the binding HTTP-Redirect or HTTP-POST and an https address, where sign-ins would go. Export it again from the provider."
            );

    [Fact]
    public void An_address_of_http_is_no_place_to_sign_in() =>
        With(MetadataXml.IdentityProvider(MetadataXml.Key + MetadataXml.SignOn.Replace("https:", "http:", StringComparison.Ordinal)))
            .IsRefused(
                At
                    + "has no SingleSignOnService with the binding HTTP-Redirect or HTTP-POST and an https address, where sign-ins would go. Export it again from the provider."
            );

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:1.1:protocol")]
    [InlineData("urn:oasis:names:tc:SAML:1.1:protocol urn:mace:shibboleth:1.0")]
    public void A_provider_of_an_older_SAML_is_refused(string protocols)
    {
        var older = MetadataXml
            .IdentityProvider()
            .Replace("\"urn:oasis:names:tc:SAML:2.0:protocol\"", $"\"{protocols}\"", StringComparison.Ordinal);
        With(older)
            .IsRefused(
                At
                    + $"describes a provider of \"{protocols}\", but Cognito speaks urn:oasis:names:tc:SAML:2.0:protocol alone. Let the provider speak it, and export again."
            );
        With(older.Replace(protocols, $"{protocols} urn:oasis:names:tc:SAML:2.0:protocol", StringComparison.Ordinal)).IsAccepted();
    }

    [Theory]
    [InlineData("hello, this is no certificate", "hello,thisisnocertificat")]
    [InlineData("-----BEGIN CERTIFICATE----- MIIC -----END CERTIFICATE-----", "-----BEGINCERTIFICATE---")]
    public void A_certificate_is_Base64_alone(string certificate, string shown) =>
        With(MetadataXml.IdentityProvider(MetadataXml.Key.Replace("MIIC", certificate, StringComparison.Ordinal) + MetadataXml.SignOn))
            .IsRefused(At + $"has an X509Certificate that is not Base64 alone: \"{shown}…\". Export it again from the provider.");

    [Fact]
    public void A_certificate_may_have_lines() =>
        With(
                MetadataXml.IdentityProvider(
                    MetadataXml.Key.Replace("MIIC", "\n  MI\n  IC==\n", StringComparison.Ordinal) + MetadataXml.SignOn
                )
            )
            .IsAccepted();

    [Theory]
    [InlineData("{{resolve:ssm:/x}}", "{{resolve:")]
    [InlineData("${Token[TOKEN.5]}", "${Token[")]
    public void What_CloudFormation_would_replace_is_refused(string text, string shown) =>
        With(MetadataXml.IdentityProvider(MetadataXml.Key + MetadataXml.SignOn + $"<!-- {text} -->"))
            .IsRefused(At + $"may not hold \"{shown}\": CloudFormation or the CDK would put something else in its place.");

    [Fact]
    public void Metadata_has_room_for_131072_characters()
    {
        string Sized(int length)
        {
            var bare = MetadataXml.IdentityProvider(MetadataXml.Key + MetadataXml.SignOn + "<!---->");
            return bare.Replace("<!---->", $"<!--{new string('x', length - bare.Length)}-->", StringComparison.Ordinal);
        }
        With(Sized(131_072)).IsAccepted();
        With(Sized(131_073))
            .IsRefused(At + "has 131,073 characters; Cognito takes 131,072. Leave out what is of no use to it, or give metadataUrl.");
    }

    [Fact]
    public void Sign_out_needs_a_place_to_sign_out()
    {
        With(MetadataXml.IdentityProvider(), FromFile + ", \"signOut\": true")
            .IsRefused(
                At
                    + "has no SingleLogoutService with the binding HTTP-Redirect or HTTP-POST and an https address, but signOut is true. Set it to false, or let the provider offer single logout and export again."
            );
        With(
                MetadataXml.IdentityProvider(
                    MetadataXml.Key
                        + MetadataXml.SignOn
                        + MetadataXml.SignOn.Replace("SingleSignOnService", "SingleLogoutService", StringComparison.Ordinal)
                ),
                FromFile + ", \"signOut\": true"
            )
            .IsAccepted();
    }

    [Fact]
    public void Metadata_is_valid_now()
    {
        With(ValidUntil("2020-01-01T00:00:00Z"))
            .IsRefused(At + "was valid until 2020-01-01T00:00:00Z, which has passed. Export it again from the provider.");
        With(ValidUntil("2020-06-01T12:00:00+02:00"))
            .IsRefused(At + "was valid until 2020-06-01T10:00:00Z, which has passed. Export it again from the provider.");
        With(ValidUntil("tomorrow"))
            .IsRefused(At + "has a validUntil that is no time, such as 2030-01-01T00:00:00Z. Export it again from the provider.");
        With(ValidUntil("9999-01-01T00:00:00Z")).IsAccepted();

        static string ValidUntil(string time) =>
            MetadataXml.IdentityProvider().Replace(" entityID=", $" validUntil=\"{time}\" entityID=", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public void A_document_is_read_in_the_encoding_that_it_declares(string encoding)
    {
        var text = MetadataXml
            .IdentityProvider(MetadataXml.Key + MetadataXml.SignOn + "<md:NameIDFormat>Zürich</md:NameIDFormat>")
            .Replace("UTF-8", encoding, StringComparison.Ordinal);
        var files = new TextFiles();
        var known = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        files.Add(File, [.. known.Preamble, .. known.GetBytes(text)]);
        Saml(FromFile, files).IsAccepted();
        var deployed = SamlMetadata.Text(files.Read(File)!);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", deployed, StringComparison.Ordinal);
        Assert.Contains("Zürich", deployed, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_that_is_not_the_declared_one_is_refused()
    {
        var files = new TextFiles();
        files.Add(
            File,
            Encoding.Latin1.GetBytes(
                MetadataXml.IdentityProvider(MetadataXml.Key + MetadataXml.SignOn + "<md:NameIDFormat>Zürich</md:NameIDFormat>")
            )
        );
        Assert.Contains(
            "is not well-formed XML in the encoding that it declares",
            Assert.Single(Saml(FromFile, files).Errors),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is not well-formed XML in the encoding that it declares",
            Assert.Single(With(MetadataXml.IdentityProvider().Replace("UTF-8", "klingon", StringComparison.Ordinal)).Errors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_byte_order_mark_is_accepted()
    {
        var files = new TextFiles();
        files.Add(File, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(MetadataXml.IdentityProvider())]);
        Saml(FromFile, files).IsAccepted();
    }

    private static Outcome With(string content, string saml = FromFile) => Saml(saml, new TextFiles { [File] = content });

    private static Outcome Saml(string saml, TextFiles? files = null) =>
        Given.Environment(
            $$"""{ "identityProviders": { "Corp": { "type": "saml", "attributes": { "email": "mail" }, {{saml}} } }, {{Clients.Offering("Corp")}} }""",
            files
        );
}
