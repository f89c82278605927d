using System.Text.Json.Nodes;
using System.Web;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.Tests.UserPools.Federation;
using CognitoStack.Local.Tests.UserPools.Login;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.StandIns;

/// <summary>The wire format of a SAML stand-in.</summary>
public sealed class SamlStandInTests(SamlHost host) : IClassFixture<SamlHost>
{
    private const string Address = "/_local/providers/Corp";

    [Fact]
    public async Task Its_metadata_names_its_addresses_and_its_key()
    {
        host.Deploy();
        using var http = new HttpClient { BaseAddress = host.Login.Address };
        var read = SamlMetadata.Parse(await http.GetStringAsync(new Uri($"{Address}/metadata", UriKind.Relative)));
        Assert.Equal(new Uri(host.Login.Address, Address).AbsoluteUri, read.EntityId);
        Assert.Equal([new Uri(host.Login.Address, $"{Address}/sso"), new Uri(host.Login.Address, $"{Address}/sso")], read.SignIn.Values);
        Assert.Equal(
            host.Login.Services.GetRequiredService<SamlKeys>().Provider("Corp").Thumbprint,
            Assert.Single(read.SigningCertificates).Thumbprint
        );
    }

    [Fact]
    public async Task It_takes_a_request_in_a_form_too()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var sent = await BeginAsync(SamlNames.Redirect);
        await browser.PostAsync(sent.Location.AbsolutePath, sent.Form);
        await ProviderHost.BeAsync(browser, "Ada Lovelace");
        Assert.Equal("/saml2/idpresponse", browser.Path);
    }

    [Theory]
    [InlineData("RelayState=state", "RelayState=other", "signature")]
    [InlineData("rsa-sha256", "rsa-sha1", "algorithm")]
    [InlineData("&Signature=", "&Nothing=", "unsigned")]
    [InlineData("SAMLRequest=", "SAMLRequest=AAAA", "malformed")]
    public async Task A_request_that_is_not_the_pools_is_refused(string old, string now, string check)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var address = (await BeginAsync()).Location.PathAndQuery;
        await browser.OpenAsync(address.Replace(old, now, StringComparison.Ordinal));
        Assert.StartsWith(check, browser.Error, StringComparison.Ordinal);
        await browser.OpenAsync(address);
        Assert.Null(browser.Error);
    }

    [Theory]
    [InlineData("urn:amazon:cognito:sp:eu-central-1_other", "/saml2/idpresponse", "issuer")]
    [InlineData(null, "https://evil.example/saml2/idpresponse", "address")]
    public async Task Nobody_is_sent_to_an_app_that_is_none_of_this_machine(string? entity, string consumer, string check)
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        var pool = host.Pool("Corp");
        pool = pool with { EntityId = entity ?? pool.EntityId, AssertionConsumer = new(host.Login.Address, consumer) };
        await browser.OpenAsync((await BeginAsync(pool: pool)).Location.PathAndQuery);
        Assert.StartsWith(check, browser.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_become_attributes_and_the_subject_does_not()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync((await BeginAsync()).Location.PathAndQuery);
        await browser.PressAsync(
            "Continue as Ada Lovelace",
            ("more", """{"level":7,"boss":false,"tags":["a","b"],"mail":"other@example.com"}""")
        );
        var response = browser.Page.QuerySelector("input[name=SAMLResponse]")!.GetAttribute("value")!;
        var attributes = SamlXml
            .FromForm(response)
            .SelectNodes("//*[local-name()='Attribute']")!
            .Cast<System.Xml.XmlElement>()
            .ToDictionary(
                a => a.GetAttribute("Name"),
                a => string.Join('|', a.ChildNodes.Cast<System.Xml.XmlNode>().Select(v => v.InnerText))
            );
        Assert.Equal(
            ("7", "false", "a|b", "engineers|admins"),
            (attributes["level"], attributes["boss"], attributes["tags"], attributes["groups"])
        );
        Assert.Equal(("ada@example.com", "other@example.com"), (attributes["email"], attributes["mail"]));
        Assert.DoesNotContain("sub", attributes.Keys);
    }

    private async Task<SamlMessage> BeginAsync(string? without = null, SamlServiceProvider? pool = null)
    {
        using var http = new HttpClient { BaseAddress = host.Login.Address };
        var metadata = SamlMetadata.Parse(await http.GetStringAsync(new Uri($"{Address}/metadata", UriKind.Relative)));
        if (without is not null)
            metadata = metadata with { SignIn = metadata.SignIn.Remove(without) };
        return host.Login.Services.GetRequiredService<ISaml>().Begin(metadata, pool ?? host.Pool("Corp"), "state", signs: true);
    }
}
