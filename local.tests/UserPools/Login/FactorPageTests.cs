using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Codes that are sent, the choice between factors, and passkeys, on the pages.</summary>
public sealed class FactorPageTests(LoginHost host) : IClassFixture<LoginHost>
{
    private static readonly string[] Firsts = ["PASSWORD", "WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"];

    private void Deploy(string mode = "OPTIONAL", string[]? seconds = null, string[]? firsts = null) =>
        host.Deploy(Pool(mode, seconds, firsts ?? Firsts), Client);

    [Fact]
    public async Task A_code_that_was_sent_is_asked_for_and_a_wrong_one_can_be_corrected()
    {
        Deploy(firsts: ["PASSWORD"]);
        var phone = NewPhone();
        var email = await host.Pools.UserWithPhoneAsync(phone);
        await host.Pools.PreferAsync(email, "SMS_MFA");
        using var browser = await BeginAsync(email, PoolHost.Password);
        Assert.Equal(("/mfa", "Enter your code"), (browser.Path, browser.Title));
        Assert.Contains($"+*******{phone[^4..]}", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        var code = host.Pools.SignInCode(phone);
        await browser.SubmitAsync(("code", Other(code)));
        Assert.Equal("Invalid code or auth state for the user.", browser.Error);
        await browser.SubmitAsync(("code", code));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Of_several_second_factors_one_is_chosen()
    {
        Deploy(firsts: ["PASSWORD"]);
        var email = await host.Pools.UserWithPhoneAsync();
        await host.Pools.PreferAsync(email, "SMS_MFA", "EMAIL_OTP");
        using var browser = await BeginAsync(email, PoolHost.Password);
        Assert.Equal("Choose how to verify that it is you", browser.Title);
        Assert.Equal(
            ["Send a code by text message", "Send a code by email"],
            browser.Page.QuerySelectorAll("button").Select(b => b.TextContent)
        );
        await PressAsync(browser, "EMAIL_OTP");
        await browser.SubmitAsync(("code", host.Pools.SignInCode(email)));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task A_pool_that_demands_a_second_factor_has_a_phone_number_set_up()
    {
        Deploy("ON", ["SMS_MFA"], ["PASSWORD"]);
        using var browser = await BeginAsync(await host.Pools.UserAsync(), PoolHost.Password);
        Assert.Equal("Where shall your codes go?", browser.Title);
        await browser.SubmitAsync(("phone_number", "nonsense"));
        Assert.NotNull(browser.Error);
        var phone = NewPhone();
        await browser.SubmitAsync(("phone_number", phone));
        await browser.SubmitAsync(("code", host.Pools.SignInCode(phone)));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Fact]
    public async Task Beside_the_picture_of_an_app_another_factor_can_be_set_up()
    {
        Deploy("ON", ["SOFTWARE_TOKEN_MFA", "SMS_MFA"], ["PASSWORD"]);
        using var browser = await BeginAsync(await host.Pools.UserAsync(), PoolHost.Password);
        Assert.NotNull(browser.Page.QuerySelector(".graphic img"));
        var phone = NewPhone();
        await browser.SubmitAsync(("phone_number", phone));
        await browser.SubmitAsync(("code", host.Pools.SignInCode(phone)));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Theory]
    [InlineData("EMAIL_OTP")]
    [InlineData("SMS_OTP")]
    public async Task A_code_instead_of_the_password_signs_in(string factor)
    {
        Deploy();
        var phone = NewPhone();
        var email = await host.Pools.UserWithPhoneAsync(phone);
        using var browser = await BeginAsync(email);
        await PressAsync(browser, factor);
        Assert.Equal("/mfa", browser.Path);
        await browser.SubmitAsync(("code", host.Pools.SignInCode(factor == "SMS_OTP" ? phone : email)));
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));
    }

    [Theory]
    [InlineData("EMAIL_OTP")]
    [InlineData("SMS_OTP")]
    [InlineData("WEB_AUTHN")]
    public async Task No_factor_tells_who_is_known(string factor)
    {
        Deploy();
        var pages = new List<string>();
        foreach (var name in new[] { await host.Pools.UserAsync(), PoolHost.NewEmail() })
        {
            using var browser = await BeginAsync(name);
            pages.Add(string.Join('|', browser.Page.QuerySelectorAll("button").Select(b => b.TextContent)));
            await PressAsync(browser, factor);
            pages.Add($"{browser.Path} {browser.Title} {browser.Error} {browser.Page.QuerySelectorAll("input").Length}");
            await (factor == "WEB_AUTHN" ? SignAsync(browser, "{}") : browser.SubmitAsync(("code", "123456")));
            pages.Add($"{browser.Path} {browser.Title} {browser.Error}");
        }
        Assert.Equal(pages[..3], pages[3..]);
    }

    [Fact]
    public async Task A_passkey_is_added_by_who_is_signed_in_and_signs_in()
    {
        Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = await BeginAsync(email, PoolHost.Password);
        var address = LoginHost.Begin("/passkeys/add", ("response_type", null));
        await browser.OpenAsync(address);
        Assert.Equal("Add a passkey", browser.Title);
        Assert.Equal("/_login/passkeys.js", browser.Page.QuerySelector("script")!.GetAttribute("src"));
        using var passkey = new Authenticator { Origin = host.Address.GetLeftPart(UriPartial.Authority) };
        await SignAsync(browser, passkey.Create(Options(browser)).ToJsonString());
        Assert.NotEmpty(LoginHost.Parameter(browser.Left, "code"));

        using var other = await BeginAsync(email);
        await PressAsync(other, "WEB_AUTHN");
        Assert.Equal("Sign in with your passkey", other.Title);
        await SignAsync(other, passkey.Get(Options(other)));
        Assert.NotEmpty(LoginHost.Parameter(other.Left, "code"));
    }

    [Fact]
    public async Task Nobody_adds_a_passkey_who_is_not_signed_in()
    {
        Deploy();
        using var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin("/passkeys/add"));
        Assert.Equal("/login", browser.Path);
    }

