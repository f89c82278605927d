using static CognitoStack.Local.Tests.UserPools.Risks;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Threat protection on the pages, and the links of its mails.</summary>
public sealed class RiskPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    private const string Leaked = "Password1234!";

    [Fact]
    public async Task A_browser_is_known_again_by_its_cookie()
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.Pools.UserAsync();
        using var laptop = host.NewBrowser();
        using var phone = host.NewBrowser();
        await host.CodeAsync(laptop, email);
        await host.CodeAsync(laptop, email, ("prompt", "login"));
        Assert.Null(Level((await host.Pools.EventsAsync(email))[0]));
        await host.CodeAsync(phone, email);
        Assert.Equal("Low", Level((await host.Pools.EventsAsync(email))[0]));
        var cookie = laptop.Cookies.GetCookies(host.Address)["cognito-device"]!;
        Assert.True(cookie.HttpOnly);
    }

    [Theory]
    [InlineData("high", "/login")]
    [InlineData("medium", "/mfa")]
    public async Task A_risky_sign_in_is_blocked_or_asked_for_more(string risk, string path)
    {
        host.Deploy(Pool(factors: ["EMAIL_OTP"]), null, Settings(actions: ["NO_ACTION", "MFA_REQUIRED", "BLOCK"]));
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAtRiskAsync(risk, ("username", email), ("password", PoolHost.Password));
        Assert.Equal((path, risk == "high" ? Blocked : null), (browser.Path, browser.Error));
        if (risk == "high")
            return;
        await browser.SubmitAsync(("code", host.Pools.SignInCode(email)));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Whoever_signs_in_with_a_leaked_password_is_sent_a_code_and_chooses_another()
    {
        host.Deploy(Pool(), null, Settings(leaked: new { Actions = new { EventAction = "BLOCK" } }));
        var email = await host.Pools.UserAsync();
        await host.Pools.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password = Leaked,
                Permanent = true,
            }
        );
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", email), ("password", Leaked));
        Assert.Equal("/confirmforgotPassword", browser.Path);
        var code = host.Pools.Code(email, "CustomMessage_ForgotPassword");
        await browser.SubmitAsync(("code", code), ("new_password", "Welcome1234!"), ("confirm_password", "Welcome1234!"));
        Assert.Equal("Provided password cannot be used for security reasons.", browser.Error);
        await browser.SubmitAsync(("code", code), ("new_password", PoolHost.Password), ("confirm_password", PoolHost.Password));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Theory]
    [InlineData(5, "valid", "Valid")]
    [InlineData(6, "invalid", "Invalid")]
    public async Task The_links_of_a_mail_say_whether_it_was_the_user(int part, string value, string feedback)
    {
        host.Deploy(Pool(), null, Settings(notifies: true));
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAtRiskAsync("low", ("username", email), ("password", PoolHost.Password));
        var link = new Uri(host.Pools.Messages(email).Last()["body"]!.ToString().Split('|')[part]);
        Assert.Contains($"value={value}&", link.Query, StringComparison.Ordinal);
        using var reader = host.NewBrowser();
        await reader.OpenAsync(link.PathAndQuery);
        Assert.Equal(
            ("Thank you", feedback),
            (reader.Title, (await host.Pools.EventsAsync(email))[0]["EventFeedback"]!["FeedbackValue"]!.ToString())
        );
    }

    [Theory]
    [InlineData("?value=valid&token=forged")]
    [InlineData("?value=perhaps&token=x")]
    [InlineData("")]
    public async Task A_link_that_is_none_says_so(string query)
    {
        host.Deploy(Pool(), null, Settings());
        using var browser = host.NewBrowser();
        await browser.OpenAsync($"/_login/feedback{query}");
        Assert.Equal(400, (int)browser.Answer.StatusCode);
        Assert.NotNull(browser.Error);
    }
}
