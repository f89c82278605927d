using System.Net;
using System.Text;
using System.Web;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.Tests.Providers.Saml;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>Signing in and out at SAML providers: the stand-in, and one that another project wrote.</summary>
public sealed class SamlTests(SamlHost host) : IClassFixture<SamlHost>
{
    private const string Refusal = "Sign-in at the provider did not succeed";

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task At_the_stand_in_a_first_sign_in_makes_a_user_and_a_second_one_finds_it(string encrypts)
    {
        host.Deploy(new { EncryptedResponses = encrypts });
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, SamlHost.Corp, "Ben Franklin");
        var first = await host.ClaimsAsync(browser);
        var identity = Assert.Single(first["identities"]!.AsArray())!;
        Assert.Equal(
            ("ben@corp.example", "SAML", new Uri(host.Login.Address, "/_local/providers/Corp").AbsoluteUri),
            (identity["userId"]!.ToString(), identity["providerType"]!.ToString(), identity["issuer"]!.ToString())
        );
        Assert.Equal("Corp_ben@corp.example", first["cognito:username"]!.ToString());
        var user = (await host.Pools.AdminAsync("AdminGetUser", new { Username = "Corp_ben@corp.example" }))["UserAttributes"];
        Assert.Equal(
            ("ben@example.com", "Ben Franklin", "sellers"),
            (PoolHost.Attribute(user, "email"), PoolHost.Attribute(user, "name"), PoolHost.Attribute(user, "profile"))
        );

