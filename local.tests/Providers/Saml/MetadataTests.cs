using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

public sealed class MetadataTests
{
    private readonly Peer peer = new();

    [Fact]
    public void Names_addresses_and_certificates_are_read()
    {
        using var next = Peer.NewKey("next");
        var read = SamlMetadata.Parse("\uFEFF" + Peer.Metadata("<!-- ours -->", peer.Key, next, peer.Key));
        Assert.Equal((Peer.Issuer, false, null), (read.EntityId, read.WantsSignedRequests, read.ValidUntil));
        Assert.Equal(
            ["https://idp.example.com/sso/post", "https://idp.example.com/sso?tenant=1"],
            read.SignIn.Values.Select(uri => uri.AbsoluteUri).Order()
        );
        Assert.Equal("https://idp.example.com/slo", Assert.Single(read.SignOut).Value.AbsoluteUri);
        Assert.Equal([peer.Key.Thumbprint, next.Thumbprint], read.SigningCertificates.Select(certificate => certificate.Thumbprint));
    }

    [Fact]
    public void A_key_without_a_use_signs_and_one_for_encryption_does_not()
    {
        using var other = Peer.NewKey("other");
        Assert.Equal(
            peer.Key.Thumbprint,
            Assert
                .Single(
                    SamlMetadata
                        .Parse(Peer.Metadata("", peer.Key).Replace(" use=\"signing\"", "", StringComparison.Ordinal))
                        .SigningCertificates
                )
                .Thumbprint
        );
        Assert.Equal(
            "metadata",
            Refused(Peer.Metadata("", other).Replace("use=\"signing\"", "use=\"encryption\"", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void It_says_whether_requests_are_signed_and_how_long_it_counts()
    {
        var read = SamlMetadata.Parse(
            Peer.Metadata("", peer.Key)
                .Replace(
                    "IDPSSODescriptor protocol",
                    "IDPSSODescriptor validUntil=\"2030-01-01T00:00:00Z\" WantAuthnRequestsSigned=\"true\" protocol",
                    StringComparison.Ordinal
                )
                .Replace("entityID", "validUntil=\"2031-01-01T00:00:00Z\" entityID", StringComparison.Ordinal)
        );
        Assert.Equal(
            (Peer.Issuer, true, DateTimeOffset.Parse("2030-01-01T00:00:00Z", null)),
            (read.EntityId, read.WantsSignedRequests, read.ValidUntil)
        );
    }

    [Theory]
    [InlineData("IDPSSODescriptor", "SPSSODescriptor", "metadata")]
    [InlineData("md:EntityDescriptor", "md:EntitiesDescriptor", "metadata")]
    [InlineData("entityID=\"https://idp.example.com/metadata\"", "", "metadata")]
    [InlineData("SingleSignOnService", "ArtifactResolutionService", "metadata")]
    [InlineData("bindings:HTTP-", "bindings:SOAP-", "metadata")]
    [InlineData("Location=\"https://idp.example.com/sso/post\"", "Location=\"javascript:alert(1)\"", "metadata")]
    [InlineData("Location=\"https://idp.example.com/slo\"", "Location=\"/slo\"", "metadata")]
    [InlineData("X509Certificate", "X509Digest", "metadata")]
    [InlineData("<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "metadata")]
    [InlineData("<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", "doctype")]
    [InlineData("</md:EntityDescriptor>", "", "malformed")]
    [InlineData("entityID", "validUntil=\"tomorrow\" entityID", "malformed")]
    public void Metadata_that_no_pool_can_use_is_refused(string old, string now, string check) =>
        Assert.Equal(check, Refused(Peer.Metadata("", peer.Key).Replace(old, now, StringComparison.Ordinal)));

    private static string Refused(string xml) => Assert.Throws<ProviderException>(() => SamlMetadata.Parse(xml)).Check;
}
