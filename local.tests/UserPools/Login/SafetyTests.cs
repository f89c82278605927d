using System.Net;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Attacks on the pages.</summary>
public sealed class SafetyTests(LoginHost host) : IClassFixture<LoginHost>
{
    private static Resource OtherPool =>
        Templates.Resource(
            "AWS::Cognito::UserPool",
            "eu-west-1_Other6789",
            Templates.Pool(),
            "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Other6789"
        );

    private static Resource OtherClient =>
        Templates.Resource(
            "AWS::Cognito::UserPoolClient",
            "other",
            Templates.Client(
                new
                {
                    UserPoolId = "eu-west-1_Other6789",
                    AllowedOAuthFlowsUserPoolClient = true,
                    AllowedOAuthFlows = new[] { "code" },
                    AllowedOAuthScopes = new[] { "openid", "email" },
                    CallbackURLs = new[] { LoginHost.Callback },
                }
            )
        );

    [Fact]
    public async Task Every_page_keeps_itself_out_of_frames_caches_and_scripts()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        foreach (var path in new[] { "/login", "/signup", "/forgotPassword", "/error" })
        {
            await browser.OpenAsync(LoginHost.Begin(path));
            var headers = browser.Answer.Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
            Assert.Equal(
                ("DENY", "nosniff", "no-referrer"),
                (
                    headers.GetValues("X-Frame-Options").Single(),
                    headers.GetValues("X-Content-Type-Options").Single(),
                    headers.GetValues("Referrer-Policy").Single()
                )
            );
            Assert.True(headers.CacheControl!.NoStore);
            Assert.Empty(browser.Page.QuerySelectorAll("script, [style], [onclick]"));
            Assert.Single(browser.Page.QuerySelectorAll("h1"));
        }
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/signup")]
    [InlineData("/forgotPassword")]
    public async Task A_form_of_another_site_is_not_taken(string path)
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(path));
        var token = browser.Page.QuerySelector("input[type=hidden]")!.GetAttribute("value")!;
        KeyValuePair<string, string>[] fields =
        [
            new("username", email),
            new("password", PoolHost.Password),
            new("confirm_password", PoolHost.Password),
        ];
        foreach (var forged in new[] { "", "x", token[..^2] + "xx" })
        {
            await browser.PostAsync(LoginHost.Begin(path), [.. fields, new("_csrf", forged)]);
            Assert.Equal((null, HttpStatusCode.BadRequest), (browser.Left, browser.Answer.StatusCode));
        }
        // Another browser's token, as in an attempt to sign somebody in as the attacker.
        using var other = host.NewBrowser();
        await other.OpenAsync(LoginHost.Begin(path));
        await other.PostAsync(LoginHost.Begin(path), [.. fields, new("_csrf", token)]);
        Assert.Equal((null, HttpStatusCode.BadRequest), (other.Left, other.Answer.StatusCode));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "http://evil.localhost")]
    public async Task A_form_of_another_origin_is_not_taken_whatever_cookies_it_planted(string header, string value)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/login"));
        var token = browser.Page.QuerySelector("input[type=hidden]")!.GetAttribute("value")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, LoginHost.Begin("/login"))
        {
            Content = new FormUrlEncodedContent([
                new("username", await host.Pools.UserAsync()),
                new("password", PoolHost.Password),
                new("_csrf", token),
            ]),
        };
        request.Headers.Add(header, value);
        await browser.SendAsync(request);
        Assert.Equal((null, HttpStatusCode.BadRequest), (browser.Left, browser.Answer.StatusCode));
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_of_other_sites()
    {
        host.Deploy();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = host.Address,
        };
        using var page = await http.GetAsync(new Uri(LoginHost.Begin("/login", ("lang", "de")), UriKind.Relative));
        foreach (var cookie in page.Headers.GetValues("Set-Cookie"))
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_session_gets_a_new_name_with_each_sign_in_and_an_ended_one_is_of_no_use_to_who_copied_it()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, email);
        var copied = browser.Cookies.GetCookies(host.Address)[$"cognito-{Templates.PoolId}"]!.Value;
        await browser.OpenAsync(LoginHost.Begin(changes: ("prompt", "login")));
        await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        Assert.NotEqual(copied, browser.Cookies.GetCookies(host.Address)[$"cognito-{Templates.PoolId}"]!.Value);

        using var thief = host.NewBrowser();
        thief.Cookies.Add(host.Address, new Cookie($"cognito-{Templates.PoolId}", copied));
        await thief.OpenAsync(LoginHost.Begin());
        Assert.Equal("/login", thief.Path);
    }

    [Fact]
    public async Task The_cookie_of_one_pool_opens_no_other()
    {
        host.Deploy(others: [OtherPool, OtherClient]);
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, await host.Pools.UserAsync());
        var cookie = browser.Cookies.GetCookies(host.Address)[$"cognito-{Templates.PoolId}"]!.Value;
        browser.Cookies.Add(host.Address, new Cookie("cognito-eu-west-1_Other6789", cookie));
        await browser.OpenAsync(LoginHost.Begin(changes: ("client_id", "other")));
        Assert.Equal("/login", browser.Path);
    }

    [Fact]
    public async Task A_login_domain_knows_the_clients_of_its_own_pool_alone()
    {
        host.Deploy(
            others:
            [
                OtherPool,
                OtherClient,
                Templates.Resource(
                    "AWS::Cognito::UserPoolDomain",
                    "people",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            Domain = "people",
                            ManagedLoginVersion = 2,
                        }
                    )
                ),
            ]
        );
        foreach (var (client, status) in new[] { ("web", HttpStatusCode.OK), ("other", HttpStatusCode.BadRequest) })
        {
            using var http = new HttpClient { BaseAddress = host.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, LoginHost.Begin("/login", ("client_id", client)));
            request.Headers.Host = $"people.auth.localhost:{host.Address.Port}";
            using var answer = await http.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/foo")]
    [InlineData("/")]
    [InlineData("//login")]
    [InlineData("/_local/messages")]
    public async Task A_login_domain_serves_nothing_but_its_pages(string path)
    {
        host.Deploy(
            others:
            [
                Templates.Resource(
                    "AWS::Cognito::UserPoolDomain",
                    "people",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            Domain = "people",
                            ManagedLoginVersion = 2,
                        }
                    )
                ),
            ]
        );
        using var http = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address.OriginalString.TrimEnd('/') + path));
        request.Headers.Host = $"people.auth.localhost:{host.Address.Port}";
        using var answer = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    public async Task A_name_that_is_not_this_machine_s_gets_no_page(string name)
    {
        host.Deploy();
        using var http = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, LoginHost.Begin("/login"));
        request.Headers.Host = name;
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Nothing_that_comes_in_becomes_markup()
    {
        const string Attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        host.Deploy(pool: new { LambdaConfig = new { PreAuthentication = Templates.FunctionArn } }, others: Templates.Function());
        host.Pools.Functions.Answer = _ => throw new Local.Functions.FunctionException(Local.Functions.FunctionFailure.Reported, Attack);
        using var browser = host.NewBrowser();
        foreach (var name in new[] { "state", "nonce", "login_hint", "lang", "error", "identity_provider" })
        {
            await browser.OpenAsync(LoginHost.Begin("/login", (name, Attack)));
            AssertClean(browser);
        }
        await browser.OpenAsync(LoginHost.Begin("/error", ("error", Attack)));
        AssertClean(browser);
        await browser.OpenAsync(LoginHost.Begin("/login", ("redirect_uri", Attack)));
        AssertClean(browser);
        await browser.OpenAsync(LoginHost.Begin());
        await browser.SubmitAsync(("username", await host.Pools.UserAsync()), ("password", PoolHost.Password));
        Assert.Contains("alert(1)", browser.Error, StringComparison.Ordinal);
        AssertClean(browser);
        await browser.SubmitAsync(("username", "\"><script>"), ("password", Attack));
        AssertClean(browser);
    }

    [Fact]
    public async Task Texts_and_styles_of_a_brand_stay_texts_and_styles()
    {
        const string Attack = "red;}</style><script>alert(1)</script>";
        host.Deploy(
            others:
            [
                Templates.Resource(
                    "AWS::Cognito::ManagedLoginBranding",
                    "brand",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            ClientId = "web",
                            Settings = new
                            {
                                categories = new { form = new { location = new { horizontal = Attack } } },
                                components = new { pageBackground = new { lightMode = new { color = Attack } } },
                            },
                        }
                    )
                ),
                Templates.Resource(
                    "AWS::Cognito::Terms",
                    "use",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            ClientId = "web",
                            TermsName = "terms-of-use",
                            Links = new Dictionary<string, string> { ["cognito:default"] = "javascript:alert(1)" },
                        }
                    )
                ),
                Templates.Resource(
                    "AWS::Cognito::Terms",
                    "privacy",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            ClientId = "web",
                            TermsName = "privacy-policy",
                            Links = new Dictionary<string, string> { ["cognito:default"] = "https://example.com/" },
                        }
                    )
                ),
            ]
        );
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/signup"));
        AssertClean(browser);
        Assert.Empty(browser.Page.QuerySelectorAll("a[href^=javascript]"));
        await browser.OpenAsync(browser.Page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        Assert.DoesNotContain("alert(1)", browser.Html, StringComparison.Ordinal);
    }

    private static void AssertClean(Browser browser)
    {
        Assert.Empty(browser.Page.QuerySelectorAll("script"));
        Assert.Empty(browser.Page.QuerySelectorAll("[onerror]"));
    }
}
