using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.Tests.Functions;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>A pool, its provider, and whoever forges the provider's messages. What is sent is written here by hand: the code under test has no part in it.</summary>
internal sealed class Peer
{
    public const string Issuer = "https://idp.example.com/metadata";
    public const string Request = "_request1";
    public const string Consumer = "http://localhost:4566/saml2/idpresponse";
    public const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Samlp = "urn:oasis:names:tc:SAML:2.0:protocol";

    // Keys take long to make, and no test changes them.
    private static readonly (X509Certificate2 Idp, X509Certificate2 Signing, X509Certificate2 Encryption) Keys = (
        NewKey("idp"),
        NewKey("signing"),
        NewKey("encryption")
    );

    public Peer()
    {
        Pool = new(
            SamlServiceProvider.NameOf("eu-central-1_abc"),
            new(Consumer),
            new("http://localhost:4566/saml2/logout"),
            Keys.Signing,
            Keys.Encryption
        );
        Protocol = new(Clock, new(Clock));
    }

    public TestClock Clock { get; } = new();

    public SamlProtocol Protocol { get; }

    public SamlServiceProvider Pool { get; }

    public X509Certificate2 Key { get; } = Keys.Idp;

    public static X509Certificate2 NewKey(string name)
    {
        using var rsa = RSA.Create(2048);
        return new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(30)
        );
    }

    public static string Metadata(string inside = "", params X509Certificate2[] signing) =>
        $"""
            <?xml version="1.0"?>
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{Issuer}">
              <md:IDPSSODescriptor protocolSupportEnumeration="{Samlp}">
                {string.Concat(
                signing.Select(c =>
                    $"<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>\n{Convert.ToBase64String(c.RawData, Base64FormattingOptions.InsertLineBreaks)}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
                )
            )}
                {inside}
                <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/slo"/>
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso/post"/>
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso?tenant=1"/>
              </md:IDPSSODescriptor>
            </md:EntityDescriptor>
            """;

    public SamlMetadata Provider(params X509Certificate2[] signing) =>
        SamlMetadata.Parse(Metadata("", signing.Length == 0 ? [Key] : signing));

    public SamlExpectation Expected(params X509Certificate2[] signing) => SamlExpectation.Of(Provider(signing), Pool, Request);

    public string At(double minutes) => Clock.GetUtcNow().AddMinutes(minutes).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null);

    /// <summary>A response that is right, but for what is replaced in it; nobody has signed it.</summary>
    public XmlDocument Response(params (string Old, string New)[] but)
    {
        var text = $"""
            <samlp:Response xmlns:samlp="{Samlp}" xmlns:saml="{Saml}" ID="_response" Version="2.0" IssueInstant="{At(
                0
            )}" Destination="{Consumer}" InResponseTo="{Request}">
              <saml:Issuer>{Issuer}</saml:Issuer>
              <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
              <saml:Assertion ID="_assertion" Version="2.0" IssueInstant="{At(0)}">
                <saml:Issuer>{Issuer}</saml:Issuer>
                <saml:Subject>
                  <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ada@corp.example</saml:NameID>
                  <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{Request}" Recipient="{Consumer}" NotOnOrAfter="{At(
                5
            )}"/></saml:SubjectConfirmation>
                </saml:Subject>
                <saml:Conditions NotBefore="{At(-1)}" NotOnOrAfter="{At(
                5
            )}"><saml:AudienceRestriction><saml:Audience>{Pool.EntityId}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
                <saml:AuthnStatement AuthnInstant="{At(0)}" SessionIndex="_session"/>
                <saml:AttributeStatement>
                  <saml:Attribute Name="email"><saml:AttributeValue>ada@corp.example</saml:AttributeValue></saml:Attribute>
                  <saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>admins, all</saml:AttributeValue></saml:Attribute>
                </saml:AttributeStatement>
              </saml:Assertion>
            </samlp:Response>
            """;
        foreach (var (old, now) in but)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        return Load(text);
    }

    public static XmlDocument Load(string text)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(text);
        return document;
    }

    /// <summary>Signs an element of a document, as the provider does.</summary>
    public XmlDocument Signed(
        XmlDocument document,
        string element = "Assertion",
        X509Certificate2? with = null,
        Action<SignedXml>? but = null,
        bool says = true
    )
    {
        var target = (XmlElement)document.SelectSingleNode($"//*[local-name()='{element}']")!;
        var key = with ?? Key;
        var signed = new SignedXml(document) { SigningKey = key.GetRSAPrivateKey() };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        var reference = new Reference($"#{target.GetAttribute("ID")}");
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        if (says)
            signed.KeyInfo.AddClause(new KeyInfoX509Data(key));
        but?.Invoke(signed);
        signed.ComputeSignature();
        target.InsertAfter(document.ImportNode(signed.GetXml(), true), target.SelectSingleNode("*[local-name()='Issuer']"));
        return document;
    }

    public static string Form(XmlDocument document) => Form(document.OuterXml);

    public static string Form(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));

    public SamlAssertion Verify(XmlDocument document, SamlExpectation? expected = null) =>
        Protocol.Verify(expected ?? Expected(), Form(document));

    /// <summary>The message is refused by one check.</summary>
    public ProviderException Refused(string check, XmlDocument document, SamlExpectation? expected = null) =>
        Refused(check, document.OuterXml, expected);

    /// <inheritdoc cref="Refused(string, XmlDocument, SamlExpectation?)"/>
    public ProviderException Refused(string check, string xml, SamlExpectation? expected = null)
    {
        var refusal = Assert.Throws<ProviderException>(() => Protocol.Verify(expected ?? Expected(), Form(xml)));
        Assert.True(check == refusal.Check, refusal.Message);
        return refusal;
    }
}
