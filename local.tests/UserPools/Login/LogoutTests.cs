using System.Net;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Signing out ends the session, and leads only to where the client allows.</summary>
public sealed class LogoutTests(LoginHost host) : IClassFixture<LoginHost>
{
    [Fact]
    public async Task Signing_out_leads_to_the_app_and_the_next_sign_in_asks_again()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, await host.Pools.UserAsync());
        await browser.OpenAsync($"/logout?client_id=web&logout_uri={Uri.EscapeDataString("http://localhost:3000/")}&state=s");
        Assert.Equal("http://localhost:3000/?state=s", browser.Left!.OriginalString);
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Equal("/login", browser.Path);
    }

    [Fact]
    public async Task Signing_out_can_lead_to_the_sign_in_page()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, await host.Pools.UserAsync());
        await browser.OpenAsync(LoginHost.Begin("/logout"));
        Assert.Equal("/login", browser.Path);
        Assert.DoesNotContain("Continue as", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://localhost:3000/callback")]
    [InlineData("http://LOCALHOST:3000/")]
    public async Task An_address_that_is_not_listed_leads_nowhere_and_nobody_is_signed_out(string address)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, await host.Pools.UserAsync());
        await browser.OpenAsync($"/logout?client_id=web&logout_uri={Uri.EscapeDataString(address)}");
        Assert.Equal((null, HttpStatusCode.BadRequest), (browser.Left, browser.Answer.StatusCode));
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "none")));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Whoever_is_signed_out_everywhere_is_signed_out_here_too()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        var email = await host.Pools.UserAsync();
        await host.CodeAsync(browser, email);
        host.Pools.Time.Advance(TimeSpan.FromSeconds(1));
        await host.Pools.AdminAsync("AdminUserGlobalSignOut", new { Username = email });
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "none")));
        Assert.Equal("login_required", LoginHost.Parameter(browser.Left, "error"));
    }
}