        using var another = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(another, SamlHost.Corp, "Ben Franklin");
        Assert.Equal(first["sub"]!.ToString(), (await host.ClaimsAsync(another))["sub"]!.ToString());
    }

    [Fact]
    public async Task Whoever_sets_a_provider_up_is_told_the_certificates_of_the_pool()
    {
        host.Deploy(new { EncryptedResponses = "true" });
        var pool = host.Pool(SamlHost.Partner);
        Assert.Equal(
            Convert.ToBase64String(pool.Signing.RawData),
            (await host.Pools.AdminAsync("GetSigningCertificate", new { }))["Certificate"]!.ToString()
        );
        var details = (await host.Pools.AdminAsync("DescribeIdentityProvider", new { ProviderName = SamlHost.Partner }))[
            "IdentityProvider"
        ]!["ProviderDetails"]!;
        Assert.Equal(Convert.ToBase64String(pool.Encryption.RawData), details["ActiveEncryptionCertificate"]!.ToString());
        host.Deploy();
        Assert.Null(
            (await host.Pools.AdminAsync("DescribeIdentityProvider", new { ProviderName = SamlHost.Partner }))["IdentityProvider"]![
                "ProviderDetails"
            ]!["ActiveEncryptionCertificate"]
        );
    }

    [Theory]
    [InlineData("assertion", null)]
    [InlineData("response", null)]
    [InlineData("assertion response", "http://www.w3.org/2001/04/xmlenc#aes256-cbc")]
    public async Task At_a_provider_that_is_not_ours_too(string signs, string? encrypts)
    {
        host.Deploy(new { EncryptedResponses = encrypts is null ? "false" : "true" });
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync(
            "/saml2/idpresponse",
            await host.AskPartnerAsync(browser, signs: signs, encrypts: encrypts, groups: ["staff", "R&D, all"])
        );
        var claims = await host.ClaimsAsync(browser);
        Assert.Equal(
            ("Partner_ada@partner.example", "[staff,R%26D%2C+all]"),
            (claims["cognito:username"]!.ToString(), claims["profile"]!.ToString())
        );
        Assert.Equal(Peer.Issuer, claims["identities"]![0]!["issuer"]!.ToString());
        Assert.Equal("a state & more", LoginHost.Parameter(browser.Left, "state"));
    }

    [Fact]
    public async Task A_form_of_another_site_brings_no_cookies_and_the_browser_is_sent_once_more()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var form = await host.AskPartnerAsync(browser);
        using var without = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = host.Login.Address,
        };
        using var answer = await without.PostAsync(new Uri("/saml2/idpresponse", UriKind.Relative), new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await browser.OpenAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal("Partner_ada@partner.example", (await host.ClaimsAsync(browser))["cognito:username"]!.ToString());
    }

    [Fact]
    public async Task A_provider_that_changes_its_key_in_the_midst_is_believed_as_soon_as_it_says_so()
    {
        host.Deploy();
        using var next = Peer.NewKey("next");
        using var browser = host.Login.NewBrowser();
        var form = await host.AskPartnerAsync(browser, key: next);
        host.Publish(host.Key, next);
        await browser.PostAsync("/saml2/idpresponse", form);
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));

        using var another = host.Login.NewBrowser();
        form = await host.AskPartnerAsync(another);
        host.Publish(next);
        await another.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, another.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_not_believed_signs_nobody_in_and_the_page_says_nothing_of_why()
    {
        host.Deploy();
        using var attacker = Peer.NewKey("partner");
        using var browser = host.Login.NewBrowser();
        var form = await host.AskPartnerAsync(browser, key: attacker);
        await browser.PostAsync("/saml2/idpresponse", form);
        Assert.Null(browser.Left);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", browser.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("metadata", browser.Html, StringComparison.OrdinalIgnoreCase);
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Null(browser.Left);
    }

    [Fact]
    public async Task An_answer_counts_once_in_the_browser_that_asked()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        using var stranger = host.Login.NewBrowser();
        var form = await host.AskPartnerAsync(browser);
        await stranger.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, stranger.Html, StringComparison.Ordinal);
        await browser.PostAsync("/saml2/idpresponse", form);
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        await browser.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);

        // The answer to another request.
        form["RelayState"] = (await host.AskPartnerAsync(stranger))["RelayState"];
        await stranger.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, stranger.Html, StringComparison.Ordinal);
        await browser.OpenAsync(
            $"/saml2/idpresponse?SAMLResponse={Uri.EscapeDataString(form["SAMLResponse"])}&RelayState={form["RelayState"]}"
        );
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_there_comes_back_to_the_app_with_an_error()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", SamlHost.Corp)));
        await browser.PressAsync("Cancel");
        await browser.PressAsync("Continue to the app");
        Assert.Equal(
            ("server_error", "a state & more"),
            (LoginHost.Parameter(browser.Left, "error"), LoginHost.Parameter(browser.Left, "state"))
        );
        Assert.Contains("AuthnFailed", LoginHost.Parameter(browser.Left, "error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity_provider=Partner", true)]
    [InlineData("idp_identifier=partner.example", true)]
    [InlineData("identity_provider=Nobody", false)]
    [InlineData("identity_provider=COGNITO", false)]
    [InlineData("identity_provider=Corp", false)]
    [InlineData("", false)]
    public async Task A_provider_may_begin_where_its_settings_say_so(string provider, bool isIn)
    {
        host.Deploy(new { IDPInit = "true" });
        using var browser = host.Login.NewBrowser();
        var form = await UnaskedAsync(provider);
        await browser.PostAsync("/saml2/idpresponse", form);
        if (!isIn)
        {
            Assert.Null(browser.Left);
            return;
        }
        Assert.Equal("Partner_ada@partner.example", (await host.ClaimsAsync(browser, verifier: null))["cognito:username"]!.ToString());
        using var again = host.Login.NewBrowser();
        await again.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_not_where_they_do_not_and_its_answer_to_a_request_is_no_beginning()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync("/saml2/idpresponse", await UnaskedAsync("identity_provider=Partner"));
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);

        host.Deploy(new { IDPInit = "true" });
        using var victim = host.Login.NewBrowser();
        var form = await host.AskPartnerAsync(browser);
        form["RelayState"] = (await UnaskedAsync("identity_provider=Partner"))["RelayState"];
        await victim.PostAsync("/saml2/idpresponse", form);
        Assert.Contains(Refusal, victim.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri=https%3A%2F%2Fevil.example")]
    [InlineData("client_id=nobody")]
    public async Task What_a_provider_begins_leads_to_no_app_but_the_clients(string other)
    {
        host.Deploy(new { IDPInit = "true" });
        using var browser = host.Login.NewBrowser();
        var form = await UnaskedAsync("identity_provider=Partner");
        var name = other.Split('=')[0];
        form["RelayState"] = string.Join(
            '&',
            form["RelayState"].Split('&').Where(p => !p.StartsWith(name, StringComparison.Ordinal)).Append(other)
        );
        await browser.PostAsync("/saml2/idpresponse", form);
        Assert.Null(browser.Left);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
    }

    [Fact]
    public async Task The_stand_in_begins_too()
    {
        host.Deploy(new { IDPInit = "true" });
        using var browser = host.Login.NewBrowser();
        var relayState =
            $"identity_provider=Corp&client_id=web&redirect_uri={Uri.EscapeDataString(LoginHost.Callback)}&response_type=code&scope=openid";
        await browser.OpenAsync(
            $"/_local/providers/Corp/sso?app={Uri.EscapeDataString(host.Pool(SamlHost.Corp).EntityId)}&RelayState={Uri.EscapeDataString(relayState)}"
        );
        await ProviderHost.BeAsync(browser, "Ada Lovelace");
        Assert.Equal("Corp_ada@corp.example", (await host.ClaimsAsync(browser, verifier: null))["cognito:username"]!.ToString());
    }

    private async Task<Dictionary<string, string>> UnaskedAsync(string provider)
    {
        var answer = await IndependentProvider.AskAsync(
            host.Key,
            host.Pool(SamlHost.Partner),
            null,
            "ada@partner.example",
            SamlHost.Attributes("ada@partner.example"),
            host.Pools.Time.GetUtcNow()
        );
        return new()
        {
            ["SAMLResponse"] = (string)answer["response"]!,
            ["RelayState"] =
                $"{provider}&client_id=web&redirect_uri={Uri.EscapeDataString(LoginHost.Callback)}&response_type=code&scope=openid+email",
        };
    }
}
