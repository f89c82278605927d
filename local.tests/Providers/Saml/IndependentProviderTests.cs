using System.Text.Json.Nodes;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>Signs in with a provider that another project wrote: samlify, which signs and encrypts with code that has nothing in common with .NET's.</summary>
public sealed class IndependentProviderTests
{
    private readonly Peer peer = new();

    [Theory]
    [InlineData("assertion", null)]
    [InlineData("response", null)]
    [InlineData("assertion response", null)]
    [InlineData("assertion", "http://www.w3.org/2001/04/xmlenc#aes256-cbc")]
    [InlineData("assertion", "http://www.w3.org/2001/04/xmlenc#aes128-cbc")]
    [InlineData("assertion", "http://www.w3.org/2009/xmlenc11#aes128-gcm")]
    [InlineData("response", "http://www.w3.org/2009/xmlenc11#aes256-gcm")]
    [InlineData("assertion response", "http://www.w3.org/2001/04/xmlenc#aes256-cbc")]
    public async Task It_verifies_the_request_and_its_response_is_believed(string signs, string? encrypts)
    {
        var sent = peer.Protocol.Begin(peer.Provider(), peer.Pool, "state", signs: true);
        var answer = await AskAsync(sent.Location.Query, signs, encrypts);
        Assert.Equal(sent.Id, (string?)answer["request"]!["request"]!["id"]);

        var expected = SamlExpectation.Of(peer.Provider(), peer.Pool, sent.Id, isEncrypted: encrypts is not null);
        var read = peer.Protocol.Verify(expected, (string)answer["response"]!);
        Assert.Equal(("ada & <co>@corp.example", sent.Id), (read.Session.NameId, read.InResponseTo));
        Assert.Equal(
            """{"mail":"ada@corp.example","groups":["staff","R&D \u003Call\u003E"]}""".Replace("&", "\\u0026", StringComparison.Ordinal),
            read.Attributes.ToJsonString()
        );
        Assert.Equal("replay", Refused(expected, answer));
    }

    [Fact]
    public async Task It_may_begin_where_the_settings_say_so()
    {
        var answer = await AskAsync(null, "assertion", null);
        Assert.Equal("unsolicited", Refused(SamlExpectation.Of(peer.Provider(), peer.Pool, "_asked"), answer));
        Assert.Null(
            peer.Protocol.Verify(SamlExpectation.Of(peer.Provider(), peer.Pool, request: null), (string)answer["response"]!).InResponseTo
        );
    }

    [Fact]
    public async Task It_signs_a_user_out()
    {
        var sent = peer.Protocol.BeginLogout(peer.Provider(), peer.Pool, new("ada", SamlNames.Persistent, "_session"), "state")!;
        var answer = await AskAsync(sent.Location.Query, "response", null, "logout");
        Assert.Equal("ada", (string?)answer["request"]!["nameID"]);
        Assert.Equal("_session", (string?)answer["request"]!["sessionIndex"]);
        peer.Protocol.VerifyLogout(peer.Provider(), peer.Pool, sent.Id, (string)answer["response"]!);
    }

    private string Refused(SamlExpectation expected, JsonNode answer) =>
        Assert.Throws<ProviderException>(() => peer.Protocol.Verify(expected, (string)answer["response"]!)).Check;

    private Task<JsonNode> AskAsync(string? query, string signs, string? encrypts, string requestName = "login") =>
        IndependentProvider.AskAsync(
            peer.Key,
            peer.Pool,
            query?.Replace("tenant=1&", "", StringComparison.Ordinal),
            "ada & <co>@corp.example",
            new JsonObject { ["mail"] = new JsonArray("ada@corp.example"), ["groups"] = new JsonArray("staff", "R&D <all>") },
            peer.Clock.GetUtcNow(),
            signs,
            encrypts,
            requestName
        );
}
