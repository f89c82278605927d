using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>Signing in at each kind of provider, by its own protocol, the first time and again.</summary>
public sealed class SocialTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    public static TheoryData<string> Providers => [.. ProviderHost.OpenIdProviders];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_first_sign_in_makes_a_user_and_a_second_one_finds_it(string provider)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var first = await host.ClaimsAsync(browser, provider, "Ben Franklin");
        var identity = Assert.Single(first["identities"]!.AsArray())!;
        Assert.Equal(provider, identity["providerName"]!.ToString());
        Assert.Equal(provider == "Okta" ? "OIDC" : provider, identity["providerType"]!.ToString());
        Assert.Equal("true", identity["primary"]!.ToString());
        Assert.Equal($"{provider}_{identity["userId"]}", first["cognito:username"]!.ToString());
        Assert.Equal("ben@example.com", first["email"]!.ToString());
        Assert.Contains($"{Templates.PoolId}_{provider}", first["cognito:groups"]!.AsArray().Select(g => g!.ToString()));

        using var another = host.Login.NewBrowser();
        var second = await host.ClaimsAsync(another, provider, "Ben Franklin");
        Assert.Equal(first["sub"]!.ToString(), second["sub"]!.ToString());

        var user = await host.Pools.AdminAsync("AdminGetUser", new { Username = first["cognito:username"]!.ToString() });
        Assert.Equal("EXTERNAL_PROVIDER", user["UserStatus"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Its_button_on_the_page_leads_there(string provider)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login"));
        await browser.FollowAsync(
            $"Continue with {provider switch { "LoginWithAmazon" => "Amazon", "SignInWithApple" => "Apple", _ => provider }}"
        );
        Assert.StartsWith($"/_local/providers/{provider}/", browser.Path, StringComparison.Ordinal);
        await ProviderHost.BeAsync(browser, "Ada Lovelace");
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        Assert.Equal("a state & more", LoginHost.Parameter(browser.Left, "state"));
    }

    [Fact]
    public async Task Apple_tells_a_name_once_and_the_pool_keeps_it()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var subject = $"001234.{Guid.NewGuid():N}.5678";
        var first = await host.ClaimsAsync(
            browser,
            "SignInWithApple",
            "somebody else",
            ("sub", subject),
            ("name", "Grace Hopper"),
            ("given_name", "Grace"),
            ("email", "grace@example.com")
        );
        Assert.Equal("Grace", await NameAsync());
        await host.Pools.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = $"SignInWithApple_{subject}", UserAttributes = PoolHost.Attributes(("given_name", "Amazing")) }
        );
        using var another = host.Login.NewBrowser();
        var second = await host.ClaimsAsync(another, "SignInWithApple", "Grace Hopper");
        Assert.Equal(first["sub"]!.ToString(), second["sub"]!.ToString());
        Assert.Equal("Amazing", await NameAsync());

        async Task<string?> NameAsync() =>
            PoolHost.Attribute(
                (await host.Pools.AdminAsync("AdminGetUser", new { Username = $"SignInWithApple_{subject}" }))["UserAttributes"],
                "given_name"
            );
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_cancels_there_comes_back_to_the_app_with_the_error(string provider)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", provider)));
        await browser.PressAsync("Cancel");
        if (browser.Left is null)
            await browser.PressAsync("Continue to the app");
        Assert.Equal("access_denied", LoginHost.Parameter(browser.Left, "error"));
        Assert.Equal("a state & more", LoginHost.Parameter(browser.Left, "state"));
    }

    [Fact]
    public async Task The_session_of_a_provider_answers_for_it_again_and_for_no_other()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Google");
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Google")));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        await browser.OpenAsync(LoginHost.Begin());
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Okta")));
        Assert.Equal("/_local/providers/Okta/authorize", browser.Path);
    }

    [Theory]
    [InlineData("identity_provider", "Nobody")]
    [InlineData("identity_provider", "google")]
    [InlineData("idp_identifier", "nowhere.example")]
    public async Task A_provider_that_the_app_does_not_offer_is_no_way_in(string parameter, string value)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: (parameter, value)));
        Assert.Equal("Login option is not available. Please try another one", browser.Error);
    }

    [Fact]
    public async Task An_app_that_does_not_offer_a_provider_of_the_pool_leads_nobody_to_it()
    {
        host.Deploy(client: new { SupportedIdentityProviders = new[] { "COGNITO", "Google" } });
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Okta")));
        Assert.Null(browser.Left);
        Assert.Equal("Login option is not available. Please try another one", browser.Error);
    }

    [Fact]
    public async Task An_identifier_is_another_name_of_a_provider()
    {
        host.Deploy(identifiers: ["corp.example"]);
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("idp_identifier", "CORP.example")));
        Assert.Equal("/_local/providers/Okta/authorize", browser.Path);
    }

    [Fact]
    public async Task The_domain_of_an_address_at_the_sign_in_page_leads_to_its_provider_and_another_to_the_password()
    {
        host.Deploy(identifiers: ["corp.example"]);
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login"));
        Assert.Null(browser.Page.QuerySelector("input[type=password]"));
        await browser.SubmitAsync(("username", "somebody@corp.example"));
        Assert.Equal("/_local/providers/Okta/authorize", browser.Path);
        await browser.OpenAsync(LoginHost.Begin("/login"));
        await browser.SubmitAsync(("username", "somebody@notcorp.example"));
        Assert.NotNull(browser.Page.QuerySelector("input[type=password]"));
    }

    [Fact]
    public async Task An_app_with_one_provider_and_no_users_of_the_pool_goes_there_at_once()
    {
        host.Deploy(client: new { SupportedIdentityProviders = new[] { "Okta" } });
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Equal("/_local/providers/Okta/authorize", browser.Path);
    }

    [Fact]
    public async Task What_the_app_hints_is_told_to_the_provider()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(
            LoginHost.Begin(
                changes: [("identity_provider", "Okta"), ("login_hint", "ben@example.com"), ("prompt", "select_account"), ("lang", "de")]
            )
        );
        var query = System.Web.HttpUtility.ParseQueryString(browser.Answer.RequestMessage!.RequestUri!.Query);
        Assert.Equal(("ben@example.com", "select_account", "de"), (query["login_hint"], query["prompt"], query["ui_locales"]));
        await browser.OpenAsync(LoginHost.Begin(changes: [("identity_provider", "Okta"), ("prompt", "none")]));
        Assert.Equal("login_required", LoginHost.Parameter(browser.Left, "error"));
    }
}
