using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class PoolChangesTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_pool_is_changed_by_hand_and_what_the_call_leaves_out_goes_back_to_its_default()
    {
        host.Deploy(
            new
            {
                Policies = new { PasswordPolicy = new { MinimumLength = 12 } },
                EmailVerificationSubject = "Hello",
                UserPoolName = "people",
            }
        );

        await host.AdminAsync("UpdateUserPool", new { Policies = new { PasswordPolicy = new { MinimumLength = 20 } } });

        var pool = (await host.AdminAsync("DescribeUserPool", new { }))["UserPool"]!;
        Assert.Equal(20, pool["Policies"]!["PasswordPolicy"]!["MinimumLength"]!.GetValue<int>());
        Assert.Equal("people", pool["Name"]!.ToString());
        Assert.Null(pool["EmailVerificationSubject"]);
        Assert.Contains("cognito-idp:UpdateUserPool", host.Authorizer.Asked.Select(a => a.Action));
    }

    [Fact]
    public async Task Attributes_are_added_and_none_twice()
    {
        host.Deploy();

        await host.AdminAsync(
            "AddCustomAttributes",
            new { CustomAttributes = new[] { new { Name = "shoe", AttributeDataType = "String" } } }
        );

        var pool = (await host.AdminAsync("DescribeUserPool", new { }))["UserPool"]!;
        Assert.Contains("custom:shoe", pool["SchemaAttributes"]!.AsArray().Select(a => a!["Name"]!.ToString()));
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AddCustomAttributes",
            new { CustomAttributes = new[] { new { Name = "shoe", AttributeDataType = "String" } } }
        );
    }

    [Fact]
    public async Task A_client_is_changed_by_hand_and_keeps_its_name_and_secret()
    {
        host.Deploy();

        var changed = (
            await host.AdminAsync("UpdateUserPoolClient", new { ClientId = "portal", CallbackURLs = new[] { "https://other.example.com" } })
        )["UserPoolClient"]!;

        Assert.Equal("portal", changed["ClientId"]!.ToString());
        var told = (await host.AdminAsync("DescribeUserPoolClient", new { ClientId = "portal" }))["UserPoolClient"]!;
        Assert.Equal("https://other.example.com", told["CallbackURLs"]![0]!.ToString());
        Assert.NotNull(told["ClientSecret"]);
        Assert.Null(told["ExplicitAuthFlows"] as JsonArray is { Count: > 0 } flows ? flows : null);
    }

    [Theory]
    [InlineData("UpdateUserPool")]
    [InlineData("AddCustomAttributes")]
    [InlineData("UpdateUserPoolClient")]
    public async Task Who_may_not_change_it_does_not(string operation)
    {
        host.Deploy();
        host.Authorizer.Allows = false;

        await host.AdminRefusedAsync(
            "AccessDeniedException",
            operation,
            new { ClientId = "web", CustomAttributes = Array.Empty<object>() }
        );
    }

    /// <summary>A key that nobody encrypts with, or a class of sign-in that nobody asks for, would be missed on AWS alone.</summary>
    [Fact]
    public async Task What_nothing_here_honours_is_refused_by_its_name_and_changes_nothing()
    {
        host.Deploy(
            null,
            null,
            Templates.Resource(
                "AWS::Cognito::UserPoolIdentityProvider",
                "Okta",
                Templates.Json(new { UserPoolId = Templates.PoolId, ProviderName = "Okta" })
            )
        );
        var before = host.Deployment.Current;

        foreach (
            var (operation, input, member) in new (string, object, string)[]
            {
                ("UpdateUserPool", new { KeyConfiguration = new { KeyType = "CUSTOMER_MANAGED_KEY" } }, "KeyConfiguration"),
                ("UpdateUserPool", new { IssuerConfiguration = new { Type = "ORIGINAL" } }, "IssuerConfiguration"),
                ("UpdateIdentityProvider", new { ProviderName = "Okta", AcrMapping = new { a = "b" } }, "AcrMapping"),
            }
        )
            Assert.Matches(
                $"^{member}.* is not available here",
                await host.AdminRefusedAsync("InvalidParameterException", operation, input)
            );

        Assert.Same(before, host.Deployment.Current);
    }
}
