namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What an app or its back office asks beside signing in.</summary>
public sealed class BackOfficeTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly object Google = new
    {
        UserPoolId = Templates.PoolId,
        ProviderName = "Google",
        ProviderType = "Google",
        ProviderDetails = new { client_id = "x" },
        AttributeMapping = new { email = "email" },
        IdpIdentifiers = new[] { "gmail.com" },
    };

    [Fact]
    public async Task Where_devices_are_not_remembered_there_is_none()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        Assert.Empty((await host.CallAsync("ListDevices", new { AccessToken = access }))["Devices"]!.AsArray());
        Assert.Empty((await host.AdminAsync("AdminListDevices", new { Username = email }))["Devices"]!.AsArray());
        foreach (var operation in new[] { "GetDevice", "ForgetDevice", "UpdateDeviceStatus" })
            Assert.Equal(
                "Device does not exist.",
                await host.RefusedAsync("ResourceNotFoundException", operation, new { AccessToken = access, DeviceKey = "us-east-1_x" })
            );
        foreach (var operation in new[] { "AdminGetDevice", "AdminForgetDevice", "AdminUpdateDeviceStatus" })
            await host.AdminRefusedAsync("ResourceNotFoundException", operation, new { Username = email, DeviceKey = "us-east-1_x" });
    }

    [Fact]
    public async Task Devices_are_asked_for_by_who_may()
    {
        host.Deploy();
        foreach (var operation in new[] { "ListDevices", "GetDevice", "ConfirmDevice", "ForgetDevice", "UpdateDeviceStatus" })
            await host.RefusedAsync("NotAuthorizedException", operation, new { AccessToken = "forged", DeviceKey = "x" });
        await host.RefusedAsync(
            "MissingAuthenticationTokenException",
            "AdminListDevices",
            new { UserPoolId = Templates.PoolId, Username = "x" }
        );
        await host.AdminRefusedAsync("UserNotFoundException", "AdminListDevices", new { Username = "nobody@example.com" });
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminListDevices",
            new { Username = await host.UserAsync(), Limit = 61 }
        );
    }

    [Fact]
    public async Task Factors_are_those_that_the_user_has()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var factors = await host.CallAsync("GetUserAuthFactors", new { AccessToken = (await host.TokensAsync(email)).Access });
        Assert.Equal("""["PASSWORD"]""", factors["ConfiguredUserAuthFactors"]!.ToJsonString());
        Assert.False(factors.ContainsKey("UserMFASettingList"));
        Assert.NotEmpty(factors["Username"]!.ToString());
        await host.RefusedAsync("NotAuthorizedException", "GetUserAuthFactors", new { AccessToken = "forged" });
    }

    [Fact]
    public async Task Providers_servers_and_domains_are_told_as_they_are_deployed()
    {
        host.Deploy(
            others:
            [
                Templates.Resource("AWS::Cognito::UserPoolIdentityProvider", "Google", Templates.Json(Google)),
                Templates.Resource(
                    "AWS::Cognito::UserPoolResourceServer",
                    "orders",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            Identifier = "https://orders",
                            Name = "Orders",
                            Scopes = new[] { new { ScopeName = "write", ScopeDescription = "Change" } },
                        }
                    )
                ),
                Templates.Resource(
                    "AWS::Cognito::UserPoolDomain",
                    "acme",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            Domain = "acme",
                            ManagedLoginVersion = 2,
                        }
                    )
                ),
            ]
        );
        Assert.Equal(
            """[{"ProviderName":"Google","ProviderType":"Google"}]""",
            (await host.AdminAsync("ListIdentityProviders", new { MaxResults = 10 }))["Providers"]!.ToJsonString()
        );
        Assert.Equal(
            "email",
            (await host.AdminAsync("DescribeIdentityProvider", new { ProviderName = "Google" }))["IdentityProvider"]!["AttributeMapping"]![
                "email"
            ]!.ToString()
        );
        Assert.Equal(
            "Google",
            (await host.AdminAsync("GetIdentityProviderByIdentifier", new { IdpIdentifier = "gmail.com" }))["IdentityProvider"]![
                "ProviderName"
            ]!.ToString()
        );
        await host.AdminRefusedAsync("ResourceNotFoundException", "DescribeIdentityProvider", new { ProviderName = "Facebook" });
        Assert.Equal(
            "write",
            (await host.AdminAsync("ListResourceServers", new { MaxResults = 50 }))["ResourceServers"]![0]!["Scopes"]![0]![
                "ScopeName"
            ]!.ToString()
        );
        Assert.Equal(
            "Orders",
            (await host.AdminAsync("DescribeResourceServer", new { Identifier = "https://orders" }))["ResourceServer"]!["Name"]!.ToString()
        );
        var domain = (await host.AdminAsync("DescribeUserPoolDomain", new { Domain = "acme" }))["DomainDescription"]!;
        Assert.Equal(
            (Templates.PoolId, "ACTIVE", 2, "111122223333"),
            (
                domain["UserPoolId"]!.ToString(),
                domain["Status"]!.ToString(),
                (int)domain["ManagedLoginVersion"]!,
                domain["AWSAccountId"]!.ToString()
            )
        );
        Assert.Empty((await host.AdminAsync("DescribeUserPoolDomain", new { Domain = "nobody" }))["DomainDescription"]!.AsObject());
    }

    [Fact]
    public async Task A_link_is_undone_and_can_be_made_anew_for_somebody_else()
    {
        host.Deploy(others: [Templates.Resource("AWS::Cognito::UserPoolIdentityProvider", "Google", Templates.Json(Google))]);
        var (first, second) = (await host.UserAsync(), await host.UserAsync());
        object Link(string email) =>
            new
            {
                DestinationUser = new { ProviderName = "Cognito", ProviderAttributeValue = email },
                SourceUser = new
                {
                    ProviderName = "Google",
                    ProviderAttributeName = "Cognito_Subject",
                    ProviderAttributeValue = "subject",
                },
            };
        object disable = new
        {
            User = new
            {
                ProviderName = "Google",
                ProviderAttributeName = "Cognito_Subject",
                ProviderAttributeValue = "subject",
            },
        };
        await host.AdminAsync("AdminLinkProviderForUser", Link(first));
        await host.AdminRefusedAsync("AliasExistsException", "AdminLinkProviderForUser", Link(second));
        await host.AdminAsync("AdminDisableProviderForUser", disable);
        Assert.Null(PoolHost.Attribute((await host.AdminAsync("AdminGetUser", new { Username = first }))["UserAttributes"], "identities"));
        await host.AdminAsync("AdminLinkProviderForUser", Link(second));
        await host.AdminAsync("AdminDisableProviderForUser", disable);
        await host.AdminRefusedAsync("UserNotFoundException", "AdminDisableProviderForUser", disable);
        await host.AdminRefusedAsync(
            "ResourceNotFoundException",
            "AdminDisableProviderForUser",
            new
            {
                User = new
                {
                    ProviderName = "Facebook",
                    ProviderAttributeName = "Cognito_Subject",
                    ProviderAttributeValue = "x",
                },
            }
        );
        await host.RefusedAsync(
            "MissingAuthenticationTokenException",
            "AdminDisableProviderForUser",
            new { UserPoolId = Templates.PoolId }
        );
    }

    [Fact]
    public async Task Who_is_disabled_at_the_pool_itself_has_no_password_any_more()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.TokensAsync(email);
        await host.AdminAsync(
            "AdminDisableProviderForUser",
            new
            {
                User = new
                {
                    ProviderName = "Cognito",
                    ProviderAttributeName = "Cognito_Subject",
                    ProviderAttributeValue = email,
                },
            }
        );
        Assert.Equal("Incorrect username or password.", await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email)));
    }
}
