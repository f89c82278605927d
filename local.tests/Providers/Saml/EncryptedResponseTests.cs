using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>Assertions that only the pool can read.</summary>
public sealed class EncryptedResponseTests
{
    private readonly Peer peer = new();

    private SamlExpectation Demanded => peer.Expected() with { IsEncrypted = true };

    [Theory]
    [InlineData(EncryptedXml.XmlEncAES128Url, 16)]
    [InlineData(EncryptedXml.XmlEncAES192Url, 24)]
    [InlineData(EncryptedXml.XmlEncAES256Url, 32)]
    public void An_assertion_that_another_program_encrypted_is_read(string algorithm, int bytes)
    {
        Assert.Equal(
            "ada@corp.example",
            peer.Verify(Encrypted(peer.Signed(peer.Response()), peer.Pool.Encryption, algorithm, bytes), Demanded).Session.NameId
        );
        var signed = peer.Signed(Encrypted(peer.Response(("_assertion", "_other")), peer.Pool.Encryption, algorithm, bytes), "Response");
        Assert.Equal("ada@corp.example", peer.Verify(signed, Demanded).Session.NameId);
    }

    [Fact]
    public void What_this_program_encrypts_with_AES_GCM_is_read()
    {
        var response = peer.Signed(peer.Response());
        var assertion = (XmlElement)response.SelectSingleNode("//*[local-name()='Assertion']")!;
        assertion.ParentNode!.ReplaceChild(SamlEncryption.Encrypted(assertion, peer.Pool.Encryption), assertion);
        Assert.Equal("ada@corp.example", peer.Verify(response, Demanded).Session.NameId);
    }

    [Fact]
    public void Where_the_settings_demand_it_an_assertion_in_the_clear_is_refused() =>
        peer.Refused("encryption", peer.Signed(peer.Response()), Demanded);

    [Fact]
    public void What_is_encrypted_for_somebody_else_is_refused()
    {
        using var other = Peer.NewKey("other");
        peer.Refused("encryption", Encrypted(peer.Signed(peer.Response()), other));
        peer.Refused("encryption", Encrypted(peer.Signed(peer.Response()), peer.Pool.Signing));
    }

    [Fact]
    public void Anyone_can_encrypt_so_what_is_encrypted_must_be_signed_too()
    {
        using var attacker = Peer.NewKey("idp");
        peer.Refused("unsigned", Encrypted(peer.Response()));
        peer.Refused("signer", Encrypted(peer.Signed(peer.Response(), with: attacker)));
    }

    [Fact]
    public void An_assertion_that_is_swapped_for_another_encrypted_one_is_refused()
    {
        var signed = peer.Signed(Encrypted(peer.Response()), "Response");
        var own = Encrypted(peer.Response(("ada@corp.example</saml:NameID>", "eve@corp.example</saml:NameID>")));
        var place = signed.SelectSingleNode("//*[local-name()='EncryptedAssertion']")!;
        place.ParentNode!.ReplaceChild(signed.ImportNode(own.SelectSingleNode("//*[local-name()='EncryptedAssertion']")!, true), place);
        peer.Refused("signature", signed);
    }

    [Theory]
    [InlineData("<x/>", "encryption")]
    [InlineData("text", "encryption")]
    [InlineData(
        """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1"/><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_2"/>""",
        "encryption"
    )]
    [InlineData("""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1"/></around><around>""", "malformed")]
    [InlineData(
        """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1"><saml:Assertion ID="_2"/></saml:Assertion>""",
        "wrapping"
    )]
    [InlineData(
        """<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1">&y;</saml:Assertion>""",
        "doctype"
    )]
    [InlineData("""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1"><!-- x --></saml:Assertion>""", "comment")]
    public void What_comes_out_is_looked_at_as_hard_as_what_came_in(string plain, string check) =>
        peer.Refused(check, Encrypted(peer.Response(), peer.Pool.Encryption, plain: plain));

    [Theory]
    [InlineData(EncryptedXml.XmlEncRSAOAEPUrl, EncryptedXml.XmlEncRSA15Url)]
    [InlineData(EncryptedXml.XmlEncAES256Url, EncryptedXml.XmlEncTripleDESUrl)]
    [InlineData(EncryptedXml.XmlEncAES256Url, "http://www.w3.org/2009/xmlenc11#aes999-gcm")]
    public void Older_and_unknown_algorithms_are_refused(string old, string now) =>
        peer.Refused("algorithm", Encrypted(peer.Signed(peer.Response())).OuterXml.Replace(old, now, StringComparison.Ordinal));

    [Fact]
    public void Ciphertext_that_is_cut_is_refused()
    {
        var response = Encrypted(peer.Signed(peer.Response()));
        foreach (var node in response.SelectNodes("//*[local-name()='CipherValue']")!.OfType<XmlElement>().Reverse())
        {
            node.InnerText = "AAAA";
            peer.Refused("encryption", response);
        }
    }

    private XmlDocument Encrypted(XmlDocument response) => Encrypted(response, peer.Pool.Encryption);

    /// <summary>.NET's own encryption, for any receiver.</summary>
    private static XmlDocument Encrypted(
        XmlDocument response,
        X509Certificate2 to,
        string algorithm = EncryptedXml.XmlEncAES256Url,
        int bytes = 32,
        string? plain = null
    )
    {
        var assertion = (XmlElement)response.SelectSingleNode("//*[local-name()='Assertion']")!;
        using var aes = Aes.Create();
        aes.Key = RandomNumberGenerator.GetBytes(bytes);
        using var rsa = to.GetRSAPublicKey()!;
        var key = new EncryptedKey
        {
            CipherData = new(EncryptedXml.EncryptKey(aes.Key, rsa, useOAEP: true)),
            EncryptionMethod = new(EncryptedXml.XmlEncRSAOAEPUrl),
        };
        var data = new EncryptedData { Type = EncryptedXml.XmlEncElementUrl, EncryptionMethod = new(algorithm) };
        data.KeyInfo.AddClause(new KeyInfoEncryptedKey(key));
        // As it stands in the response: its prefix is declared outside.
        var text = plain ?? assertion.OuterXml.Replace($" xmlns:saml=\"{Peer.Saml}\"", "", StringComparison.Ordinal);
        data.CipherData = new(new EncryptedXml().EncryptData(Encoding.UTF8.GetBytes(text), aes));
        var encrypted = response.CreateElement("saml", "EncryptedAssertion", Peer.Saml);
        encrypted.AppendChild(response.ImportNode(data.GetXml(), true));
        assertion.ParentNode!.ReplaceChild(encrypted, assertion);
        return response;
    }
}
