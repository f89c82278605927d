namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>People sign in on the pages, and apps get their tokens.</summary>
public sealed class SignInPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    [Fact]
    public async Task An_app_gets_tokens_for_who_signs_in_on_the_pages()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Equal(("/login", "Sign in"), (browser.Path, browser.Title));
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));

        Assert.StartsWith(LoginHost.Callback + "?code=", browser.Left!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("a state & more", LoginHost.Parameter(browser.Left, "state"));
        var (status, tokens) = await host.RedeemAsync(LoginHost.Parameter(browser.Left, "code"));
        Assert.Equal((200, "Bearer", 1800), (status, tokens["token_type"]!.ToString(), (int)tokens["expires_in"]!));
        var id = PoolHost.Claims(tokens["id_token"]!.ToString());
        Assert.Equal(
            ("web", "id", "a-nonce", email),
            (id["aud"]!.ToString(), id["token_use"]!.ToString(), id["nonce"]!.ToString(), id["email"]!.ToString())
        );
        Assert.Equal(22, id["at_hash"]!.ToString().Length);
        var access = PoolHost.Claims(tokens["access_token"]!.ToString());
        Assert.Equal(("web", "openid email", 2), (access["client_id"]!.ToString(), access["scope"]!.ToString(), (int)access["version"]!));
        Assert.Equal(id["origin_jti"]!.ToString(), access["origin_jti"]!.ToString());

        var (_, refreshed) = await host.TokenAsync(
            ("grant_type", "refresh_token"),
            ("client_id", "web"),
            ("refresh_token", tokens["refresh_token"]!.ToString())
        );
        Assert.Equal("openid email", PoolHost.Claims(refreshed["access_token"]!.ToString())["scope"]!.ToString());
        Assert.Null(refreshed["refresh_token"]);
    }

    [Theory]
    [InlineData("profile", null, "openid profile", true, true)]
    [InlineData("email", null, "openid email", true, false)]
    [InlineData("openid", null, "openid", true, true)]
    [InlineData("none at all: all that the client has", "", "openid email profile aws.cognito.signin.user.admin", true, true)]
    public async Task Scopes_narrow_what_tokens_tell(string _, string? scope, string granted, bool hasEmail, bool hasTenant)
    {
        host.Deploy();
        var email = await host.Pools.UserAsync("acme");
        using var browser = host.NewBrowser();
        var code = await host.CodeAsync(browser, email, ("scope", scope is null ? granted : null));
        var (_, tokens) = await host.RedeemAsync(code);
        Assert.Equal(granted, PoolHost.Claims(tokens["access_token"]!.ToString())["scope"]!.ToString());
        var id = PoolHost.Claims(tokens["id_token"]!.ToString());
        Assert.Equal((hasEmail, hasTenant), (id.ContainsKey("email"), id.ContainsKey("custom:tenant")));
    }

    [Fact]
    public async Task Without_openid_there_is_no_id_token()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        var (_, tokens) = await host.RedeemAsync(
            await host.CodeAsync(browser, await host.Pools.UserAsync(), ("scope", "aws.cognito.signin.user.admin"))
        );
        Assert.False(tokens.ContainsKey("id_token"));
        Assert.Equal(200, (await host.RedeemAsync(await host.CodeAsync(browser, ""))).Status);
    }

    [Fact]
    public async Task An_access_token_is_for_the_api_that_the_app_names()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        var (_, tokens) = await host.RedeemAsync(
            await host.CodeAsync(browser, await host.Pools.UserAsync(), ("resource", "https://api.example.com/notes"))
        );
        Assert.Equal("https://api.example.com/notes", PoolHost.Claims(tokens["access_token"]!.ToString())["aud"]!.ToString());
    }

    [Fact]
    public async Task A_client_of_the_implicit_flow_gets_tokens_in_the_fragment()
    {
        host.Deploy(client: new { AllowedOAuthFlows = new[] { "implicit" } });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(
            LoginHost.Begin(changes: [("response_type", "token"), ("code_challenge", null), ("code_challenge_method", null)])
        );
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        var fragment = browser.Left!.Fragment;
        Assert.Contains("access_token=", fragment, StringComparison.Ordinal);
        Assert.Contains("id_token=", fragment, StringComparison.Ordinal);
        Assert.Contains("state=a%20state%20%26%20more", fragment, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh_token", fragment, StringComparison.Ordinal);
        Assert.Empty(browser.Left.Query);
    }

    [Fact]
    public async Task A_second_app_of_the_pool_asks_for_no_password_within_the_hour()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, email);
        await browser.OpenAsync(LoginHost.Begin(changes: [("client_id", "portal"), ("redirect_uri", "app://callback")]));
        Assert.StartsWith("app://callback/?code=", browser.Left!.AbsoluteUri, StringComparison.Ordinal);

        host.Pools.Time.Advance(TimeSpan.FromMinutes(61));
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Equal("/login", browser.Path);
    }

    [Fact]
    public async Task Prompts_decide_whether_somebody_is_asked()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "none")));
        Assert.Equal("login_required", LoginHost.Parameter(browser.Left, "error"));
        await host.CodeAsync(browser, email);
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "none")));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));

        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "login")));
        Assert.DoesNotContain(email, browser.Html, StringComparison.Ordinal);
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "select_account")));
        Assert.Contains($"Continue as {email}", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync();
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Who_asks_for_a_sign_in_can_say_who_it_will_be()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("login_hint", "ann@example.com")));
        Assert.Equal("ann@example.com", browser.Page.QuerySelector("#username")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_look_the_same()
    {
        host.Deploy();
        var known = await host.Pools.UserAsync();
        var pages = new List<(int, int, int)>();
        foreach (var name in new[] { known, PoolHost.NewEmail() })
        {
            using var browser = host.NewBrowser();
            await browser.OpenAsync(LoginHost.Begin());
            await browser.SubmitAsync(("username", name), ("password", "Wrong-password-7"));
            Assert.Equal("Incorrect username or password.", browser.Error);
            Assert.Equal(name, browser.Page.QuerySelector("#username")!.GetAttribute("value"));
            Assert.Null(browser.Page.QuerySelector("#password")!.GetAttribute("value"));
            pages.Add(
                ((int)browser.Answer.StatusCode, browser.Html.Replace(name, "", StringComparison.Ordinal).Length, browser.Html.Length)
            );
        }
        Assert.Equal(pages[0], pages[1]);
    }

    [Fact]
    public async Task A_client_that_hides_nobody_says_who_is_unknown()
    {
        host.Deploy(client: new { PreventUserExistenceErrors = "LEGACY" });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", PoolHost.NewEmail()), ("password", "Wrong-password-7"));
        Assert.Equal("User does not exist.", browser.Error);
    }

    [Fact]
    public async Task Too_many_guesses_lock_out_even_who_knows_the_password()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync(("username", email), ("password", "Wrong-password-7"));
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        Assert.Equal("Password attempts exceeded", browser.Error);
        host.Pools.Time.Advance(TimeSpan.FromMinutes(16));
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        Assert.NotNull(browser.Left);
    }

    [Fact]
    public async Task Triggers_run_in_the_order_of_aws_and_learn_which_client_it_is()
    {
        host.Deploy(
            pool: new
            {
                LambdaConfig = new
                {
                    PreAuthentication = Templates.FunctionArn,
                    PostAuthentication = Templates.FunctionArn,
                    PreTokenGeneration = Templates.FunctionArn,
                },
            },
            others: Templates.Function()
        );
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, email);
        Assert.Equal(
            ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_HostedAuth"],
            host.Pools.Functions.Sources
        );
        Assert.All(host.Pools.Functions.Events, e => Assert.Equal("web", e["callerContext"]!["clientId"]!.ToString()));
    }

    [Fact]
    public async Task What_a_function_refuses_is_said_on_the_page()
    {
        host.Deploy(pool: new { LambdaConfig = new { PreAuthentication = Templates.FunctionArn } }, others: Templates.Function());
        host.Pools.Functions.Answer = _ =>
            throw new Local.Functions.FunctionException(Local.Functions.FunctionFailure.Reported, "Not from <here>");
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        Assert.Equal("PreAuthentication failed with error Not from <here>.", browser.Error);
    }

    [Fact]
    public async Task What_the_function_for_tokens_refuses_is_said_to_the_app()
    {
        host.Deploy(pool: new { LambdaConfig = new { PreTokenGeneration = Templates.FunctionArn } }, others: Templates.Function());
        host.Pools.Functions.Answer = _ =>
            throw new Local.Functions.FunctionException(Local.Functions.FunctionFailure.Reported, "No tokens");
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        Assert.Equal(
            ("invalid_request", "PreTokenGeneration failed with error No tokens."),
            (LoginHost.Parameter(browser.Left, "error"), LoginHost.Parameter(browser.Left, "error_description"))
        );
    }

    [Fact]
    public async Task A_user_whom_an_administrator_made_chooses_a_password_first()
    {
        host.Deploy(
            pool: new
            {
                Schema = new object[]
                {
                    new
                    {
                        Name = "email",
                        Required = true,
                        Mutable = true,
                    },
                    new
                    {
                        Name = "name",
                        Required = true,
                        Mutable = true,
                    },
                },
            }
        );
        var email = PoolHost.NewEmail();
        await host.Pools.AdminAsync(
            "AdminCreateUser",
            new
            {
                Username = email,
                TemporaryPassword = "Temporary-secret-1",
                MessageAction = "SUPPRESS",
                UserAttributes = PoolHost.Attributes(("email", email), ("email_verified", "true")),
            }
        );
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", email), ("password", "Temporary-secret-1"));
        Assert.Equal("/changePassword", browser.Path);
        await browser.SubmitAsync(("name", "Ann"), ("new_password", PoolHost.Password), ("confirm_password", "Something-else-7"));
        Assert.Equal("The two passwords are not the same.", browser.Error);
        await browser.SubmitAsync(("name", "Ann"), ("new_password", "short"), ("confirm_password", "short"));
        Assert.Equal("Password did not conform with policy: Password not long enough", browser.Error);
        await browser.SubmitAsync(("name", "Ann"), ("new_password", PoolHost.Password), ("confirm_password", PoolHost.Password));
        var (_, tokens) = await host.RedeemAsync(LoginHost.Parameter(browser.Left, "code"));
        Assert.NotEmpty(tokens["id_token"]!.ToString());
    }
}
