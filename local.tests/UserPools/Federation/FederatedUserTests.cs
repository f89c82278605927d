using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>What becomes of people whom a provider vouches for: attributes, triggers, links.</summary>
public sealed class FederatedUserTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string New = "somebody else";

    private static (string, string)[] Person(string subject, params (string, string)[] more) =>
        [("sub", subject), ("name", "Grace Hopper"), ("email", $"{subject}@example.com"), .. more];

    [Theory]
    [InlineData("Müller+Co")]
    [InlineData("A&B's")]
    [InlineData("One/Two")]
    [InlineData("50%")]
    public async Task Whoever_returns_by_a_provider_with_an_unusual_name_is_the_same_user(string provider)
    {
        host.Deploy(name: provider);
        var subject = NewSubject();
        using var first = host.Login.NewBrowser();
        using var second = host.Login.NewBrowser();
        var sub = (await host.ClaimsAsync(first, provider, New, Person(subject)))["sub"]!.ToString();
        Assert.Equal(sub, (await host.ClaimsAsync(second, provider, New, Person(subject)))["sub"]!.ToString());
    }

    [Fact]
    public async Task Triggers_are_called_in_the_order_of_AWS_the_first_time_and_again()
    {
        host.Deploy(
            new
            {
                PreSignUp = Templates.FunctionArn,
                PostConfirmation = Templates.FunctionArn,
                PreAuthentication = Templates.FunctionArn,
                PostAuthentication = Templates.FunctionArn,
                PreTokenGeneration = Templates.FunctionArn,
                InboundFederation = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V1_0" },
            }
        );
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        await host.ClaimsAsync(browser, "Okta", New, Person(subject));
        Assert.Equal(
            [
                "InboundFederation_ExternalProvider",
                "PreSignUp_ExternalProvider",
                "PostConfirmation_ConfirmSignUp",
                "TokenGeneration_HostedAuth",
            ],
            host.Pools.Functions.Sources
        );
        var signUp = host.Pools.Functions.Event("PreSignUp_ExternalProvider");
        Assert.Equal($"Okta_{subject}", signUp["userName"]!.ToString());
        Assert.Equal("web", signUp["callerContext"]!["clientId"]!.ToString());
        Assert.Equal(
            ($"{subject}@example.com", "true"),
            (
                signUp["request"]!["userAttributes"]!["email"]!.ToString(),
                signUp["request"]!["userAttributes"]!["email_verified"]!.ToString()
            )
        );
        Assert.Null(signUp["request"]!["userAttributes"]!["sub"]);
        var inbound = host.Pools.Functions.Event("InboundFederation_ExternalProvider")["request"]!;
        Assert.Equal(("Okta", "OIDC"), (inbound["providerName"]!.ToString(), inbound["providerType"]!.ToString()));
        Assert.Equal([subject, subject], new[] { "idToken", "userInfo" }.Select(m => inbound["attributes"]![m]!["sub"]!.ToString()));
        Assert.NotNull(inbound["attributes"]!["tokenResponse"]!["access_token"]);

        host.Pools.Functions.Events.Clear();
        using var another = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(another, "Okta", New, Person(subject));
        Assert.Equal(
            [
                "InboundFederation_ExternalProvider",
                "PreAuthentication_Authentication",
                "PostAuthentication_Authentication",
                "TokenGeneration_HostedAuth",
            ],
            host.Pools.Functions.Sources
        );
        Assert.Equal(
            "EXTERNAL_PROVIDER",
            host.Pools.Functions.Event("PreAuthentication_Authentication")["request"]!["userAttributes"]!["cognito:user_status"]!.ToString()
        );
    }

    [Theory]
    [InlineData("PreSignUp", "PreSignUp_ExternalProvider", false)]
    [InlineData("PreAuthentication", "PreAuthentication_Authentication", true)]
    public async Task A_trigger_that_refuses_is_heard_by_the_app_and_nobody_is_signed_in(string trigger, string source, bool isSecond)
    {
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        if (isSecond)
        {
            host.Deploy();
            await ProviderHost.SignInAsync(browser, "Okta", New, Person(subject));
        }
        host.Deploy(new JsonObject { [trigger] = Templates.FunctionArn });
        host.Pools.Functions.Answer = e =>
            e["triggerSource"]!.ToString() == source
                ? throw new Local.Functions.FunctionException(Local.Functions.FunctionFailure.Reported, "not you")
                : e;
        using var another = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(another, "Okta", New, Person(subject));
        Assert.Equal(
            ("invalid_request", $"{trigger} failed with error not you."),
            (LoginHost.Parameter(another.Left, "error"), LoginHost.Parameter(another.Left, "error_description"))
        );
        await another.OpenAsync(LoginHost.Begin(changes: ("prompt", "none")));
        Assert.Equal("login_required", LoginHost.Parameter(another.Left, "error"));
        if (!isSecond)
            await host.Pools.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = $"Okta_{subject}" });
    }

    [Fact]
    public async Task A_link_made_at_sign_up_ends_that_sign_in_and_the_next_one_is_the_accounts()
    {
        host.Deploy(new { PreSignUp = Templates.FunctionArn });
        var email = await host.Pools.UserAsync();
        host.Pools.Functions.Events.Clear();
        var subject = NewSubject();
        host.Pools.Functions.Answer = e =>
        {
            LinkAsync(email, "Okta", subject).Wait();
            return e;
        };
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Okta", New, Person(subject, ("email", email)));
        Assert.Equal(
            ("invalid_request", $"Already found an entry for username Okta_{subject}"),
            (LoginHost.Parameter(browser.Left, "error"), LoginHost.Parameter(browser.Left, "error_description"))
        );

        host.Deploy();
        using var another = host.Login.NewBrowser();
        var claims = await host.ClaimsAsync(another, "Okta", New, Person(subject, ("email", email)));
        Assert.Equal(email, claims["email"]!.ToString());
        Assert.Equal("false", Assert.Single(claims["identities"]!.AsArray())!["primary"]!.ToString());
        Assert.Equal(PoolHost.Claims((await host.Pools.TokensAsync(email)).Id)["sub"]!.ToString(), claims["sub"]!.ToString());
        await host.Pools.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = $"Okta_{subject}" });
    }

    [Fact]
    public async Task Without_a_link_the_same_address_is_another_user_who_cannot_take_over_the_account()
    {
        host.Deploy();
        var email = await host.Pools.UserAsync();
        using var browser = host.Login.NewBrowser();
        var claims = await host.ClaimsAsync(browser, "Okta", New, Person(NewSubject(), ("email", email), ("email_verified", "false")));
        Assert.NotEqual(PoolHost.Claims((await host.Pools.TokensAsync(email)).Id)["sub"]!.ToString(), claims["sub"]!.ToString());
        Assert.False(claims["email_verified"]!.GetValue<bool>());
        await host.Pools.SignInAsync(email);
    }

    [Fact]
    public async Task A_disabled_user_is_refused_at_the_app()
    {
        host.Deploy();
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Okta", New, Person(subject));
        await host.Pools.AdminAsync("AdminDisableUser", new { Username = $"Okta_{subject}" });
        using var another = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(another, "Okta", New, Person(subject));
        Assert.Equal("User is disabled.", LoginHost.Parameter(another.Left, "error_description"));
    }

    [Fact]
    public async Task Attributes_follow_the_provider_at_each_sign_in_and_one_whose_claim_is_gone_stays()
    {
        host.Deploy(oktaMap: new Dictionary<string, string> { ["custom:tenant"] = "department" });
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Okta", New, Person(subject, ("department", "sales")));
        Assert.Equal(("sales", "true"), await ValuesAsync("custom:tenant", "email_verified"));
        using var second = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(
            second,
            "Okta",
            New,
            Person(subject, ("department", "legal"), ("email", "changed@example.com"), ("email_verified", ""))
        );
        Assert.Equal(("legal", "changed@example.com"), await ValuesAsync("custom:tenant", "email"));
        // That an earlier address was verified says nothing of this one.
        Assert.Equal("false", (await ValuesAsync("email_verified", "email")).Item1);
        using var third = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(third, "Okta", New, Person(subject, ("department", "")));
        Assert.Equal("legal", (await ValuesAsync("custom:tenant", "email")).Item1);

        async Task<(string?, string?)> ValuesAsync(string first, string second)
        {
            var attributes = (await host.Pools.AdminAsync("AdminGetUser", new { Username = $"Okta_{subject}" }))["UserAttributes"];
            return (PoolHost.Attribute(attributes, first), PoolHost.Attribute(attributes, second));
        }
    }

    [Theory]
    [InlineData("name", "groups", "{\"groups\":[\"a b\",\"c,d\"]}", null)]
    [InlineData("custom:tenant", "department", "{\"department\":\"much-too-long\"}", "String must be no longer than 8 characters")]
    [InlineData("custom:badge", "number", "{\"number\":1000}", "Number must be no greater than 100")]
    [InlineData("custom:badge", "number", "{\"number\":\"x\"}", "Number was expected")]
    [InlineData("nickname", "department", "{\"department\":\"sales\"}", "A client attempted to write unauthorized attribute")]
    public async Task A_claim_that_does_not_fit_is_refused_and_a_list_is_written_in_brackets(
        string attribute,
        string claim,
        string more,
        string? error
    )
    {
        host.Deploy(oktaMap: new Dictionary<string, string> { [attribute] = claim });
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Okta")));
        await browser.PressAsync($"Continue as {New}", [.. Person(subject).Select(p => ($"claim.{p.Item1}", p.Item2)), ("more", more)]);
        if (error is null)
        {
            var user = await host.Pools.AdminAsync("AdminGetUser", new { Username = $"Okta_{subject}" });
            Assert.Equal("[a+b,c%2Cd]", PoolHost.Attribute(user["UserAttributes"], attribute));
            return;
        }
        Assert.Contains(error, LoginHost.Parameter(browser.Left, "error_description"), StringComparison.Ordinal);
        await host.Pools.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = $"Okta_{subject}" });
    }

    [Fact]
    public async Task An_attribute_that_is_set_for_good_lets_nobody_in_twice()
    {
        host.Deploy(oktaMap: new Dictionary<string, string> { ["custom:badge"] = "number" });
        var subject = NewSubject();
        foreach (var expected in new string?[] { null, "user.custom:badge: Attribute cannot be updated.\n" })
        {
            using var browser = host.Login.NewBrowser();
            await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", "Okta")));
            await browser.PressAsync(
                $"Continue as {New}",
                [.. Person(subject).Select(p => ($"claim.{p.Item1}", p.Item2)), ("more", "{\"number\":7}")]
            );
            Assert.Equal(expected, System.Web.HttpUtility.ParseQueryString(browser.Left!.Query)["error_description"]);
        }
    }

    [Fact]
    public async Task Without_a_required_attribute_there_is_no_user()
    {
        host.Deploy();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Okta", New, ("sub", NewSubject()), ("email", ""));
        Assert.Equal("attributes required: [email]", LoginHost.Parameter(browser.Left, "error_description"));
    }

    [Fact]
    public async Task The_inbound_trigger_chooses_what_is_mapped_and_an_empty_answer_changes_nothing()
    {
        host.Deploy(new { InboundFederation = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V1_0" } });
        var subject = NewSubject();
        host.Pools.Functions.Answer = e =>
        {
            e["response"]!["userAttributesToMap"] = new JsonObject { ["email"] = "chosen@example.com" };
            return e;
        };
        using var browser = host.Login.NewBrowser();
        var claims = await host.ClaimsAsync(browser, "Okta", New, Person(subject));
        Assert.Equal(("chosen@example.com", $"Okta_{subject}"), (claims["email"]!.ToString(), claims["cognito:username"]!.ToString()));
        host.Pools.Functions.Answer = null;
        using var another = host.Login.NewBrowser();
        Assert.Equal($"{subject}@example.com", (await host.ClaimsAsync(another, "Okta", New, Person(subject)))["email"]!.ToString());
    }

    [Fact]
    public async Task A_federated_user_cannot_sign_in_with_a_password_or_ask_for_one()
    {
        host.Deploy();
        var subject = NewSubject();
        using var browser = host.Login.NewBrowser();
        await ProviderHost.SignInAsync(browser, "Okta", New, Person(subject));
        Assert.Equal(
            "Incorrect username or password.",
            await host.Pools.RefusedAsync("NotAuthorizedException", () => host.Pools.SignInAsync($"Okta_{subject}"))
        );
        await host.Pools.RefusedAsync("NotAuthorizedException", () => host.Pools.SignInAsync($"{subject}@example.com"));
    }

    private Task<JsonObject> LinkAsync(string email, string provider, string subject) =>
        host.Pools.AdminAsync(
            "AdminLinkProviderForUser",
            new
            {
                DestinationUser = new { ProviderName = "Cognito", ProviderAttributeValue = email },
                SourceUser = new
                {
                    ProviderName = provider,
                    ProviderAttributeName = "Cognito_Subject",
                    ProviderAttributeValue = subject,
                },
            }
        );

    private static string NewSubject() => $"u{Guid.NewGuid():N}"[..20];
}
