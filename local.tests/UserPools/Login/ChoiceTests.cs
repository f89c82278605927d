namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Where there is more than one first factor, the page asks for the name first.</summary>
public sealed class ChoiceTests(LoginHost host) : IClassFixture<LoginHost>
{
    private void Deploy(bool allowsChoice = true) =>
        host.Deploy(
            pool: new { Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = new[] { "PASSWORD", "WEB_AUTHN" } } } },
            client: new
            {
                ExplicitAuthFlows = allowsChoice ? new[] { "ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH" } : ["ALLOW_USER_PASSWORD_AUTH"],
            }
        );

    [Fact]
    public async Task The_name_comes_first_and_then_the_password()
    {
        Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Null(browser.Page.QuerySelector("#password"));
        await browser.SubmitAsync(("username", email));
        Assert.NotNull(browser.Page.QuerySelector("#username[readonly]"));
        await browser.SubmitAsync(("password", "Wrong-password-7"));
        Assert.Equal("Incorrect username or password.", browser.Error);
        await browser.SubmitAsync(("password", PoolHost.Password));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task The_page_for_the_password_tells_nobody_who_is_known()
    {
        Deploy();
        var pages = new List<int>();
        foreach (var name in new[] { await host.Pools.UserAsync(), PoolHost.NewEmail() })
        {
            using var browser = host.NewBrowser();
            await browser.OpenAsync(LoginHost.Begin());
            await browser.SubmitAsync(("username", name));
            Assert.Null(browser.Error);
            pages.Add(browser.Html.Length);
        }
        Assert.Equal(pages[0], pages[1]);
    }

    [Fact]
    public async Task A_name_that_is_none_is_asked_for_again_and_another_can_be_given()
    {
        Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", " "));
        Assert.Equal("Missing required parameter username", browser.Error);
        await browser.SubmitAsync(("username", "ann@example.com"));
        await browser.FollowAsync("Sign in as somebody else");
        Assert.Null(browser.Page.QuerySelector("#password"));
    }

    [Fact]
    public async Task A_client_that_offers_no_choice_asks_for_both_at_once()
    {
        Deploy(allowsChoice: false);
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        Assert.NotNull(browser.Page.QuerySelector("#password"));
    }
}
