using System.Text.Json.Nodes;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class AdminTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly RoleSession Function = new()
    {
        RoleArn = "arn:aws:iam::111122223333:role/Gate",
        SessionName = "gate",
        Expires = DateTimeOffset.MaxValue,
    };

    [Fact]
    public async Task IAM_decides_by_operation_and_pool()
    {
        host.Deploy();
        var email = await host.UserAsync();
        host.Authorizer.Asked.Clear();
        var input = new { UserPoolId = Templates.PoolId, Username = email };
        await host.CallAsync("AdminGetUser", input, Function);
        Assert.Equal(("cognito-idp:AdminGetUser", Templates.PoolArn), host.Authorizer.Asked.Select(r => (r.Action, r.Resource)).Single());
        host.Authorizer.Allows = false;
        Assert.Equal(
            $"User: arn:aws:sts::111122223333:assumed-role/Gate/gate is not authorized to perform: cognito-idp:AdminGetUser on resource: {Templates.PoolArn}",
            await host.RefusedAsync("AccessDeniedException", () => host.CallAsync("AdminGetUser", input, Function))
        );
        await host.RefusedAsync(
            "AccessDeniedException",
            () => host.CallAsync("DescribeUserPool", new { UserPoolId = "eu-west-1_None" }, Function)
        );
        await host.RefusedAsync("AccessDeniedException", () => host.CallAsync("ListUserPools", new { MaxResults = 1 }, Function));
    }

    [Theory]
    [InlineData("AdminCreateUser")]
    [InlineData("AdminSetUserPassword")]
    [InlineData("AdminInitiateAuth")]
    [InlineData("AdminLinkProviderForUser")]
    [InlineData("ListUsers")]
    [InlineData("DescribeUserPoolClient")]
    [InlineData("AdminAddUserToGroup")]
    public async Task Nobody_without_a_signature_administers(string operation)
    {
        host.Deploy();
        await host.RefusedAsync("MissingAuthenticationTokenException", operation, new { UserPoolId = Templates.PoolId, Username = "x" });
        Assert.Empty(host.Authorizer.Asked);
    }

    [Fact]
    public async Task What_is_not_here_is_named()
    {
        host.Deploy();
        Assert.Contains("CreateUserPool", await host.AdminRefusedAsync("UnknownOperationException", "CreateUserPool", new { }));
    }

    [Fact]
    public async Task Who_is_made_is_invited_with_a_temporary_password_that_works()
    {
        host.Deploy(
            new
            {
                AdminCreateUserConfig = new
                {
                    InviteMessageTemplate = new { EmailSubject = "Welcome", EmailMessage = "You are {username}, first password {####}." },
                },
            }
        );
        var email = PoolHost.NewEmail();
        var user = (
            await host.AdminAsync(
                "AdminCreateUser",
                new
                {
                    Username = email,
                    UserAttributes = PoolHost.Attributes(("email", email), ("email_verified", "true")),
                    DesiredDeliveryMediums = new[] { "EMAIL" },
                }
            )
        )["User"]!;
        Assert.Equal(
            ("FORCE_CHANGE_PASSWORD", true, email),
            (user["UserStatus"]!.ToString(), (bool)user["Enabled"]!, PoolHost.Attribute(user["Attributes"], "email"))
        );
        Assert.Equal(host.Time.GetUtcNow().ToUnixTimeSeconds(), (long)user["UserCreateDate"]!.GetValue<double>());
        var message = host.Message(email, "CustomMessage_AdminCreateUser");
        Assert.Equal(
            ("Welcome", $"You are {email}, first password {message["code"]}."),
            (message["subject"]!.ToString(), message["body"]!.ToString())
        );
        Assert.Equal("NEW_PASSWORD_REQUIRED", (await host.SignInAsync(email, message["code"]!.ToString()))["ChallengeName"]!.ToString());

        await host.AdminAsync("AdminCreateUser", new { Username = email, MessageAction = "RESEND" });
        var again = host.Code(email, "CustomMessage_AdminCreateUser");
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, message["code"]!.ToString()));
        await host.SignInAsync(email, again);
        await host.AdminRefusedAsync("UsernameExistsException", "AdminCreateUser", new { Username = email });
        await host.AdminRefusedAsync(
            "UserNotFoundException",
            "AdminCreateUser",
            new { Username = PoolHost.NewEmail(), MessageAction = "RESEND" }
        );
        var confirmed = await host.UserAsync();
        await host.AdminRefusedAsync(
            "UnsupportedUserStateException",
            "AdminCreateUser",
            new { Username = confirmed, MessageAction = "RESEND" }
        );
    }

    [Fact]
    public async Task An_administrator_confirms_who_signed_up_once()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
        await host.AdminAsync("AdminConfirmSignUp", new { Username = email });
        Assert.False(PoolHost.Claims((await host.TokensAsync(email)).Id).ContainsKey("email_verified"));
        Assert.Equal(
            "User cannot be confirmed. Current status is CONFIRMED",
            await host.AdminRefusedAsync("NotAuthorizedException", "AdminConfirmSignUp", new { Username = email })
        );
    }

    [Fact]
    public async Task A_password_that_an_administrator_sets_is_for_good_or_for_the_first_time()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.AdminAsync("AdminSetUserPassword", new { Username = email, Password = "Temporary-pw-1" });
        Assert.Equal("NEW_PASSWORD_REQUIRED", (await host.SignInAsync(email, "Temporary-pw-1"))["ChallengeName"]!.ToString());
        await host.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password = "Permanent-pw-1",
                Permanent = true,
            }
        );
        await host.TokensAsync(email, "Permanent-pw-1");
        await host.AdminRefusedAsync(
            "InvalidPasswordException",
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password = "x",
                Permanent = true,
            }
        );
        await host.AdminRefusedAsync(
            "UserNotFoundException",
            "AdminSetUserPassword",
            new
            {
                Username = "nobody",
                PoolHost.Password,
                Permanent = true,
            }
        );
    }

    [Fact]
    public async Task Users_are_found_by_attribute_in_pages()
    {
        host.Deploy();
        var mark = $"m{Guid.NewGuid():N}"[..12];
        foreach (var name in new[] { "a", "b", "c" })
            await host.AdminAsync(
                "AdminCreateUser",
                new
                {
                    Username = $"{mark}{name}@example.com",
                    MessageAction = "SUPPRESS",
                    UserAttributes = PoolHost.Attributes(("name", "O\"Neil")),
                }
            );
        async Task<JsonObject> ListAsync(string filter, string? token = null) =>
            await host.AdminAsync(
                "ListUsers",
                new
                {
                    Filter = filter,
                    Limit = 2,
                    PaginationToken = token,
                    AttributesToGet = new[] { "email" },
                }
            );
        static IEnumerable<string?> Emails(JsonObject page) =>
            page["Users"]!.AsArray().Select(u => PoolHost.Attribute(u!["Attributes"], "email"));

        Assert.Equal([$"{mark}b@example.com"], Emails(await ListAsync($"email = \"{mark.ToUpperInvariant()}B@example.com\"")));
        var first = await ListAsync($"email ^= \"{mark}\"");
        Assert.Equal([$"{mark}a@example.com", $"{mark}b@example.com"], Emails(first));
        var second = await ListAsync($"email ^= \"{mark}\"", first["PaginationToken"]!.ToString());
        Assert.Equal([$"{mark}c@example.com"], Emails(second));
        Assert.Null(second["PaginationToken"]);
        Assert.Equal(2, (await ListAsync("""name = "O\"Neil" """))["Users"]!.AsArray().Count);
        Assert.Equal(2, (await ListAsync("""cognito:user_status = "FORCE_CHANGE_PASSWORD" """))["Users"]!.AsArray().Count);
        Assert.Empty(Emails(await ListAsync("""email = "x\" OR 1=1 --" """)));
        Assert.Equal(2, (await ListAsync("""cognito:user_status = "force_change_password" """))["Users"]!.AsArray().Count);
        Assert.Equal(2, (await ListAsync("""status = "Enabled" """))["Users"]!.AsArray().Count);
        Assert.Empty(Emails(await ListAsync("""status = "enabled" """)));
        Assert.Empty(Emails(await ListAsync("""status = "Disabled" """)));
        var username = first["Users"]![0]!["Username"]!.ToString();
        Assert.Equal([$"{mark}a@example.com"], Emails(await ListAsync($"username = \"{username}\"")));
        Assert.Empty(Emails(await ListAsync($"username = \"{username.ToUpperInvariant()}\"")));

        await host.AdminRefusedAsync("InvalidParameterException", "ListUsers", new { Filter = "email like \"a\"" });
        await host.AdminRefusedAsync("InvalidParameterException", "ListUsers", new { Filter = "custom:tenant = \"a\"" });
        await host.AdminRefusedAsync("InvalidParameterException", "ListUsers", new { PaginationToken = "7" });
        await host.AdminRefusedAsync("InvalidParameterException", "ListUsers", new { Limit = 61 });
    }

    [Fact]
    public async Task Groups_are_deployed_and_have_members()
    {
        host.Deploy(
            null,
            null,
            Templates.Group("admins", 1, "arn:aws:iam::111122223333:role/Admin"),
            Templates.Group("readers", null, null)
        );
        var email = await host.UserAsync();
        await host.AdminRefusedAsync("ResourceNotFoundException", "AdminAddUserToGroup", new { Username = email, GroupName = "ghosts" });
        await host.AdminRefusedAsync("UserNotFoundException", "AdminAddUserToGroup", new { Username = "nobody", GroupName = "admins" });
        foreach (var group in new[] { "readers", "admins", "admins" })
            await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = group });
        var groups = (await host.AdminAsync("AdminListGroupsForUser", new { Username = email }))["Groups"]!.AsArray();
        Assert.Equal(["admins", "readers"], groups.Select(g => g!["GroupName"]!.ToString()));
        Assert.Equal((1, "arn:aws:iam::111122223333:role/Admin"), ((int)groups[0]!["Precedence"]!, groups[0]!["RoleArn"]!.ToString()));
        Assert.Equal(
            email,
            PoolHost.Attribute(
                (await host.AdminAsync("ListUsersInGroup", new { GroupName = "admins" }))["Users"]![0]!["Attributes"],
                "email"
            )
        );
        Assert.Equal(2, (await host.AdminAsync("ListGroups", new { }))["Groups"]!.AsArray().Count);
        Assert.Equal("admins", (await host.AdminAsync("GetGroup", new { GroupName = "admins" }))["Group"]!["GroupName"]!.ToString());

        await host.AdminAsync("AdminRemoveUserFromGroup", new { Username = email, GroupName = "admins" });
        Assert.Equal("""["readers"]""", PoolHost.Claims((await host.TokensAsync(email)).Id)["cognito:groups"]!.ToJsonString());
        host.Deploy();
        Assert.False(PoolHost.Claims((await host.TokensAsync(email)).Id).ContainsKey("cognito:groups"));
    }

    [Fact]
    public async Task What_is_deployed_is_described_as_AWS_does()
    {
        host.Deploy();
        var pool = (await host.AdminAsync("DescribeUserPool", new { }))["UserPool"]!;
        Assert.Equal(
            (Templates.PoolId, "people", Templates.PoolArn, "OPTIONAL"),
            (pool["Id"]!.ToString(), pool["Name"]!.ToString(), pool["Arn"]!.ToString(), pool["MfaConfiguration"]!.ToString())
        );
        var tenant = pool["SchemaAttributes"]!.AsArray().Single(a => a!["Name"]!.ToString() == "custom:tenant")!;
        Assert.Equal(
            ("String", "8"),
            (tenant["AttributeDataType"]!.ToString(), tenant["StringAttributeConstraints"]!["MaxLength"]!.ToString())
        );
        var client = (await host.AdminAsync("DescribeUserPoolClient", new { ClientId = "portal" }))["UserPoolClient"]!;
        Assert.Equal(
            ("portal", Templates.ClientSecret, Templates.PoolId),
            (client["ClientId"]!.ToString(), client["ClientSecret"]!.ToString(), client["UserPoolId"]!.ToString())
        );
        Assert.Null(client["GenerateSecret"]);
        Assert.Equal(2, (await host.AdminAsync("ListUserPoolClients", new { MaxResults = 10 }))["UserPoolClients"]!.AsArray().Count);
        Assert.Equal("people", (await host.AdminAsync("ListUserPools", new { MaxResults = 10 }))["UserPools"]![0]!["Name"]!.ToString());
        Assert.True((bool)(await host.AdminAsync("GetUserPoolMfaConfig", new { }))["SoftwareTokenMfaConfiguration"]!["Enabled"]!);
        await host.AdminRefusedAsync("ResourceNotFoundException", "DescribeUserPoolClient", new { ClientId = "nobody" });
        await host.RefusedAsync(
            "ResourceNotFoundException",
            () => host.CallAsync("DescribeUserPool", new { UserPoolId = "eu-west-1_None" }, new Administrator("111122223333"))
        );
    }

    [Fact]
    public async Task Accounts_elsewhere_are_linked_once_and_at_most_five_to_a_user()
    {
        host.Deploy(
            null,
            null,
            Templates.Resource(
                "AWS::Cognito::UserPoolIdentityProvider",
                "Google",
                Templates.Json(
                    new
                    {
                        UserPoolId = Templates.PoolId,
                        ProviderName = "Google",
                        ProviderType = "Google",
                    }
                )
            )
        );
        var (email, other) = (await host.UserAsync(), await host.UserAsync());
        async Task LinkAsync(string user, string subject, string provider = "Google") =>
            await host.AdminAsync(
                "AdminLinkProviderForUser",
                new
                {
                    DestinationUser = new { ProviderName = "Cognito", ProviderAttributeValue = user },
                    SourceUser = new
                    {
                        ProviderName = provider,
                        ProviderAttributeName = "Cognito_Subject",
                        ProviderAttributeValue = subject,
                    },
                }
            );
        var subject = Guid.NewGuid().ToString();
        await LinkAsync(email, subject);
        var identity = PoolHost.Claims((await host.TokensAsync(email)).Id)["identities"]![0]!;
        Assert.Equal(
            (subject, "Google", "Google", "false"),
            (
                identity["userId"]!.ToString(),
                identity["providerName"]!.ToString(),
                identity["providerType"]!.ToString(),
                identity["primary"]!.GetValue<string>()
            )
        );
        Assert.Equal(
            "SourceUser is already linked to DestinationUser",
            await host.RefusedAsync("InvalidParameterException", () => LinkAsync(email, subject))
        );
        await host.RefusedAsync("AliasExistsException", () => LinkAsync(other, subject));
        await host.RefusedAsync("ResourceNotFoundException", () => LinkAsync(email, subject, "Facebook"));
        for (var i = 0; i < 4; i++)
            await LinkAsync(email, Guid.NewGuid().ToString());
        await host.RefusedAsync("LimitExceededException", () => LinkAsync(email, Guid.NewGuid().ToString()));
    }
}
