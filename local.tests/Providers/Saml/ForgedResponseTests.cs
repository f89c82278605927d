using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using CognitoStack.Local.Providers;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>Messages whose signature does not cover what they say.</summary>
public sealed class ForgedResponseTests
{
    private readonly Peer peer = new();

    [Fact]
    public void Who_signs_nothing_is_refused()
    {
        peer.Refused("unsigned", peer.Response());
        var elsewhere = peer.Signed(peer.Response());
        elsewhere.DocumentElement!.AppendChild(elsewhere.SelectSingleNode("//*[local-name()='Signature']")!);
        peer.Refused("wrapping", elsewhere);
    }

    [Fact]
    public void Another_key_is_refused_even_where_its_certificate_comes_with_the_message()
    {
        using var attacker = Peer.NewKey("idp");
        peer.Refused("signer", peer.Signed(peer.Response(), with: attacker));
        peer.Refused("signature", peer.Signed(peer.Response(), with: attacker, says: false));
        peer.Refused("signer", peer.Signed(peer.Signed(peer.Response()), "Response", attacker));
        peer.Refused("signer", peer.Signed(peer.Signed(peer.Response(), with: attacker), "Response"));
    }

    [Theory]
    [InlineData("ada@corp.example</saml:NameID>", "eve@corp.example</saml:NameID>")]
    [InlineData("<saml:AttributeValue>staff", "<saml:AttributeValue>owners")]
    [InlineData(
        "<saml:AttributeValue>staff</saml:AttributeValue>",
        "<saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>owners</saml:AttributeValue>"
    )]
    [InlineData("SessionIndex=\"_session\"", "SessionIndex=\"_sessio\"")]
    public void What_was_changed_after_it_was_signed_is_refused(string old, string now)
    {
        foreach (var element in (string[])["Assertion", "Response"])
        {
            var signed = peer.Signed(peer.Response(), element).OuterXml;
            Assert.Contains(old, signed, StringComparison.Ordinal);
            peer.Refused("signature", signed.Replace(old, now, StringComparison.Ordinal));
        }
    }

    /// <summary>The eight shapes of "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012), as SAML Raider makes them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_signature_that_is_wrapped_is_refused(int shape)
    {
        foreach (var keepsId in (bool[])[false, true])
            peer.Refused("wrapping", Wrapped(shape, keepsId));
    }

    [Fact]
    public void A_second_assertion_is_refused_whoever_signed_it()
    {
        var response = peer.Signed(peer.Response());
        var second = response.ImportNode(
            peer.Signed(peer.Response(("_assertion", "_second"))).SelectSingleNode("//*[local-name()='Assertion']")!,
            true
        );
        response.DocumentElement!.AppendChild(second);
        peer.Refused("wrapping", response);
        peer.Refused("wrapping", peer.Signed(response, "Response"));
    }

