namespace CognitoStack.Local.Tests.UserPools;

public sealed class AliasTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly object Aliases = new
    {
        UsernameAttributes = Array.Empty<string>(),
        AliasAttributes = new[] { "email", "preferred_username" },
    };

    [Fact]
    public async Task An_address_is_an_alias_once_it_is_verified()
    {
        host.Deploy(Aliases);
        var (name, email) = (NewName(), PoolHost.NewEmail());
        await host.AdminAsync(
            "AdminCreateUser",
            new
            {
                Username = name,
                MessageAction = "SUPPRESS",
                UserAttributes = PoolHost.Attributes(("email", email)),
            }
        );
        await host.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = name,
                PoolHost.Password,
                Permanent = true,
            }
        );
        await host.TokensAsync(name.ToUpperInvariant());
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email));
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = name, UserAttributes = PoolHost.Attributes(("email_verified", "true"), ("preferred_username", $"{name}-too")) }
        );
        Assert.Equal(name, PoolHost.Claims((await host.TokensAsync(email)).Id)["cognito:username"]!.ToString());
        await host.TokensAsync($"{name}-too");
    }

    [Fact]
    public async Task Who_confirms_an_address_that_is_taken_must_take_it_on_purpose()
    {
        host.Deploy(Aliases);
        var (first, second, email) = (NewName(), NewName(), PoolHost.NewEmail());
        foreach (var name in new[] { first, second })
            await host.CallAsync(
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = name,
                    PoolHost.Password,
                    UserAttributes = PoolHost.Attributes(("email", email)),
                }
            );
        var codes = host.Messages(email).Select(m => m["code"]!.ToString()).ToList();
        await host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = first,
                ConfirmationCode = codes[0],
            }
        );
        Assert.Equal(
            "An account with the given email already exists.",
            await host.RefusedAsync(
                "AliasExistsException",
                "ConfirmSignUp",
                new
                {
                    ClientId = "web",
                    Username = second,
                    ConfirmationCode = codes[1],
                }
            )
        );
        await host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = second,
                ConfirmationCode = codes[1],
                ForceAliasCreation = true,
            }
        );
        Assert.Equal(second, PoolHost.Claims((await host.TokensAsync(email)).Id)["cognito:username"]!.ToString());
        Assert.False((bool)PoolHost.Claims((await host.TokensAsync(first)).Id)["email_verified"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_a_function_verifies_leads_to_the_new_user_but_a_name_stays_its_users(bool isAlias)
    {
        object config = new { PreSignUp = Templates.FunctionArn };
        host.Deploy(
            isAlias
                ? new
                {
                    UsernameAttributes = Array.Empty<string>(),
                    AliasAttributes = new[] { "email" },
                    LambdaConfig = config,
                }
                : new { LambdaConfig = config },
            null,
            Templates.Function()
        );
        host.Functions.Answer = e =>
        {
            e["response"] = Templates.Json(new { autoConfirmUser = true, autoVerifyEmail = true });
            return e;
        };
        var email = PoolHost.NewEmail();
        async Task<string> SignUpAsync() =>
            (
                await host.CallAsync(
                    "SignUp",
                    new
                    {
                        ClientId = "web",
                        Username = isAlias ? NewName() : email,
                        PoolHost.Password,
                        UserAttributes = PoolHost.Attributes(("email", email)),
                    }
                )
            )["UserSub"]!.ToString();
        var first = await SignUpAsync();
        if (isAlias)
        {
            var second = await SignUpAsync();
            Assert.Equal(second, PoolHost.Claims((await host.TokensAsync(email)).Id)["sub"]!.ToString());
            Assert.False((bool)PoolHost.Claims((await host.TokensAsync(first)).Id)["email_verified"]!);
        }
        else
        {
            await host.RefusedAsync("UsernameExistsException", SignUpAsync);
            Assert.True((bool)PoolHost.Claims((await host.TokensAsync(email)).Id)["email_verified"]!);
        }
    }

    [Fact]
    public async Task A_name_in_the_form_of_an_alias_is_refused()
    {
        host.Deploy(Aliases);
        Assert.Equal(
            "Username cannot be of email format, since user pool is configured for email alias.",
            await host.AdminRefusedAsync("InvalidParameterException", "AdminCreateUser", new { Username = PoolHost.NewEmail() })
        );
        await host.AdminRefusedAsync("InvalidParameterException", "AdminCreateUser", new { Username = "two words" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_differ_by_case_only_where_the_pool_says_so(bool isCaseSensitive)
    {
        host.Deploy(new { UsernameAttributes = Array.Empty<string>(), UsernameConfiguration = new { CaseSensitive = isCaseSensitive } });
        var name = NewName();
        await host.AdminAsync("AdminCreateUser", new { Username = name, MessageAction = "SUPPRESS" });
        var second = () => host.AdminAsync("AdminCreateUser", new { Username = name.ToUpperInvariant(), MessageAction = "SUPPRESS" });
        if (isCaseSensitive)
            Assert.Equal(name.ToUpperInvariant(), (await second())["User"]!["Username"]!.ToString());
        else
            Assert.Equal("User account already exists", await host.RefusedAsync("UsernameExistsException", second));
    }

    [Fact]
    public async Task A_phone_number_may_be_the_name()
    {
        host.Deploy(
            new
            {
                UsernameAttributes = new[] { "email", "phone_number" },
                AutoVerifiedAttributes = new[] { "phone_number", "email" },
                Schema = Array.Empty<object>(),
            }
        );
        var phone = $"+4179{Random.Shared.Next(1_000_000, 10_000_000)}";
        var made = await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = phone,
                PoolHost.Password,
            }
        );
        Assert.Equal(
            ("SMS", $"+*******{phone[^4..]}"),
            (made["CodeDeliveryDetails"]!["DeliveryMedium"]!.ToString(), made["CodeDeliveryDetails"]!["Destination"]!.ToString())
        );
        await host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = phone,
                ConfirmationCode = host.Code(phone, "CustomMessage_SignUp"),
            }
        );
        await host.TokensAsync(phone);
        foreach (var operation in new[] { "ForgotPassword", "ResendConfirmationCode" })
        {
            var seeming = (await host.CallAsync(operation, new { ClientId = "web", Username = "+41790000000" }))["CodeDeliveryDetails"]!;
            Assert.Equal(
                ("phone_number", "SMS", "+*******0000"),
                (seeming["AttributeName"]!.ToString(), seeming["DeliveryMedium"]!.ToString(), seeming["Destination"]!.ToString())
            );
        }
        Assert.Equal(
            "Username should be either an email or a phone number.",
            await host.RefusedAsync(
                "InvalidParameterException",
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = "ann",
                    PoolHost.Password,
                }
            )
        );
    }

    private static string NewName() => $"ann-{Guid.NewGuid():N}";
}
