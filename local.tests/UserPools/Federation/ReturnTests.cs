using System.Net;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Tests.Providers.OpenId;
using CognitoStack.Local.Tests.UserPools.Login;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>A provider's answer counts in the browser that asked, once; and whoever forges one learns nothing.</summary>
public sealed class ReturnTests : IAsyncLifetime, IDisposable
{
    private const string Refused = "Sign-in at the provider did not succeed. Please try again.";
    private readonly ProviderHost host = new();
    private Op op = null!;

    public async Task InitializeAsync()
    {
        op = await Op.StartAsync(host.Pools.Time.GetUtcNow(), "okta-client");
        host.Login.Targets = new(new Dictionary<string, string> { ["Okta"] = op.Issuer });
        await host.InitializeAsync();
        host.Deploy();
    }

    public async Task DisposeAsync()
    {
        await op.DisposeAsync();
        await host.DisposeAsync();
    }

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Another_issuer_answers_for_a_provider_where_whoever_starts_the_host_says_so()
    {
        using var browser = host.Login.NewBrowser();
        var answer = await AnswerAsync(browser);
        await browser.OpenAsync(answer);
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
        Assert.Contains(
            Journal,
            e =>
                e
                    is {
                        Provider: "Okta",
                        Outcome: "accepted",
                        Checked: "state, nonce, algorithm, key, signature, issuer, audience, time, subject"
                    }
                && e.Content.Contains("ada@example.com", StringComparison.Ordinal)
                && !e.Content.Contains("an-access-token", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        using var browser = host.Login.NewBrowser();
        var answer = await AnswerAsync(browser);
        await browser.OpenAsync(answer);
        await IsRefusedAsync(browser, answer);
    }

    [Fact]
    public async Task An_answer_to_another_browsers_sign_in_is_refused()
    {
        using var attackers = host.Login.NewBrowser();
        var answer = await AnswerAsync(attackers);
        using var victims = host.Login.NewBrowser();
        await IsRefusedAsync(victims, answer);
        await AnswerAsync(victims);
        await IsRefusedAsync(victims, answer);
    }

    [Theory]
    [InlineData("/oauth2/idpresponse")]
    [InlineData("/oauth2/idpresponse?code=a")]
    [InlineData("/oauth2/idpresponse?code=a&state=made-up")]
    [InlineData("/oauth2/idpresponse?answer=made-up")]
    [InlineData("/oauth2/idpresponse?code=a&code=b&state=c")]
    public async Task An_answer_to_nothing_is_refused(string answer)
    {
        using var browser = host.Login.NewBrowser();
        await IsRefusedAsync(browser, answer);
    }

    [Fact]
    public async Task An_answer_that_took_a_quarter_of_an_hour_is_refused()
    {
        using var browser = host.Login.NewBrowser();
        var answer = await AnswerAsync(browser);
        host.Pools.Time.Advance(TimeSpan.FromMinutes(16));
        await IsRefusedAsync(browser, answer);
    }

    [Fact]
    public async Task A_forged_token_shows_a_page_that_says_nothing_and_the_journal_says_which_check_failed()
    {
        using var browser = host.Login.NewBrowser();
        var answer = await AnswerAsync(browser);
        op.Claims["aud"] = "another";
        await IsRefusedAsync(browser, answer);
        Assert.DoesNotContain("audience", browser.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("refused: audience: aud must be okta-client, and is another", Journal.First().Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_finds_its_sign_in_though_it_brings_no_cookies()
    {
        using var browser = host.Login.NewBrowser();
        var query = new Uri(host.Login.Address, await AnswerAsync(browser)).Query;
        var fields = System.Web.HttpUtility.ParseQueryString(query);
        using var form = new HttpRequestMessage(HttpMethod.Post, new Uri("/oauth2/idpresponse", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(fields.AllKeys.Select(k => KeyValuePair.Create(k!, fields[k]!))),
        };
        using var withoutCookies = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = host.Login.Address,
        };
        using var sent = await withoutCookies.SendAsync(form);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        // The browser that began goes on; another one that was sent there does not.
        await browser.OpenAsync(sent.Headers.Location!.ToString());
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    private IEnumerable<JournalEntry> Journal => host.Login.Services.GetRequiredService<ProviderJournal>().Newest;

    // Begins, and gives the address that the provider would send the browser to.
    private async Task<string> AnswerAsync(Browser browser)
    {
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Okta")));
        op.Claims["nonce"] = LoginHost.Parameter(browser.Left, "nonce");
        return $"/oauth2/idpresponse?code=a-code&state={Uri.EscapeDataString(LoginHost.Parameter(browser.Left, "state"))}";
    }

    private static async Task IsRefusedAsync(Browser browser, string answer)
    {
        await browser.OpenAsync(answer);
        Assert.Null(browser.Left);
        Assert.Equal((HttpStatusCode.BadRequest, Refused), (browser.Answer.StatusCode, browser.Error));
    }
}