    [Fact]
    public async Task A_passkey_of_somebody_else_leads_back_to_the_sign_in_page()
    {
        Deploy();
        using var browser = await BeginAsync(await host.Pools.UserAsync());
        await PressAsync(browser, "WEB_AUTHN");
        using var passkey = new Authenticator();
        await SignAsync(browser, passkey.Get(Options(browser)));
        Assert.Equal("Invalid passkey credential.", browser.Error);
        Assert.NotNull(browser.Page.QuerySelector("#username"));
    }

    private async Task<Browser> BeginAsync(string name, string? password = null)
    {
        var browser = host.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin());
        if (browser.Page.QuerySelector("#password") is null)
            await browser.SubmitAsync(("username", name));
        if (password is not null)
            await browser.SubmitAsync(("username", name), ("password", password));
        return browser;
    }

    private static Task<Browser> PressAsync(Browser browser, string factor) =>
        SendAsync(browser, $"form:has([name=factor][value={factor}])");

    // What the script of the page does.
    private static Task<Browser> SignAsync(Browser browser, string credential) => SendAsync(browser, "form[data-passkey]", credential);

    private static Task<Browser> SendAsync(Browser browser, string selector, string? credential = null)
    {
        var form = browser.Page.QuerySelector(selector)!;
        return browser.PostAsync(
            form.GetAttribute("action")!,
            form.QuerySelectorAll("input")
                .Select(i =>
                    KeyValuePair.Create(
                        i.GetAttribute("name")!,
                        i.GetAttribute("name") == "credential" ? credential! : i.GetAttribute("value") ?? ""
                    )
                )
        );
    }

    private static JsonNode Options(Browser browser) =>
        JsonNode.Parse(browser.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!)!;
}
