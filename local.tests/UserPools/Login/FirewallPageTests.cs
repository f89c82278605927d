using System.Net;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>The web ACL of a template judges what comes to the login pages and the OAuth endpoints.</summary>
public sealed class FirewallPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    private const string Localhost = "EC2MetaDataSSRF_QUERYARGUMENTS";

    // A program's request is not a browser's, whose name the browser of these tests does not say.
    private const string Anonymous = "NoUserAgent_HEADER";

    [Fact]
    public async Task A_callback_on_localhost_is_blocked_until_that_rule_only_counts()
    {
        Deploy([], ("CommonRules", WebAcls.Common(Anonymous), "None"));
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        Assert.Equal((HttpStatusCode.Forbidden, "403 Forbidden"), (browser.Answer.StatusCode, browser.Title));
        Assert.Equal(400, (int)(await browser.OpenAsync("/login?client_id=web")).Answer.StatusCode);

        Deploy([], ("CommonRules", WebAcls.Common(Anonymous, Localhost), "None"));
        var email = await host.Pools.UserAsync();
        var (status, _) = await host.RedeemAsync(await host.CodeAsync(browser, email));
        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData("/login?client_id=web&state=%3Cscript%3E")]
    [InlineData("/logout?client_id=web&logout_uri=https%3A%2F%2F203.0.113.9%2F")]
    [InlineData("/oauth2/idpresponse?code=..%2F..%2F..%2Fetc%2Fpasswd&state=s")]
    [InlineData("/signup?client_id=web&state=http%3A%2F%2F169.254.169.254%2Flatest")]
    [InlineData("/error?error=%24%7Bjndi%3Aldap%3A%2F%2Fx%7D")]
    public async Task What_looks_like_an_attack_is_blocked_on_every_page(string target)
    {
        Deploy(
            [],
            ("CommonRules", WebAcls.Common(Anonymous), "None"),
            (
                "KnownBadInputs",
                """{ "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesKnownBadInputsRuleSet" } }""",
                "None"
            )
        );
        using var browser = host.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.OpenAsync(target)).Answer.StatusCode);
    }

    [Theory]
    [InlineData("/oauth2/token")]
    [InlineData("/oauth2/revoke")]
    [InlineData("/oauth2/userInfo")]
    public async Task OAuth_endpoints_are_judged_too(string path)
    {
        Deploy([WebAcls.Set("loopback", "127.0.0.0/8", "::1/128")], ("Loopback", WebAcls.InSet("loopback"), "Block"));
        using var http = new HttpClient { BaseAddress = host.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = "web" });
        using var blocked = await http.PostAsync(new Uri(path, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Forbidden, blocked.StatusCode);

        host.Deploy();
        using var passed = await http.PostAsync(new Uri(path, UriKind.Relative), form);
        Assert.NotEqual(HttpStatusCode.Forbidden, passed.StatusCode);
    }

    [Fact]
    public async Task Pages_and_tokens_count_against_one_rate()
    {
        Deploy([], ("Rate", WebAcls.Rate(3), "Block"));
        using var browser = host.NewBrowser();
        for (var i = 0; i < 3; i++)
            Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(browser, "203.0.113.20", "/login?client_id=web")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(browser, "203.0.113.20", "/oauth2/userInfo")).StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(browser, "203.0.113.21", "/oauth2/userInfo")).StatusCode);
        host.Pools.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(browser, "203.0.113.20", "/oauth2/userInfo")).StatusCode);
    }

    [Fact]
    public async Task The_log_has_neither_the_query_nor_the_cookies()
    {
        Deploy([], ("Counting", WebAcls.Rate(0), "Count"));
        using var browser = host.NewBrowser();
        browser.Cookies.Add(host.Address, new Cookie("secret-cookie", "secret-value"));
        await browser.OpenAsync(LoginHost.Begin("/login", ("state", "secret-state")));
        var line = (await host.Services.GetRequiredService<LogStore>().EventsAsync(WebAcls.LogGroup, new(null, 0, long.MaxValue, 1000)))[
            ^1
        ].Message;
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.Contains("\"args\":\"REDACTED\"", line, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"cookie\",\"value\":\"REDACTED\"}", line, StringComparison.Ordinal);
        Assert.Contains("\"uri\":\"/login\"", line, StringComparison.Ordinal);
    }

    private void Deploy(Resource[] sets, params (string, string, string)[] rules) =>
        host.Deploy(null, null, [.. WebAcls.With(rules), .. sets]);

    private static async Task<HttpResponseMessage> SendAsync(Browser browser, string address, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        request.Headers.Add("X-Forwarded-For", address);
        await browser.SendAsync(request);
        return browser.Answer;
    }
}
