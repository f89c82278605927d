namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Second factors on the pages: asked for, and set up.</summary>
public sealed class MfaPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    [Fact]
    public async Task The_second_factor_is_asked_for_and_a_wrong_code_can_be_corrected()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        var access = (await host.Pools.TokensAsync(email)).Access;
        var secret = (await host.Pools.CallAsync("AssociateSoftwareToken", new { AccessToken = access }))["SecretCode"]!.ToString();
        string Code() => AuthenticatorApp.Code(secret, host.Pools.Time.GetUtcNow());
        await host.Pools.CallAsync("VerifySoftwareToken", new { AccessToken = access, UserCode = Code() });
        await host.Pools.CallAsync(
            "SetUserMFAPreference",
            new { AccessToken = access, SoftwareTokenMfaSettings = new { Enabled = true, PreferredMfa = true } }
        );
        host.Pools.Time.Advance(TimeSpan.FromSeconds(30));

        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        Assert.Equal("/mfa", browser.Path);
        await browser.SubmitAsync(("code", Code() == "000000" ? "000001" : "000000"));
        Assert.Equal(("/mfa", "Invalid code received for user"), (browser.Path, browser.Error));
        await browser.SubmitAsync(("code", Code()));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Whoever_takes_too_long_to_set_it_up_is_told_so_at_the_sign_in_page()
    {
        host.Deploy(pool: new { MfaConfiguration = "ON" });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        // The challenge is three minutes old when its page is opened: the browser does not follow.
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        host.Pools.Time.Advance(TimeSpan.FromMinutes(4));
        await browser.SubmitAsync(("code", "123456"));
        Assert.Equal("Invalid session for the user, session is expired.", browser.Error);
        Assert.NotNull(browser.Page.QuerySelector("#password"));
    }

    [Fact]
    public async Task A_pool_that_demands_a_second_factor_has_it_set_up_with_a_picture_or_a_key()
    {
        host.Deploy(pool: new { MfaConfiguration = "ON" });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        Assert.Equal("Set up your authenticator app", browser.Title);
        Assert.StartsWith("data:image/svg+xml", browser.Page.QuerySelector(".graphic img")!.GetAttribute("src"), StringComparison.Ordinal);
        var secret = browser.Page.QuerySelector(".secret")!.TextContent.Trim();
        await browser.SubmitAsync(("code", "12345"));
        Assert.NotNull(browser.Error);
        await browser.SubmitAsync(("code", AuthenticatorApp.Code(secret, host.Pools.Time.GetUtcNow())));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }
}
