using System.Text.Json.Nodes;
using System.Web;
using CognitoStack.Local.Tests.Providers.Saml;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>Signing out of the pool and of the SAML provider at once.</summary>
public sealed class SamlSignOutTests(SamlHost host) : IClassFixture<SamlHost>
{
    private const string Logout = "/logout?client_id=web&logout_uri=http%3A%2F%2Flocalhost%3A3000%2F";
    private const string Refusal = "Sign-in at the provider did not succeed";

    [Fact]
    public async Task At_the_stand_in()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, SamlHost.Corp);
        await browser.OpenAsync(Logout + "&state=x");
        Assert.Equal("/_local/providers/Corp/slo", browser.Path);
        await browser.PressAsync("Continue to the app");
        Assert.Equal("http://localhost:3000/?state=x", browser.Left!.AbsoluteUri);
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Null(browser.Left);
    }

    [Fact]
    public async Task At_a_provider_that_is_not_ours()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync("/saml2/idpresponse", await host.AskPartnerAsync(browser));
        await browser.OpenAsync(Logout);
        Assert.Equal("/slo", browser.Left!.AbsolutePath);
        var answer = await IndependentProvider.AskAsync(
            host.Key,
            host.Pool(SamlHost.Partner),
            browser.Left.Query,
            "",
            [],
            host.Pools.Time.GetUtcNow(),
            requestName: "logout"
        );
        Assert.Equal("ada@partner.example", (string?)answer["request"]!["nameID"]);
        var form = new Dictionary<string, string>
        {
            ["SAMLResponse"] = (string)answer["response"]!,
            ["RelayState"] = HttpUtility.ParseQueryString(browser.Left.Query)["RelayState"]!,
        };
        await browser.PostAsync("/saml2/logout", form);
        Assert.Equal("http://localhost:3000/", browser.Left!.AbsoluteUri);
        await browser.PostAsync("/saml2/logout", form);
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_answer_leads_nowhere()
    {
        host.Deploy();
        using var attacker = Peer.NewKey("partner");
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync("/saml2/idpresponse", await host.AskPartnerAsync(browser));
        await browser.OpenAsync(Logout);
        var answer = await IndependentProvider.AskAsync(
            attacker,
            host.Pool(SamlHost.Partner),
            browser.Left!.Query,
            "",
            [],
            host.Pools.Time.GetUtcNow(),
            requestName: "logout"
        );
        await browser.PostAsync(
            "/saml2/logout",
            new Dictionary<string, string>
            {
                ["SAMLResponse"] = (string)answer["response"]!,
                ["RelayState"] = HttpUtility.ParseQueryString(browser.Left.Query)["RelayState"]!,
            }
        );
        Assert.Null(browser.Left);
        Assert.Contains(Refusal, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_signature_keeps_nobody_here()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync("/saml2/idpresponse", await host.AskPartnerAsync(browser));
        await browser.OpenAsync(Logout);
        var state = HttpUtility.ParseQueryString(browser.Left!.Query)["RelayState"]!;
        await browser.PostAsync(
            "/saml2/logout",
            new Dictionary<string, string>
            {
                ["SAMLResponse"] = Peer.Form($"<samlp:LogoutResponse xmlns:samlp=\"{Peer.Samlp}\" ID=\"_a\" Version=\"2.0\"/>"),
                ["RelayState"] = state,
            }
        );
        Assert.Equal("http://localhost:3000/", browser.Left!.AbsoluteUri);
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Null(browser.Left);
    }

    [Fact]
    public async Task Where_the_settings_do_not_say_so_the_provider_hears_nothing()
    {
        host.Deploy(new { IDPSignout = "false" });
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, SamlHost.Corp);
        await browser.OpenAsync(Logout);
        Assert.Equal("http://localhost:3000/", browser.Left!.AbsoluteUri);
    }
}
