using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Providers.Saml;

namespace CognitoStack.Local.Tests.IdentityPools;

/// <summary>Assertions of IAM's SAML providers: as a login of an identity pool, and for a role of STS.</summary>
public sealed class SamlLoginTests : IDisposable
{
    private const string Corp = $"arn:aws:iam::{World.Account}:saml-provider/Corp";
    private const string SignIn = "https://signin.aws.amazon.com/saml";
    private const string Attributes = "https://aws.amazon.com/SAML/Attributes/";
    private readonly Peer peer = new();
    private readonly World world;

    public SamlLoginTests()
    {
        world = new(
            p => p["SamlProviderARNs"] = new JsonArray(Corp),
            roles =>
                roles["RoleMappings"]!["corp"] = JsonNode.Parse(
                    $$"""
                    { "IdentityProvider": "{{Corp}}", "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole",
                      "RulesConfiguration": { "Rules": [{ "Claim": "groups", "MatchType": "Contains", "Value": "admins", "RoleARN": "{{World.Role(
                        "Admin"
                    )}}" }] } }
                    """
                ),
            World.Made("AWS::IAM::SAMLProvider", "Corp", Corp, new() { ["SamlMetadataDocument"] = Peer.Metadata("", peer.Key) }),
            World.RoleResource("Saml", Corp, "SAML", SignIn, null),
            World.RoleResource("Tagless", Corp, "SAML", SignIn, null, tags: false),
            World.RoleResource("Elsewhere", $"{Corp}2", "SAML", SignIn, null)
        );
        world.Targets["Corp"] = "real";
        world.Restart();
        peer.Clock.Ahead = world.Clock.GetUtcNow() - DateTimeOffset.UtcNow;
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task An_identity_pool_takes_an_assertion_as_a_login()
    {
        var assertion = Assertion();
        var identity = await world.GetIdAsync(World.Logins(assertion, Corp));
        Assert.Equal(identity, await world.GetIdAsync(World.Logins(Assertion(("_assertion", "_later")), Corp)));
        Assert.NotEqual(
            identity,
            await world.GetIdAsync(World.Logins(Assertion(("ada@corp.example</saml:NameID>", "ben@corp.example</saml:NameID>")), Corp))
        );
        await world.GetCredentialsAsync(identity, World.Logins(assertion, Corp));
        Assert.Equal(World.Role("Admin"), world.LastSession.RoleArn);
        Assert.Equal($"authenticated,{Corp},{Corp}:{SignIn}:ada@corp.example", world.LastSession.Variables[$"{World.Cognito}:amr"]);
        await world.GetCredentialsAsync(identity, World.Logins(Assertion(("admins, all", "all")), Corp));
        Assert.Equal(World.Role("Member"), world.LastSession.RoleArn);
    }

    [Theory]
    [InlineData("audience", "<saml:Audience>urn:amazon:webservices", "<saml:Audience>urn:amazon:cognito:sp:eu-central-1_abc")]
    [InlineData("recipient", "Recipient=\"https://signin.aws.amazon.com/saml\"", "Recipient=\"http://localhost:4566/saml2/idpresponse\"")]
    [InlineData("issuer", "<saml:Issuer>https://idp.example.com/metadata", "<saml:Issuer>https://idp.example.com/other")]
    public async Task What_was_made_for_somebody_else_is_no_login(string check, string old, string now)
    {
        var refusal = await Assert.ThrowsAsync<AwsException>(() => world.GetIdAsync(World.Logins(Assertion((old, now)), Corp)));
        Assert.Equal("NotAuthorizedException", refusal.Code);
        Assert.StartsWith($"Invalid login token. {check}:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_key_signed_is_no_login_and_neither_is_that_of_a_provider_which_the_pool_does_not_take()
    {
        using var attacker = Peer.NewKey("idp");
        var forged = Peer.Form(peer.Signed(Response(), with: attacker));
        Assert.StartsWith(
            "Invalid login token. signer:",
            (await Assert.ThrowsAsync<AwsException>(() => world.GetIdAsync(World.Logins(forged, Corp)))).Message,
            StringComparison.Ordinal
        );
        await World.RefusedAsync(
            () => world.GetIdAsync(World.Logins(Assertion(), $"{Corp}2")),
            "NotAuthorizedException",
            "Token is not from a supported provider of this identity pool."
        );
    }

    [Fact]
    public async Task STS_gives_the_role_that_the_assertion_names()
    {
        var (status, body) = await AssumeAsync("Saml", Assertion());
        Assert.Equal(200, status);
        var result = body.Element("AssumeRoleWithSAMLResult")!;
        Assert.Equal($"arn:aws:sts::{World.Account}:assumed-role/Saml/ada", result.Element("AssumedRoleUser")!.Element("Arn")!.Value);
        Assert.Equal(
            (SignIn, Peer.Issuer, "ada@corp.example", "persistent"),
            (
                result.Element("Audience")!.Value,
                result.Element("Issuer")!.Value,
                result.Element("Subject")!.Value,
                result.Element("SubjectType")!.Value
            )
        );
        Assert.Equal(28, result.Element("NameQualifier")!.Value.Length);
        Assert.Equal("2030-01-01T13:00:00Z", result.Element("Credentials")!.Element("Expiration")!.Value);
        Assert.Equal(new Dictionary<string, string> { ["tenant"] = "acme" }, world.LastSession.Tags);
        Assert.Equal("ada@corp.example", world.LastSession.Variables["SAML:sub"]);
        Assert.Equal($"{World.Account}/Corp", world.Authorizer.TrustContext!["SAML:doc"]!.ToString());
        // Tools take on one role after the other with it.
        Assert.Equal(200, (await AssumeAsync("Saml", Assertion())).Status);
    }

    [Fact]
    public async Task A_session_ends_with_that_at_the_provider()
    {
        var (_, body) = await AssumeAsync("Saml", Assertion(("SessionIndex=\"_session\"", $"SessionNotOnOrAfter=\"{peer.At(10)}\"")));
        Assert.StartsWith(
            "2030-01-01T12:",
            body.Element("AssumeRoleWithSAMLResult")!.Element("Credentials")!.Element("Expiration")!.Value,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Member", 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML")]
    [InlineData("Elsewhere", 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML")]
    [InlineData("Tagless", 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML")]
    [InlineData("NotThere", 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML")]
    public async Task No_other_role_is_given(string role, int status, string code, string message) =>
        IsRefused(await AssumeAsync(role, Assertion()), status, code, message);

    [Theory]
    [InlineData(
        "InvalidIdentityToken",
        "Response does not contain the required audience.",
        "<saml:Audience>urn:amazon:webservices",
        "<saml:Audience>urn:other"
    )]
    [InlineData(
        "InvalidIdentityToken",
        "Issuer not present in specified provider",
        "<saml:Issuer>https://idp.example.com/metadata",
        "<saml:Issuer>https://idp.example.com/other"
    )]
    [InlineData(
        "InvalidIdentityToken",
        "Your request included an invalid SAML response.",
        "Recipient=\"https://signin.aws.amazon.com/saml\"",
        "Recipient=\"https://elsewhere.example\""
    )]
    [InlineData("InvalidIdentityToken", "RoleSessionName is required in AuthnResponse", "Attributes/RoleSessionName", "Attributes/Other")]
    [InlineData(
        "InvalidIdentityToken",
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
        "<saml:AttributeValue>ada</saml:AttributeValue>",
        "<saml:AttributeValue>a d a</saml:AttributeValue>"
    )]
    [InlineData("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", "role/Saml,", "role/Other,")]
    [InlineData("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", ":saml-provider/Corp<", ":saml-provider/Other<")]
    [InlineData(
        "NotImplemented",
        "SourceIdentity is not available here: leave the attribute out.",
        "Name=\"email\"",
        "Name=\"https://aws.amazon.com/SAML/Attributes/SourceIdentity\""
    )]
    public async Task An_assertion_that_does_not_say_so_gives_none(string code, string message, string old, string now)
    {
        var (_, body) = await AssumeAsync("Saml", Assertion((old, now)));
        Assert.Equal((code, message), (body.Element("Error")?.Element("Code")!.Value, body.Element("Error")!.Element("Message")!.Value));
    }

    [Fact]
    public async Task A_forged_or_an_old_one_gives_none_and_neither_does_a_provider_that_is_not_there()
    {
        using var attacker = Peer.NewKey("idp");
        IsRefused(
            await AssumeAsync("Saml", Peer.Form(peer.Signed(Response(), with: attacker))),
            400,
            "InvalidIdentityToken",
            "Response signature invalid"
        );
        IsRefused(await AssumeAsync("Saml", Peer.Form(Response())), 400, "InvalidIdentityToken", "Response signature invalid");
        IsRefused(await AssumeAsync("Saml", Assertion(), $"{Corp}2"), 400, "InvalidIdentityToken", "Specified provider doesn't exist");
        var assertion = Assertion(($"NotOnOrAfter=\"{peer.At(5)[..^8]}", $"NotOnOrAfter=\"{peer.At(60)[..^8]}"));
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        IsRefused(
            await AssumeAsync("Saml", assertion),
            400,
            "ExpiredTokenException",
            "Token must be redeemed within 5 minutes of issuance"
        );
    }

    private static void IsRefused((int Status, XElement Body) answer, int status, string code, string message) =>
        Assert.Equal(
            (status, code, message),
            (answer.Status, answer.Body.Element("Error")?.Element("Code")!.Value, answer.Body.Element("Error")?.Element("Message")!.Value)
        );

    private Task<(int Status, XElement Body)> AssumeAsync(string role, string assertion, string provider = Corp) =>
        world.StsAsync(
            new()
            {
                ["Action"] = "AssumeRoleWithSAML",
                ["Version"] = "2011-06-15",
                ["RoleArn"] = World.Role(role),
                ["PrincipalArn"] = provider,
                ["SAMLAssertion"] = assertion,
            }
        );

    private string Assertion(params (string Old, string New)[] but) => Peer.Form(peer.Signed(Response(but)));

    /// <summary>What the provider sends to AWS itself.</summary>
    private XmlDocument Response(params (string Old, string New)[] but)
    {
        static string Attribute(string name, params string[] values) =>
            $"<saml:Attribute Name=\"{Attributes}{name}\">{string.Concat(values.Select(v => $"<saml:AttributeValue>{v}</saml:AttributeValue>"))}</saml:Attribute>";
        var roles = ((string[])["Saml", "Tagless", "Elsewhere", "NotThere", "Member"]).Select(role => $"{World.Role(role)},{Corp}");
        var text = peer.Response(
            (Peer.Consumer, SignIn),
            (peer.Pool.EntityId, "urn:amazon:webservices"),
            ($" InResponseTo=\"{Peer.Request}\"", ""),
            (
                "<saml:AttributeStatement>",
                $"<saml:AttributeStatement>{Attribute("Role", [.. roles])}{Attribute("RoleSessionName", "ada")}{Attribute("PrincipalTag:tenant", "acme")}"
            )
        ).OuterXml;
        foreach (var (old, now) in but)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        return Peer.Load(text);
    }
}
