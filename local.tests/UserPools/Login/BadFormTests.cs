namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Whatever a form sends, the answer is a page that says what is wrong.</summary>
public sealed class BadFormTests(LoginHost host) : IClassFixture<LoginHost>
{
    private static readonly string[] Values =
    [
        "",
        " ",
        "\u0000",
        "\uFFFD",
        "a\r\nb",
        "\ud83d\ude00",
        "\"><script>",
        new('x', 20_000),
        "' OR 1=1 --",
        "%s%n",
        "../../etc/passwd",
    ];

    [Theory]
    [InlineData("/login", "username", "password")]
    [InlineData("/signup", "username", "password", "confirm_password")]
    [InlineData("/forgotPassword", "username")]
    [InlineData("/confirmUser", "code")]
    [InlineData("/confirmforgotPassword", "code", "new_password", "confirm_password")]
    [InlineData("/changePassword", "new_password", "confirm_password")]
    [InlineData("/mfa", "code")]
    public async Task Every_field_missing_empty_doubled_over_long_or_no_text_is_refused_on_the_page(string path, params string[] fields)
    {
        host.Deploy(pool: path == "/mfa" ? new { MfaConfiguration = "ON" } : null);
        using var browser = host.NewBrowser();
        await ComeToAsync(browser, path);
        Assert.Equal(path, browser.Path);
        var token = browser.Page.QuerySelector("input[type=hidden]")!.GetAttribute("value")!;
        foreach (var field in fields)
        {
            var others = fields
                .Where(f => f != field)
                .Select(f => KeyValuePair.Create(f, "Some-value-12345"))
                .Append(KeyValuePair.Create("_csrf", token))
                .ToList();
            await TryAsync(others);
            await TryAsync([.. others, new(field, "one"), new(field, "two")]);
            foreach (var value in Values)
                await TryAsync([.. others, new(field, value)]);
        }

        async Task TryAsync(List<KeyValuePair<string, string>> form)
        {
            await browser.PostAsync(LoginHost.Begin(path), form);
            Assert.Null(browser.Left);
            Assert.InRange((int)browser.Answer.StatusCode, 200, 400);
            Assert.Empty(browser.Page.QuerySelectorAll("script"));
            // A code that was sent is not asked for again at the sign-in page for one typo.
            if (path is not ("/login" or "/signup" or "/forgotPassword") && browser.Path != path)
                await ComeToAsync(browser, path);
        }
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_not_read()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login"));
        var token = browser.Page.QuerySelector("input[type=hidden]")!.GetAttribute("value")!;
        await browser.PostAsync(
            LoginHost.Begin("/login"),
            [new("_csrf", token), new("username", new string('x', 100_000)), new("password", "x")]
        );
        Assert.Equal(400, (int)browser.Answer.StatusCode);
    }

    /// <summary>Brings a browser to a page as people come there.</summary>
    private async Task ComeToAsync(Browser browser, string path)
    {
        switch (path)
        {
            case "/confirmUser":
                await browser.OpenAsync(LoginHost.Begin("/signup"));
                await browser.SubmitAsync(
                    ("username", PoolHost.NewEmail()),
                    ("password", PoolHost.Password),
                    ("confirm_password", PoolHost.Password)
                );
                break;
            case "/confirmforgotPassword":
                await browser.OpenAsync(LoginHost.Begin("/forgotPassword"));
                await browser.SubmitAsync(("username", await host.Pools.UserAsync()));
                break;
            case "/changePassword":
                var email = PoolHost.NewEmail();
                await host.Pools.AdminAsync(
                    "AdminCreateUser",
                    new
                    {
                        Username = email,
                        TemporaryPassword = "Temporary-secret-1",
                        MessageAction = "SUPPRESS",
                        UserAttributes = PoolHost.Attributes(("email", email)),
                    }
                );
                await browser.OpenAsync(LoginHost.Begin("/login"));
                await browser.SubmitAsync(("username", email), ("password", "Temporary-secret-1"));
                break;
            case "/mfa":
                await browser.OpenAsync(LoginHost.Begin("/login"));
                await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
                break;
            default:
                await browser.OpenAsync(LoginHost.Begin(path));
                break;
        }
    }
}
