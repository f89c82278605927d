using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Configuration.Branding;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.UserPools.Federation;
using CognitoStack.Local.UserPools.Login.Looks;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Pages look as the template says, and as nothing else does.</summary>
public sealed class LookTests(LoginHost host) : IClassFixture<LoginHost>
{
    private static Resource Branding(object? settings = null, object[]? assets = null) =>
        Templates.Resource(
            "AWS::Cognito::ManagedLoginBranding",
            "brand",
            Templates.Json(
                new
                {
                    UserPoolId = Templates.PoolId,
                    ClientId = "web",
                    Settings = settings,
                    Assets = assets,
                }
            )
        );

    private static object Asset(string category, string mode, string? id = null) =>
        new
        {
            Category = category,
            ColorMode = mode,
            Extension = "SVG",
            ResourceId = id,
            Bytes = Convert.ToBase64String("<svg xmlns='http://www.w3.org/2000/svg'/>"u8),
        };

    private async Task<(Browser Page, string Css)> OpenAsync(string path = "/login")
    {
        var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(path));
        using var http = new HttpClient { BaseAddress = host.Address };
        return (
            browser,
            await http.GetStringAsync(new Uri(browser.Page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!, UriKind.Relative))
        );
    }

    [Fact]
    public async Task Every_colour_of_managed_login_is_a_variable_with_cognito_s_own_value_unless_set()
    {
        host.Deploy(
            others: Branding(
                new { components = new { primaryButton = new { lightMode = new { defaults = new { backgroundColor = "4338a8ff" } } } } }
            )
        );
        var (page, css) = await OpenAsync();
        page.Dispose();
        Assert.True(ManagedLoginColor.All.Count > 60);
        Assert.All(ManagedLoginColor.All, c => Assert.Contains($"--{c.Name.Replace('.', '-')}:#", css, StringComparison.Ordinal));
        Assert.Contains("--components-primaryButton-defaults-backgroundColor:#4338a8ff", css, StringComparison.Ordinal);
        Assert.Contains("--components-form-backgroundColor:#ffffffff", css, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LIGHT", "color-scheme:light", false)]
    [InlineData("DARK", "color-scheme:dark", false)]
    [InlineData("DYNAMIC", "color-scheme:light", true)]
    public async Task Light_and_dark_are_as_set_or_as_the_browser_has_it(string mode, string scheme, bool follows)
    {
        host.Deploy(others: Branding(new { categories = new { global = new { colorSchemeMode = mode } } }));
        var (page, css) = await OpenAsync();
        page.Dispose();
        Assert.StartsWith($":root{{{scheme};", css, StringComparison.Ordinal);
        Assert.Equal(follows, css.Contains("prefers-color-scheme:dark", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logos_follow_the_colour_mode_and_stand_where_the_settings_say()
    {
        host.Deploy(
            others: Branding(
                new
                {
                    categories = new { global = new { colorSchemeMode = "DYNAMIC" } },
                    components = new
                    {
                        form = new
                        {
                            logo = new
                            {
                                enabled = true,
                                formInclusion = "OUT",
                                location = "START",
                                position = "TOP",
                            },
                        },
                    },
                },
                [Asset("FORM_LOGO", "LIGHT"), Asset("FORM_LOGO", "DARK"), Asset("FAVICON_SVG", "DYNAMIC")]
            )
        );
        var (page, _) = await OpenAsync();
        using (page)
        {
            var logo = page.Page.QuerySelector("main > .logo.at-START")!;
            Assert.NotEqual(logo.QuerySelector("img")!.GetAttribute("src"), logo.QuerySelector("source")!.GetAttribute("srcset"));
            using var http = new HttpClient { BaseAddress = host.Address };
            using var image = await http.GetAsync(new Uri(logo.QuerySelector("img")!.GetAttribute("src")!, UriKind.Relative));
            Assert.Equal("image/svg+xml", image.Content.Headers.ContentType!.MediaType);
            Assert.Contains("sandbox", image.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("image/svg+xml", page.Page.QuerySelector("link[rel=icon]")!.GetAttribute("type"));
        }
    }

    [Fact]
    public async Task An_image_that_settings_switch_off_is_not_shown()
    {
        host.Deploy(
            others: Branding(new { components = new { form = new { logo = new { enabled = false } } } }, [Asset("FORM_LOGO", "LIGHT")])
        );
        var (page, _) = await OpenAsync();
        using (page)
            Assert.Null(page.Page.QuerySelector(".logo"));
    }

    [Fact]
    public async Task Providers_are_links_named_after_them_in_the_order_of_the_settings()
    {
        host.Deploy(
            client: new { SupportedIdentityProviders = new[] { "COGNITO", "Google", "LoginWithAmazon", "Corp" } },
            others:
            [
                .. new[] { "Google", "LoginWithAmazon", "Corp" }.Select(name =>
                    ProviderHost.Provider(name, name == "Corp" ? "OIDC" : name, new { client_id = "app" }, [])
                ),
                Branding(
                    new
                    {
                        categories = new
                        {
                            auth = new
                            {
                                authMethodOrder = new object[]
                                {
                                    new object[]
                                    {
                                        new { display = "INPUT", type = "USERNAME_PASSWORD" },
                                        new { display = "BUTTON", type = "FEDERATED" },
                                    },
                                },
                                federation = new { order = new[] { "Corp" } },
                            },
                        },
                    },
                    [Asset("IDP_BUTTON_ICON", "LIGHT", "Corp")]
                ),
            ]
        );
        var (page, _) = await OpenAsync();
        using (page)
        {
            Assert.Equal(
                ["Continue with Corp", "Continue with Google", "Continue with Amazon"],
                page.Page.QuerySelectorAll(".provider").Select(p => p.TextContent.Trim())
            );
            Assert.NotNull(page.Page.QuerySelector(".provider img"));
            Assert.Contains("identity_provider=Corp", page.Page.QuerySelector(".provider")!.GetAttribute("href"), StringComparison.Ordinal);
            Assert.True(
                page.Html.IndexOf("<form", StringComparison.Ordinal) < page.Html.IndexOf("Continue with Corp", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task A_client_without_own_users_shows_other_providers_alone()
    {
        host.Deploy(
            client: new { SupportedIdentityProviders = new[] { "Corp" } },
            others: [ProviderHost.Provider("Corp", "OIDC", new { client_id = "app" }, [])]
        );
        var (page, _) = await OpenAsync();
        using (page)
        {
            Assert.Empty(page.Page.Forms);
            Assert.DoesNotContain("Create an account", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_classic_pages_have_the_style_sheet_of_their_client_or_of_all()
    {
        var domain = Templates.Resource(
            "AWS::Cognito::UserPoolDomain",
            "people",
            Templates.Json(
                new
                {
                    UserPoolId = Templates.PoolId,
                    Domain = "people",
                    ManagedLoginVersion = 1,
                }
            )
        );
        Resource Css(string client, string css) =>
            Templates.Resource(
                "AWS::Cognito::UserPoolUICustomizationAttachment",
                client,
                Templates.Json(
                    new
                    {
                        UserPoolId = Templates.PoolId,
                        ClientId = client,
                        CSS = css,
                    }
                )
            );
        host.Deploy(others: [domain, Css("ALL", ".label-customizable { color: #111111; }")]);
        var (page, css) = await OpenAsync();
        page.Dispose();
        Assert.Contains("#111111", css, StringComparison.Ordinal);
        host.Deploy(
            others: [domain, Css("ALL", ".label-customizable { color: #111111; }"), Css("web", ".label-customizable { color: #222222; }")]
        );
        (page, css) = await OpenAsync();
        using (page)
        {
            Assert.Contains("#222222", css, StringComparison.Ordinal);
            Assert.DoesNotContain("#111111", css, StringComparison.Ordinal);
            Assert.All(
                [
                    ".banner-customizable",
                    ".inputField-customizable",
                    ".label-customizable",
                    ".submitButton-customizable",
                    ".redirect-customizable",
                ],
                s => Assert.NotNull(page.Page.QuerySelector(s))
            );
        }
    }

    [Fact]
    public async Task Terms_are_linked_where_both_documents_are_there_in_the_language_of_the_page()
    {
        Resource Terms(string name) =>
            Templates.Resource(
                "AWS::Cognito::Terms",
                name,
                Templates.Json(
                    new
                    {
                        UserPoolId = Templates.PoolId,
                        ClientId = "web",
                        TermsName = name,
                        Links = new Dictionary<string, string>
                        {
                            ["cognito:default"] = $"https://example.com/{name}",
                            ["cognito:german"] = $"https://example.com/de/{name}",
                        },
                    }
                )
            );
        host.Deploy(others: [Terms("terms-of-use")]);
        var (page, _) = await OpenAsync("/signup");
        using (page)
            Assert.Null(page.Page.QuerySelector(".terms"));
        host.Deploy(others: [Terms("terms-of-use"), Terms("privacy-policy")]);
        (page, _) = await OpenAsync("/signup");
        using (page)
        {
            Assert.Equal(
                ["https://example.com/terms-of-use", "https://example.com/privacy-policy"],
                page.Page.QuerySelectorAll(".terms a").Select(a => a.GetAttribute("href"))
            );
            await page.OpenAsync(LoginHost.Begin("/signup", ("lang", "de")));
            Assert.Equal("https://example.com/de/terms-of-use", page.Page.QuerySelector(".terms a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task A_language_holds_until_another_is_asked_for()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login", ("lang", "de")));
        Assert.Equal(("Anmelden", "de"), (browser.Title, browser.Page.DocumentElement.GetAttribute("lang")));
        await browser.OpenAsync(LoginHost.Begin("/login"));
        Assert.Equal("Anmelden", browser.Title);
        await browser.SubmitAsync(("username", PoolHost.NewEmail()), ("password", "Wrong-password-7"));
        Assert.Equal("Benutzername oder Passwort ist falsch.", browser.Error);
        await browser.OpenAsync(LoginHost.Begin("/login", ("lang", "fr")));
        Assert.Equal("Anmelden", browser.Title);
        await browser.OpenAsync(LoginHost.Begin("/login", ("lang", "en")));
        Assert.Equal("Sign in", browser.Title);
    }

    [Fact]
    public void Every_text_is_there_in_every_language()
    {
        static string[] Keys(string language) =>
            [.. JsonSerializer.Deserialize<Dictionary<string, string>>(ProgramFiles.Text($"{language}.json"))!.Keys];
        Assert.Empty(Keys("en").Except(Keys("de")));
        // What German has more are Cognito's own messages.
        Assert.All(Keys("de").Except(Keys("en")), key => Assert.Contains(' ', key));
    }
}
