using System.Net;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>What apps may ask for, and what they are told when they may not.</summary>
public sealed class AuthorizeTests(LoginHost host) : IClassFixture<LoginHost>
{
    [Theory]
    [InlineData("http://localhost:3000/Callback")]
    [InlineData("http://LOCALHOST:3000/callback")]
    [InlineData("http://localhost:3001/callback")]
    [InlineData("http://localhost:3000/callback/")]
    [InlineData("http://localhost:3000/callback?x=1")]
    [InlineData("http://localhost:3000/callback#x")]
    [InlineData("http://localhost:3000/callback/../evil")]
    [InlineData("http://localhost:3000/*")]
    [InlineData("https://localhost:3000/callback")]
    [InlineData("http://localhost:3000@evil.example/callback")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_callback_that_is_not_listed_letter_for_letter_leads_nowhere(string? callback)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        foreach (
            var path in new[]
            {
                "/oauth2/authorize",
                "/login",
                "/signup",
                "/confirmUser",
                "/forgotPassword",
                "/confirmforgotPassword",
                "/changePassword",
                "/mfa",
            }
        )
        {
            await browser.OpenAsync(LoginHost.Begin(path, ("redirect_uri", callback)));
            Assert.Null(browser.Left);
            Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
            Assert.DoesNotContain("<form", browser.Html, StringComparison.Ordinal);
            Assert.Empty(browser.Page.QuerySelectorAll("a"));
        }
    }

    [Theory]
    [InlineData("https://app.example.com/back?from=login", "https://app.example.com/back?from=login&code=")]
    [InlineData("app://callback", "app://callback?code=")]
    public async Task Every_listed_callback_is_answered_as_it_is(string callback, string answer)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await host.CodeAsync(browser, await host.Pools.UserAsync(), ("redirect_uri", callback));
        Assert.StartsWith(answer, browser.Left!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_client_that_is_not_known_is_told_to_the_person_alone(string? client)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("client_id", client)));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "An error was encountered with the requested page"),
            (browser.Answer.StatusCode, browser.Title)
        );
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "id_token", "invalid_request")]
    [InlineData("response_type", "code token", "invalid_request")]
    [InlineData("scope", "openid unheard/of", "invalid_scope")]
    [InlineData("scope", "phone", "invalid_scope")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("code_challenge", "too-short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "s256", "invalid_request")]
    [InlineData("prompt", "maybe", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("resource", "not an address", "invalid_request")]
    [InlineData("resource", "https://api.example.com/#part", "invalid_request")]
    [InlineData("nonce", "\u0000", "invalid_request")]
    public async Task What_is_wrong_otherwise_is_told_to_the_callback(string name, string? value, string error)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: (name, value)));
        Assert.Equal((error, "a state & more"), (LoginHost.Parameter(browser.Left, "error"), LoginHost.Parameter(browser.Left, "state")));
    }

    [Theory]
    [InlineData("code", "implicit")]
    [InlineData("code", "client_credentials")]
    public async Task A_client_without_the_flow_is_told_so(string asked, string has)
    {
        host.Deploy(client: new { AllowedOAuthFlows = new[] { has } });
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("response_type", asked)));
        Assert.Equal("unauthorized_client", LoginHost.Parameter(browser.Left, "error"));
        host.Deploy();
        await browser.OpenAsync(LoginHost.Begin(changes: ("response_type", "token")));
        Assert.Contains("error=unauthorized_client", browser.Left!.Fragment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", false)]
    [InlineData("redirect_uri", false)]
    [InlineData("response_type", true)]
    [InlineData("scope", true)]
    [InlineData("state", true)]
    [InlineData("nonce", true)]
    [InlineData("code_challenge", true)]
    [InlineData("code_challenge_method", true)]
    public async Task A_parameter_that_is_there_twice_could_mean_either(string name, bool isToldToApp)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync($"{LoginHost.Begin()}&{name}=web");
        if (isToldToApp)
            Assert.Equal("invalid_request", LoginHost.Parameter(browser.Left, "error"));
        else
            Assert.Equal((null, HttpStatusCode.BadRequest), (browser.Left, browser.Answer.StatusCode));
    }

    [Fact]
    public async Task State_goes_back_untouched()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        var state = "é \"<script>' + % %41 &=? 日本 🙂 " + new string('x', 1000);
        await host.CodeAsync(browser, await host.Pools.UserAsync(), ("state", state));
        Assert.Equal(state, LoginHost.Parameter(browser.Left, "state"));
    }

    [Theory]
    [InlineData("/oauth2/authorize")]
    [InlineData("/login")]
    [InlineData("/signup")]
    [InlineData("/confirmUser")]
    [InlineData("/resendcode")]
    [InlineData("/forgotPassword")]
    [InlineData("/confirmforgotPassword")]
    [InlineData("/changePassword")]
    [InlineData("/mfa")]
    [InlineData("/logout")]
    [InlineData("/error")]
    public async Task No_parameter_brings_a_page_down(string path)
    {
        host.Deploy();
        string[] names =
        [
            "client_id",
            "response_type",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "login_hint",
            "lang",
            "prompt",
            "resource",
            "identity_provider",
            "logout_uri",
            "error",
        ];
        string[] values = ["", "%FF%FE", "%C0%AF", "%00", "%0D%0ASet-Cookie:%20a=b", "%F0%9F%99%82", new string('x', 3000), "%3Cscript%3E"];
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        foreach (var name in names)
        {
            foreach (var value in values)
            {
                var target = $"{LoginHost.Begin(path, (name, null))}&{name}={value}";
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
                {
                    using var answer = await http.SendAsync(
                        new HttpRequestMessage(method, target)
                        {
                            Content = method == HttpMethod.Post ? new FormUrlEncodedContent([]) : null,
                        }
                    );
                    Assert.InRange((int)answer.StatusCode, 200, 499);
                    Assert.False(
                        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
                            && cookies.Any(c => c.StartsWith("a=b", StringComparison.Ordinal))
                    );
                }
            }
        }
    }
}
