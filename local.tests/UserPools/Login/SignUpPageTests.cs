using System.Net;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>People make users, confirm them, and recover passwords on the pages.</summary>
public sealed class SignUpPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    private async Task<Browser> SignUpAsync(string email)
    {
        var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.FollowAsync("Create an account");
        return await browser.SubmitAsync(("username", email), ("password", PoolHost.Password), ("confirm_password", PoolHost.Password));
    }

    [Fact]
    public async Task Who_signs_up_and_enters_the_code_is_signed_in()
    {
        host.Deploy(
            pool: new
            {
                LambdaConfig = new
                {
                    PreSignUp = Templates.FunctionArn,
                    PostConfirmation = Templates.FunctionArn,
                    PreAuthentication = Templates.FunctionArn,
                    PostAuthentication = Templates.FunctionArn,
                },
            },
            others: Templates.Function()
        );
        var email = PoolHost.NewEmail();
        using var browser = await SignUpAsync(email);
        Assert.Equal("/confirmUser", browser.Path);
        Assert.Contains($"{email[0]}***@e***", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("code", "wrong"));
        Assert.Equal("Invalid verification code provided, please try again.", browser.Error);
        await browser.SubmitAsync(("code", host.Pools.Code(email, "CustomMessage_SignUp")));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        Assert.Equal(
            ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp", "PreAuthentication_Authentication", "PostAuthentication_Authentication"],
            host.Pools.Functions.Sources
        );
    }

    [Fact]
    public async Task A_new_code_takes_the_place_of_the_first()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        using var browser = await SignUpAsync(email);
        await browser.SubmitAsync();
        Assert.Contains("We sent a new code", browser.Page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync(("code", host.Pools.Code(email, "CustomMessage_ResendCode")));
        Assert.NotNull(browser.Left);
    }

    [Fact]
    public async Task Who_signs_in_before_the_code_is_led_to_it_but_only_with_the_right_password()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        (await SignUpAsync(email)).Dispose();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", email), ("password", "Wrong-password-7"));
        Assert.Equal("Incorrect username or password.", browser.Error);
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        Assert.Equal("/confirmUser", browser.Path);
        await browser.SubmitAsync(("code", host.Pools.Code(email, "CustomMessage_SignUp")));
        Assert.NotNull(browser.Left);
    }

    [Fact]
    public async Task What_the_pool_refuses_is_said_and_what_was_typed_stays_but_for_passwords()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = await SignUpAsync(email);
        Assert.Equal("An account with the given email already exists.", browser.Error);
        Assert.Equal(email, browser.Page.QuerySelector("#username")!.GetAttribute("value"));
        Assert.All(browser.Page.QuerySelectorAll("input[type=password]"), i => Assert.Null(i.GetAttribute("value")));
        await browser.SubmitAsync(("username", PoolHost.NewEmail()), ("password", "weak"), ("confirm_password", "weak"));
        Assert.StartsWith("Password did not conform with policy", browser.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_of_administrators_has_no_page_for_it()
    {
        host.Deploy(pool: new { AdminCreateUserConfig = new { AllowAdminCreateUserOnly = true } });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login"));
        Assert.DoesNotContain("Create an account", browser.Html, StringComparison.Ordinal);
        await browser.OpenAsync(LoginHost.Begin("/signup"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
    }

    [Fact]
    public async Task Attributes_that_must_be_there_are_asked_for()
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
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/signup"));
        await browser.SubmitAsync(
            ("username", email),
            ("name", "Ann"),
            ("password", PoolHost.Password),
            ("confirm_password", PoolHost.Password)
        );
        Assert.Equal("/confirmUser", browser.Path);
        Assert.Equal(
            "Ann",
            PoolHost.Attribute((await host.Pools.AdminAsync("AdminGetUser", new { Username = email }))["UserAttributes"], "name")
        );
    }

    [Fact]
    public async Task Who_forgot_the_password_sets_a_new_one_with_the_code()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        await browser.FollowAsync("Forgot your password?");
        await browser.SubmitAsync(("username", email));
        Assert.Equal("/confirmforgotPassword", browser.Path);
        await browser.SubmitAsync(("code", "000"), ("new_password", "Brand-new-secret-8"), ("confirm_password", "Brand-new-secret-8"));
        Assert.Equal("Invalid verification code provided, please try again.", browser.Error);
        await browser.SubmitAsync(
            ("code", host.Pools.Code(email, "CustomMessage_ForgotPassword")),
            ("new_password", "Brand-new-secret-8"),
            ("confirm_password", "Brand-new-secret-8")
        );
        Assert.NotNull(browser.Left);
        await host.Pools.TokensAsync(email, "Brand-new-secret-8");
    }

    [Fact]
    public async Task Who_is_unknown_seems_to_get_a_code_too()
    {
        host.Deploy();
        var pages = new List<string>();
        var unconfirmed = PoolHost.NewEmail();
        (await SignUpAsync(unconfirmed)).Dispose();
        foreach (var email in new[] { await host.Pools.UserAsync(), PoolHost.NewEmail(), unconfirmed })
        {
            using var browser = host.NewBrowser();
            await browser.OpenAsync(LoginHost.Begin("/forgotPassword"));
            await browser.SubmitAsync(("username", email));
            await browser.SubmitAsync(
                ("code", "000000"),
                ("new_password", "Brand-new-secret-8"),
                ("confirm_password", "Brand-new-secret-8")
            );
            pages.Add($"{browser.Path} {browser.Title} {browser.Error} {browser.Html.Length}");
        }
        Assert.Single(pages.Distinct());
    }

    [Theory]
    [InlineData("/confirmUser")]
    [InlineData("/confirmforgotPassword")]
    [InlineData("/changePassword")]
    [InlineData("/mfa")]
    public async Task A_page_in_the_middle_of_nothing_leads_to_the_beginning(string path)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(path));
        Assert.Equal("/login", browser.Path);
    }

    [Fact]
    public async Task What_took_too_long_starts_again()
    {
        host.Deploy();
        using var browser = await SignUpAsync(PoolHost.NewEmail());
        host.Pools.Time.Advance(TimeSpan.FromMinutes(16));
        await browser.SubmitAsync(("code", "123456"));
        Assert.Equal("/login", browser.Path);
    }
}
