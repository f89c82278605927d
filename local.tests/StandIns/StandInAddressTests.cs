using System.Net;
using CognitoStack.Local.Tests.UserPools.Federation;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.StandIns;

/// <summary>What a stranger puts into an address or a form of a stand-in.</summary>
public sealed class StandInAddressTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Okta = "/_local/providers/Okta/authorize?client_id=okta-client&response_type=code&redirect_uri=";

    [Fact]
    public async Task An_address_that_nobody_has_is_not_repeated_as_a_page()
    {
        host.Deploy();
        using var http = new HttpClient { BaseAddress = host.Login.Address };
        using var answer = await http.GetAsync(new Uri("/_local/providers/%3Cscript%3Ealert(1)%3C%2Fscript%3E/x", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:3000/%0D%0AX-Evil:%201")]
    [InlineData("http://localhost:3000/%09")]
    [InlineData("http://localhost:3000%40evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task Nobody_is_sent_to_an_address_that_is_none_of_this_machine(string callback)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync(Okta + callback, [new("claim.sub", "x")]);
        Assert.EndsWith("is no address of this machine.", browser.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    [InlineData("""{"sub":"\ud800"}""")]
    [InlineData("""{"groups":["\ud800"]}""")]
    [InlineData("""{"sub":["a"]}""")]
    public async Task Claims_that_cannot_be_read_in_one_way_are_refused(string more)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync($"{Okta}http://localhost:3000/", [new("claim.sub", "x"), new("more", more)]);
        Assert.StartsWith("A person needs a sub", browser.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "http://evil.example")]
    public async Task A_page_of_another_site_chooses_nobody(string header, string value)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        using var form = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Okta}http://localhost:3000/", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("claim.sub", "chosen-by-another")]),
        };
        form.Headers.Add(header, value);
        await browser.SendAsync(form);
        Assert.Null(browser.Left);
        Assert.Contains("Who do you want to be?", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen-by-another", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_is_good_at_the_provider_that_gave_it_and_at_no_other()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.PostAsync(
            "/_local/providers/LoginWithAmazon/ap/oa?client_id=amazon-client&response_type=token&redirect_uri=http://localhost:3000/",
            [new("claim.sub", "x"), new("claim.name", "X")]
        );
        var token = System.Web.HttpUtility.ParseQueryString(browser.Left!.Fragment[1..])["access_token"];
        using var http = new HttpClient { BaseAddress = host.Login.Address };
        using var own = await http.GetAsync(
            new Uri($"/_local/providers/LoginWithAmazon/user/profile?access_token={token}", UriKind.Relative)
        );
        using var others = await http.GetAsync(new Uri($"/_local/providers/Facebook/me?access_token={token}", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (own.StatusCode, others.StatusCode));
    }
}