    [Theory]
    [InlineData("ada@corp.example<!-- -->.evil.example</saml:NameID>")]
    [InlineData("ada@corp.example<!-- -->.evil.example<?x?></saml:NameID>")]
    [InlineData("ada@corp.example<?x?>.evil.example</saml:NameID>")]
    public void A_name_with_a_comment_in_it_is_refused_although_the_signature_fits(string name)
    {
        peer.Refused("comment", peer.Signed(peer.Response(("ada@corp.example</saml:NameID>", name))));
        var later = peer.Signed(peer.Response(("ada@corp.example</saml:NameID>", "ada@corp.example.evil.example</saml:NameID>"))).OuterXml;
        peer.Refused("comment", later.Replace("ada@corp.example.evil.example</saml:NameID>", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_is_written_in_parts_is_read_whole()
    {
        var response = peer.Signed(
            peer.Response(("ada@corp.example</saml:NameID>", "ada@corp.example<![CDATA[.evil]]>&#46;example</saml:NameID>"))
        );
        Assert.Equal("ada@corp.example.evil.example", peer.Verify(response).Session.NameId);
    }

    [Theory]
    [InlineData("""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>""")]
    [InlineData("""<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">""")]
    [InlineData(
        """<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
    )]
    [InlineData("""<?xml version="1.0"?><!DOCTYPE r>""")]
    public void A_document_type_is_refused_before_anything_is_read(string type) =>
        peer.Refused("doctype", type + peer.Signed(peer.Response()).OuterXml);

    [Fact]
    public void What_is_no_message_is_refused()
    {
        peer.Refused(
            "malformed",
            peer.Signed(peer.Response()).OuterXml.Replace("ada@corp.example</saml:NameID>", "&who;</saml:NameID>", StringComparison.Ordinal)
        );
        peer.Refused("malformed", string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000)));
        peer.Refused("malformed", "<a");
        peer.Refused("malformed", "");
        peer.Refused("malformed", "<a/>");
        peer.Refused("size", peer.Signed(peer.Response(("ada@corp.example</saml:NameID>", new string('a', 100_000) + "</saml:NameID>"))));
        Assert.Equal("malformed", Assert.Throws<ProviderException>(() => peer.Protocol.Verify(peer.Expected(), "not base64")).Check);
        Assert.Equal(
            "malformed",
            Assert.Throws<ProviderException>(() => peer.Protocol.Verify(peer.Expected(), Convert.ToBase64String([0x3c, 0xff, 0xfe]))).Check
        );
        Assert.Equal(
            "malformed",
            Assert
                .Throws<ProviderException>(() =>
                    peer.Protocol.Verify(
                        peer.Expected(),
                        Convert.ToBase64String(Encoding.Unicode.GetBytes(peer.Signed(peer.Response()).OuterXml))
                    )
                )
                .Check
        );
    }

    [Theory]
    [InlineData(SignedXml.XmlDsigRSASHA1Url, SignedXml.XmlDsigSHA256Url)]
    [InlineData(SignedXml.XmlDsigRSASHA256Url, SignedXml.XmlDsigSHA1Url)]
    public void SHA_1_is_refused(string method, string digest) =>
        peer.Refused(
            "algorithm",
            peer.Signed(
                peer.Response(),
                but: signed =>
                {
                    signed.SignedInfo!.SignatureMethod = method;
                    ((Reference)signed.SignedInfo.References[0]!).DigestMethod = digest;
                }
            )
        );

    [Theory]
    [InlineData("http://www.w3.org/2000/09/xmldsig#hmac-sha1")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")]
    public void An_HMAC_with_the_public_key_is_refused(string method)
    {
        var response = peer.Response();
        var signed = new SignedXml(response);
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        var reference = new Reference("#_assertion");
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        signed.AddReference(reference);
        using var hmac = new HMACSHA256(peer.Key.RawData);
        signed.ComputeSignature(hmac);
        var assertion = (XmlElement)response.SelectSingleNode("//*[local-name()='Assertion']")!;
        assertion.InsertAfter(response.ImportNode(signed.GetXml(), true), assertion.FirstChild);
        peer.Refused(
            "algorithm",
            response.OuterXml.Replace("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", method, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("http://www.w3.org/TR/1999/REC-xslt-19991116", "signature")]
    [InlineData("http://www.w3.org/TR/1999/REC-xpath-19991116", "signature")]
    [InlineData("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "algorithm")]
    [InlineData("http://www.w3.org/2000/09/xmldsig#base64", "algorithm")]
    [InlineData("urn:nothing", "signature")]
    public void A_transform_that_could_change_what_is_signed_is_refused(string transform, string check)
    {
        var signed = peer.Signed(peer.Response()).OuterXml;
        peer.Refused(
            check,
            signed.Replace(
                "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                $"<Transform Algorithm=\"{transform}\"",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData("URI=\"#_assertion\"", "URI=\"\"", "wrapping")]
    [InlineData("URI=\"#_assertion\"", "URI=\"#_response\"", "wrapping")]
    [InlineData("URI=\"#_assertion\"", "URI=\"#xpointer(id('_assertion'))\"", "wrapping")]
    [InlineData("URI=\"#_assertion\"", "URI=\"http://127.0.0.1:1/assertion\"", "wrapping")]
    [InlineData("</SignatureValue>", "</SignatureValue><Object><x/></Object>", "wrapping")]
    [InlineData(
        "</Reference>",
        "</Reference><Reference URI=\"#_assertion\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue>AAAA</DigestValue></Reference>",
        "wrapping"
    )]
    public void A_signature_of_something_else_is_refused(string old, string now, string check)
    {
        var signed = peer.Signed(peer.Response()).OuterXml;
        Assert.Contains(old, signed, StringComparison.Ordinal);
        peer.Refused(check, signed.Replace(old, now, StringComparison.Ordinal));
    }

    private XmlDocument Wrapped(int shape, bool keepsId)
    {
        var name = shape <= 2 ? "Response" : "Assertion";
        var document = peer.Signed(peer.Response(), name);
        var right = (XmlElement)document.SelectSingleNode($"//*[local-name()='{name}']")!;
        var evil = (XmlElement)right.CloneNode(true);
        evil.SelectSingleNode(".//*[local-name()='NameID']")!.InnerText = "eve@corp.example";
        if (!keepsId)
            evil.SetAttribute("ID", "_evil");
        var (signature, copy) = (
            (XmlElement)right.SelectSingleNode("*[local-name()='Signature']")!,
            evil.SelectSingleNode("*[local-name()='Signature']")!
        );
        switch (shape)
        {
            case 1:
            case 2:
                right.RemoveChild(signature);
                document.ReplaceChild(evil, right);
                if (shape == 1)
                    copy.AppendChild(right);
                else
                    evil.InsertBefore(right, copy);
                break;
            case 3:
                evil.RemoveChild(copy);
                right.ParentNode!.InsertBefore(evil, right);
                break;
            case 4:
                evil.RemoveChild(copy);
                right.ParentNode!.ReplaceChild(evil, right);
                evil.AppendChild(right);
                break;
            case 5:
                right.RemoveChild(signature);
                right.ParentNode!.ReplaceChild(evil, right);
                evil.ParentNode!.AppendChild(right);
                break;
            case 6:
                right.RemoveChild(signature);
                right.ParentNode!.ReplaceChild(evil, right);
                copy.AppendChild(right);
                break;
            case 7:
                var extensions = document.CreateElement("samlp", "Extensions", Peer.Samlp);
                right.ParentNode!.InsertBefore(extensions, right);
                evil.RemoveChild(copy);
                extensions.AppendChild(evil);
                break;
            default:
                right.RemoveChild(signature);
                right.ParentNode!.ReplaceChild(evil, right);
                copy.AppendChild(document.CreateElement("Object", SignedXml.XmlDsigNamespaceUrl))!.AppendChild(right);
                break;
        }
        return document;
    }
}
