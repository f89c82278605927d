using System.Security.Cryptography.Xml;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>What a provider's response must be, beside its signature.</summary>
public sealed class ResponseTests
{
    private readonly Peer peer = new();

    public static TheoryData<string, string, string, string> Wrong =>
        new()
        {
            {
                "recipient",
                "Recipient=\"http://localhost:4566/saml2/idpresponse\"",
                "Recipient=\"http://localhost:4566/saml2/idpresponse/\"",
                "recipient"
            },
            { "no recipient", "Recipient=\"http://localhost:4566/saml2/idpresponse\"", "", "recipient" },
            {
                "destination",
                "Destination=\"http://localhost:4566/saml2/idpresponse\"",
                "Destination=\"https://elsewhere.example/saml2/idpresponse\"",
                "destination"
            },
            {
                "audience",
                "<saml:Audience>urn:amazon:cognito:sp:eu-central-1_abc",
                "<saml:Audience>urn:amazon:cognito:sp:eu-central-1_abcd",
                "audience"
            },
            {
                "audience in another case",
                "<saml:Audience>urn:amazon:cognito:sp:eu-central-1_abc",
                "<saml:Audience>urn:amazon:cognito:sp:eu-central-1_ABC",
                "audience"
            },
            {
                "another audience, too",
                "<saml:Conditions",
                "<saml:Conditions><saml:AudienceRestriction><saml:Audience>urn:x</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:Conditions",
                "malformed"
            },
            {
                "no audience",
                "<saml:AudienceRestriction><saml:Audience>urn:amazon:cognito:sp:eu-central-1_abc</saml:Audience></saml:AudienceRestriction>",
                "",
                "audience"
            },
            { "request", "InResponseTo=\"_request1\"", "InResponseTo=\"_request2\"", "inResponseTo" },
            {
                "request of the response alone",
                "saml2/idpresponse\" InResponseTo=\"_request1\">",
                "saml2/idpresponse\" InResponseTo=\"_request2\">",
                "inResponseTo"
            },
            { "no request", "InResponseTo=\"_request1\"", "", "unsolicited" },
            { "issuer", "<saml:Issuer>https://idp.example.com/metadata", "<saml:Issuer>https://idp.example.com/metadata2", "issuer" },
            { "method", "cm:bearer", "cm:holder-of-key", "subject" },
            { "no name", "ada@corp.example</saml:NameID>", "</saml:NameID>", "subject" },
            { "a name in two", "ada@corp.example</saml:NameID>", "ada@corp.example<saml:x/>.evil.example</saml:NameID>", "subject" },
            { "status", "status:Success", "status:Responder", "status" },
            { "version", "Version=\"2.0\"", "Version=\"1.1\"", "malformed" },
            { "an encrypted name", "<saml:AuthnStatement", "<saml:EncryptedID/><saml:AuthnStatement", "encryption" },
            {
                "no time of issue",
                "<saml:Assertion ID=\"_assertion\" Version=\"2.0\" IssueInstant=",
                "<saml:Assertion ID=\"_assertion\" Version=\"2.0\" Other=",
                "malformed"
            },
            { "no time", "<saml:Conditions NotBefore=\"", "<saml:Conditions NotBefore=\"soon", "malformed" },
        };

    [Fact]
    public void What_is_asserted_is_returned()
    {
        var response = peer.Signed(peer.Response());
        var read = peer.Verify(response);
        Assert.Equal(("_assertion", Peer.Issuer, Peer.Request), (read.Id, read.Issuer, read.InResponseTo));
        Assert.Equal(new SamlSession("ada@corp.example", SamlNames.Persistent, "_session"), read.Session);
        Assert.Equal("""{"email":"ada@corp.example","groups":["staff","admins, all"]}""", read.Attributes.ToJsonString());
        Assert.Equal(
            response.SelectSingleNode("//*[local-name()='SubjectConfirmationData']/@NotOnOrAfter")!.Value,
            SamlMessage.Time(read.Expires)
        );
    }

    [Theory]
    [InlineData("Assertion")]
    [InlineData("Response")]
    [InlineData("Assertion", "Response")]
    public void Either_signature_will_do(params string[] elements)
    {
        var response = peer.Response();
        foreach (var element in elements)
            peer.Signed(response, element);
        Assert.Equal("ada@corp.example", peer.Verify(response).Session.NameId);
    }

    [Theory]
    [InlineData(SignedXml.XmlDsigRSASHA384Url, SignedXml.XmlDsigSHA384Url)]
    [InlineData(SignedXml.XmlDsigRSASHA512Url, SignedXml.XmlDsigSHA512Url)]
    public void Longer_digests_will_do(string method, string digest)
    {
        var response = peer.Signed(
            peer.Response(),
            but: signed =>
            {
                signed.SignedInfo!.SignatureMethod = method;
                ((Reference)signed.SignedInfo.References[0]!).DigestMethod = digest;
            }
        );
        Assert.Equal("ada@corp.example", peer.Verify(response).Session.NameId);
    }

