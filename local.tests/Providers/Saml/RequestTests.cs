using System.Web;
using System.Xml;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>What a pool sends.</summary>
public sealed class RequestTests
{
    private static readonly SamlSession Session = new("ada@corp.example", SamlNames.Persistent, "_session");
    private readonly Peer peer = new();

    private SamlMetadata PostOnly =>
        peer.Provider() with
        {
            SignIn = peer.Provider().SignIn.Remove(SamlNames.Redirect),
            SignOut = peer.Provider().SignOut.Remove(SamlNames.Redirect).Add(SamlNames.Post, new("https://idp.example.com/slo/post")),
        };

    [Fact]
    public void A_request_to_sign_in_goes_in_the_address()
    {
        var sent = peer.Protocol.Begin(peer.Provider(), peer.Pool, "state &=+ä", signs: false);
        Assert.StartsWith("https://idp.example.com/sso?tenant=1&SAMLRequest=", sent.Location.AbsoluteUri, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(sent.Location.Query);
        Assert.Equal("tenant SAMLRequest RelayState", string.Join(' ', query.AllKeys));
        Assert.Equal("state &=+ä", query["RelayState"]);
        var request = Peer.Load(RedirectBinding.Message(query["SAMLRequest"]!)).DocumentElement!;
        Assert.Equal(
            (sent.Id, "2.0", "https://idp.example.com/sso?tenant=1", Peer.Consumer, SamlNames.Post),
            (
                request.GetAttribute("ID"),
                request.GetAttribute("Version"),
                request.GetAttribute("Destination"),
                request.GetAttribute("AssertionConsumerServiceURL"),
                request.GetAttribute("ProtocolBinding")
            )
        );
        Assert.Equal("urn:amazon:cognito:sp:eu-central-1_abc", request["saml:Issuer"]!.InnerText);
        Assert.NotEqual(sent.Id, peer.Protocol.Begin(peer.Provider(), peer.Pool, "", signs: false).Id);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void It_is_signed_where_the_pool_or_the_provider_wants_that(bool signs, bool wants)
    {
        var sent = peer.Protocol.Begin(peer.Provider() with { WantsSignedRequests = wants }, peer.Pool, "state", signs);
        var query = sent.Location.Query;
        RedirectBinding.Verify(query, SamlNames.Request, [peer.Key, peer.Pool.Signing]);
        Assert.Equal("signature", Refused(query, peer.Key));
        Assert.Equal(
            "signature",
            Refused(query.Replace("RelayState=state", "RelayState=other", StringComparison.Ordinal), peer.Pool.Signing)
        );
        Assert.Equal("signature", Refused(query.Replace("&RelayState=state", "", StringComparison.Ordinal), peer.Pool.Signing));
        Assert.Equal("malformed", Refused(query + "&SAMLRequest=x", peer.Pool.Signing));
        Assert.Equal("unsigned", Refused(query[..query.IndexOf("&Signature", StringComparison.Ordinal)], peer.Pool.Signing));
        Assert.Equal("algorithm", Refused(query.Replace("rsa-sha256", "rsa-sha1", StringComparison.Ordinal), peer.Pool.Signing));
        Assert.Equal("signature", Refused(query.Replace("rsa-sha256", "rsa-sha512", StringComparison.Ordinal), peer.Pool.Signing));
    }

    [Fact]
    public void It_is_posted_to_a_provider_that_takes_nothing_else()
    {
        var sent = peer.Protocol.Begin(PostOnly, peer.Pool, "state", signs: true);
        Assert.Equal("https://idp.example.com/sso/post", sent.Location.AbsoluteUri);
        Assert.Equal("state", sent.Form["RelayState"]);
        var request = SamlXml.FromForm(sent.Form["SAMLRequest"]).DocumentElement!;
        Assert.Equal(sent.Id, SamlSignature.Verified(request, [peer.Pool.Signing]).GetAttribute("ID"));
        Assert.Equal(["Issuer", "Signature"], request.ChildNodes.OfType<XmlElement>().Select(child => child.LocalName));
        Assert.False(
            SamlSignature.IsSigned(
                SamlXml.FromForm(peer.Protocol.Begin(PostOnly, peer.Pool, "state", signs: false).Form["SAMLRequest"]).DocumentElement!
            )
        );
    }

    [Fact]
    public void A_request_to_sign_out_names_the_session_and_is_always_signed()
    {
        var sent = peer.Protocol.BeginLogout(peer.Provider(), peer.Pool, Session, "state")!;
        RedirectBinding.Verify(sent.Location.Query, SamlNames.Request, [peer.Pool.Signing]);
        var request = Peer.Load(
            RedirectBinding.Message(HttpUtility.ParseQueryString(sent.Location.Query)["SAMLRequest"]!)
        ).DocumentElement!;
        Assert.Equal(
            (sent.Id, "ada@corp.example", SamlNames.Persistent, "_session"),
            (
                request.GetAttribute("ID"),
                request["saml:NameID"]!.InnerText,
                request["saml:NameID"]!.GetAttribute("Format"),
                request["samlp:SessionIndex"]!.InnerText
            )
        );

        var posted = peer.Protocol.BeginLogout(PostOnly, peer.Pool, new("ada", null, null), "state")!;
        Assert.Empty(
            SamlSignature
                .Verified(SamlXml.FromForm(posted.Form["SAMLRequest"]).DocumentElement!, [peer.Pool.Signing])
                .GetElementsByTagName("samlp:SessionIndex")
        );
        Assert.Null(
            peer.Protocol.BeginLogout(peer.Provider() with { SignOut = peer.Provider().SignOut.Clear() }, peer.Pool, Session, "state")
        );
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("InResponseTo=\"_request1\"", "InResponseTo=\"_request2\"", "inResponseTo")]
    [InlineData("InResponseTo=\"_request1\"", "", "inResponseTo")]
    [InlineData(
        "Destination=\"http://localhost:4566/saml2/logout\"",
        "Destination=\"http://localhost:4566/saml2/idpresponse\"",
        "destination"
    )]
    [InlineData("idp.example.com/metadata", "idp.example.org/metadata", "issuer")]
    [InlineData("status:Success", "status:Responder", "status")]
    [InlineData("LogoutResponse", "Response", "malformed")]
    public void The_answer_to_it_is_verified(string old, string now, string? check)
    {
        var text = $"""
            <samlp:LogoutResponse xmlns:samlp="{Peer.Samlp}" xmlns:saml="{Peer.Saml}" ID="_answer" Version="2.0" Destination="http://localhost:4566/saml2/logout" InResponseTo="{Peer.Request}">
            <saml:Issuer>{Peer.Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>
            """;
        var answer = Peer.Load(old.Length == 0 ? text : text.Replace(old, now, StringComparison.Ordinal));
        Assert.Equal(check == "malformed" ? check : "unsigned", Refused(answer));
        peer.Signed(answer, answer.DocumentElement!.LocalName);
        Assert.Equal(check, Refused(answer));
    }

    [Fact]
    public void A_message_that_inflates_without_end_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var stream = new System.IO.Compression.DeflateStream(bomb, System.IO.Compression.CompressionLevel.Optimal))
            stream.Write(new byte[50_000_000]);
        Assert.Equal("size", Assert.Throws<ProviderException>(() => RedirectBinding.Message(Convert.ToBase64String(bomb.ToArray()))).Check);
        Assert.Equal("malformed", Assert.Throws<ProviderException>(() => RedirectBinding.Message("////")).Check);
        Assert.Equal("malformed", Assert.Throws<ProviderException>(() => RedirectBinding.Message("?")).Check);
    }

    private static string Refused(string query, System.Security.Cryptography.X509Certificates.X509Certificate2 trusted) =>
        Assert.Throws<ProviderException>(() => RedirectBinding.Verify(query, SamlNames.Request, [trusted])).Check;

    private string? Refused(XmlDocument answer) =>
        (
            Record.Exception(() => peer.Protocol.VerifyLogout(peer.Provider(), peer.Pool, Peer.Request, Peer.Form(answer)))
            as ProviderException
        )?.Check;
}