    [Fact]
    public void A_provider_that_changes_its_key_is_believed_with_both_and_then_with_the_new_one_alone()
    {
        using var next = Peer.NewKey("next");
        peer.Verify(peer.Signed(peer.Response()), peer.Expected(next, peer.Key));
        peer.Verify(peer.Signed(peer.Response(("_assertion", "_later")), with: next), peer.Expected(next, peer.Key));
        peer.Refused("signer", peer.Signed(peer.Response(("_assertion", "_last"))), peer.Expected(next));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_signed_response_that_is_for_somebody_else_or_something_else_is_refused(string what, string old, string now, string check)
    {
        Assert.NotEmpty(what);
        peer.Refused(check, peer.Signed(peer.Response((old, now))));
        peer.Refused(check, peer.Signed(peer.Response((old, now)), "Response"));
    }

    [Fact]
    public void An_assertion_counts_once()
    {
        var response = peer.Signed(peer.Response());
        peer.Verify(response);
        peer.Refused("replay", response);
        peer.Refused("replay", peer.Signed(peer.Response(("_response", "_other"))));
        peer.Verify(response, peer.Expected() with { IsReusable = true });
    }

    [Fact]
    public void An_assertion_that_an_earlier_process_may_have_taken_does_not_count_in_the_next_one()
    {
        var response = peer.Signed(peer.Response());
        peer.Verify(response);
        peer.Clock.Ahead += TimeSpan.FromSeconds(2);
        var later = new SamlProtocol(peer.Clock, new(peer.Clock));
        Assert.Equal("replay", Assert.Throws<ProviderException>(() => later.Verify(peer.Expected(), Peer.Form(response))).Check);
        later.Verify(peer.Expected(), Peer.Form(peer.Signed(peer.Response(("_assertion", "_next")))));
    }

    [Fact]
    public void A_refused_assertion_has_not_been_used()
    {
        var response = peer.Signed(peer.Response());
        peer.Refused("audience", response, peer.Expected() with { Audiences = ["urn:other"] });
        peer.Verify(response);
    }

    [Fact]
    public void Time_is_the_hosts()
    {
        var response = peer.Signed(peer.Response());
        peer.Clock.Ahead = TimeSpan.FromMinutes(5);
        peer.Refused("expired", response);
        peer.Clock.Ahead = TimeSpan.FromMinutes(-3);
        peer.Refused("notYetValid", response);
        peer.Clock.Ahead = TimeSpan.FromDays(400);
        peer.Verify(peer.Signed(peer.Response()));
    }

    [Theory]
    [InlineData("Conditions NotBefore=", "notYetValid", 2)]
    [InlineData("SubjectConfirmationData NotBefore=", "notYetValid", 2)]
    [InlineData("SubjectConfirmationData NotOnOrAfter=", "expired", -0.01)]
    [InlineData("AuthnStatement SessionNotOnOrAfter=", "expired", -0.01)]
    public void Each_time_counts(string where, string check, double minutes)
    {
        var (element, attribute) = (where.Split(' ')[0], where.Split(' ')[1].TrimEnd('='));
        var response = peer.Response();
        response.SelectSingleNode($"//*[local-name()='{element}']")!.Attributes!.Append(response.CreateAttribute(attribute)).Value =
            peer.At(minutes);
        peer.Refused(check, peer.Signed(response));
    }

    [Fact]
    public void A_confirmation_that_never_ends_confirms_nothing()
    {
        var response = peer.Response();
        response.SelectSingleNode("//*[local-name()='SubjectConfirmationData']")!.Attributes!.RemoveNamedItem("NotOnOrAfter");
        peer.Refused("expired", peer.Signed(response));
    }

    [Fact]
    public void What_nobody_asked_for_is_accepted_where_the_provider_may_begin()
    {
        var may = SamlExpectation.Of(peer.Provider(), peer.Pool, request: null);
        Assert.Null(peer.Verify(peer.Signed(peer.Response(($"InResponseTo=\"{Peer.Request}\"", ""))), may).InResponseTo);
        Assert.Null(
            peer.Verify(
                peer.Signed(peer.Response(($"InResponseTo=\"{Peer.Request}\"", "InResponseTo=\"\""), ("_assertion", "_other"))),
                may
            ).InResponseTo
        );
        peer.Refused("inResponseTo", peer.Signed(peer.Response()), may);
    }

    [Fact]
    public void The_status_that_a_provider_gives_as_its_reason_is_told()
    {
        var refusal = peer.Refused(
            "status",
            $"""
            <samlp:Response xmlns:samlp="{Peer.Samlp}" ID="_r" Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder">
            <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>Not today.</samlp:StatusMessage></samlp:Status></samlp:Response>
            """
        );
        Assert.EndsWith("status:AuthnFailed, Not today.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_attributes_are_none_and_a_name_that_stands_twice_has_both_values()
    {
        var response = peer.Response(
            (
                "<saml:Attribute Name=\"email\">",
                """<saml:Attribute Name="none"/><saml:Attribute Name="nil"><saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>first</saml:AttributeValue></saml:Attribute><saml:Attribute Name="email">"""
            )
        );
        Assert.Equal(
            """{"groups":["first","staff","admins, all"],"email":"ada@corp.example"}""",
            peer.Verify(peer.Signed(response)).Attributes.ToJsonString()
        );
    }
}
