using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools;
using CognitoStack.Local.UserPools.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class SignUpTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task Who_signs_up_and_types_in_the_code_signs_in()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        var made = await SignUpAsync(email);

        Assert.False(made["UserConfirmed"]!.GetValue<bool>());
        Assert.True(Guid.TryParse(made["UserSub"]!.ToString(), out _));
        Assert.Equal(("email", "EMAIL", $"{email[0]}***@e***"), Delivery(made));
        Assert.Contains("not confirmed", await host.RefusedAsync("UserNotConfirmedException", () => host.SignInAsync(email)));

        await ConfirmAsync(email, host.Code(email, "CustomMessage_SignUp"));
        var claims = PoolHost.Claims((await host.TokensAsync(email)).Id);
        Assert.Equal((made["UserSub"]!.ToString(), true), (claims["sub"]!.ToString(), claims["email_verified"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_code_confirms_once_and_only_the_newest_does()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await SignUpAsync(email);
        var first = host.Code(email, "CustomMessage_SignUp");
        await host.CallAsync("ResendConfirmationCode", new { ClientId = "web", Username = email });
        var second = host.Code(email, "CustomMessage_ResendCode");
        if (first != second)
            Assert.Equal(
                "Invalid verification code provided, please try again.",
                await host.RefusedAsync("CodeMismatchException", () => ConfirmAsync(email, first))
            );
        await ConfirmAsync(email, second);
        Assert.Equal(
            "User cannot be confirmed. Current status is CONFIRMED",
            await host.RefusedAsync("NotAuthorizedException", () => ConfirmAsync(email, second))
        );
    }

    [Fact]
    public async Task A_code_ends_after_a_day()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await SignUpAsync(email);
        host.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(
            "Invalid code provided, please request a code again.",
            await host.RefusedAsync("ExpiredCodeException", () => ConfirmAsync(email, host.Code(email, "CustomMessage_SignUp")))
        );
    }

    [Theory]
    [InlineData("ENABLED")]
    [InlineData("LEGACY")]
    public async Task Codes_are_not_guessed(string hiding)
    {
        host.Deploy(client: new { PreventUserExistenceErrors = hiding });
        var email = PoolHost.NewEmail();
        await SignUpAsync(email);
        var right = host.Code(email, "CustomMessage_SignUp");
        for (var i = 0; i < 5; i++)
            await host.RefusedAsync("CodeMismatchException", () => ConfirmAsync(email, right == "000000" ? "000001" : "000000"));
        Assert.Equal(
            "Attempt limit exceeded, please try after some time.",
            await host.RefusedAsync("LimitExceededException", () => ConfirmAsync(email, right))
        );
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await ConfirmAsync(email, right);
    }

    [Fact]
    public async Task An_address_is_one_users_whatever_its_case()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await SignUpAsync(email);
        Assert.Equal(
            "An account with the given email already exists.",
            await host.RefusedAsync("UsernameExistsException", () => SignUpAsync(email.ToUpperInvariant()))
        );
    }

    [Fact]
    public async Task Of_two_who_sign_up_with_an_address_at_once_one_gets_it()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => SignUpAsync(email))))
        );
        Assert.Single(results, e => e is null);
        Assert.All(results.OfType<AwsException>(), e => Assert.Equal("UsernameExistsException", e.Code));
    }

    [Theory]
    [InlineData("Short-7", "Password did not conform with policy: Password not long enough")]
    [InlineData("correct-horse-7", "Password did not conform with policy: Password must have uppercase characters")]
    [InlineData("CORRECT-HORSE-7", "Password did not conform with policy: Password must have lowercase characters")]
    [InlineData("Correct-horse-x", "Password did not conform with policy: Password must have numeric characters")]
    [InlineData("Correct7horse7x", "Password did not conform with policy: Password must have symbol characters")]
    public async Task Passwords_that_do_not_conform_are_refused(string password, string message)
    {
        host.Deploy();
        Assert.Equal(message, await host.RefusedAsync("InvalidPasswordException", () => SignUpAsync(PoolHost.NewEmail(), password)));
    }

    [Theory]
    [InlineData("InvalidParameterException", "Type for attribute {colour} could not be determined", "colour", "red")]
    [InlineData("InvalidParameterException", "custom:badge: Number was expected", "custom:badge", "x")]
    [InlineData("InvalidParameterException", "custom:badge: Number must be no greater than 100", "custom:badge", "101")]
    [InlineData("NotAuthorizedException", "A client attempted to write unauthorized attribute", "custom:tenant", "acme")]
    [InlineData("NotAuthorizedException", "A client attempted to write unauthorized attribute", "email_verified", "true")]
    [InlineData("NotAuthorizedException", "A client attempted to write unauthorized attribute", "sub", "me")]
    [InlineData("NotAuthorizedException", "A client attempted to write unauthorized attribute", "identities", "[]")]
    public async Task Attributes_keep_to_the_schema_and_to_what_the_client_may_write(string code, string message, string name, string value)
    {
        host.Deploy(
            client: new { WriteAttributes = new[] { "email", "name", "custom:badge", "colour", "email_verified", "sub", "identities" } }
        );
        Assert.Contains(
            message,
            await host.RefusedAsync(
                code,
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = PoolHost.NewEmail(),
                    PoolHost.Password,
                    UserAttributes = PoolHost.Attributes((name, value)),
                }
            )
        );
    }

    [Fact]
    public async Task Required_attributes_are_required()
    {
        host.Deploy(pool: new { Schema = new[] { new { Name = "name", Required = true } } });
        Assert.Equal(
            "Attributes did not conform to the schema: name: The attribute is required\n",
            await host.RefusedAsync("InvalidParameterException", () => SignUpAsync(PoolHost.NewEmail()))
        );
    }

    [Fact]
    public async Task A_name_that_is_no_address_is_refused()
    {
        host.Deploy();
        Assert.Equal("Username should be an email.", await host.RefusedAsync("InvalidParameterException", () => SignUpAsync("somebody")));
    }

    [Fact]
    public async Task A_name_that_nobody_can_have_is_refused_everywhere()
    {
        host.Deploy();
        const string constraint = "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must ";
        (string Name, string Expected)[] names =
        [
            (new string('x', 129), constraint + "have length less than or equal to 128"),
            ("a b@example.com", constraint + "satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+"),
            ("a\u0001", constraint + "satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+"),
        ];
        foreach (var (name, expected) in names)
        {
            (string Operation, object Input)[] calls =
            [
                (
                    "SignUp",
                    new
                    {
                        ClientId = "web",
                        Username = name,
                        PoolHost.Password,
                    }
                ),
                (
                    "ConfirmSignUp",
                    new
                    {
                        ClientId = "web",
                        Username = name,
                        ConfirmationCode = "123456",
                    }
                ),
                ("ForgotPassword", new { ClientId = "web", Username = name }),
                (
                    "ConfirmForgotPassword",
                    new
                    {
                        ClientId = "web",
                        Username = name,
                        ConfirmationCode = "123456",
                        PoolHost.Password,
                    }
                ),
                (
                    "InitiateAuth",
                    new
                    {
                        ClientId = "web",
                        AuthFlow = "USER_SRP_AUTH",
                        AuthParameters = new { USERNAME = name, SRP_A = "1" },
                    }
                ),
                (
                    "RespondToAuthChallenge",
                    new
                    {
                        ClientId = "web",
                        ChallengeName = "PASSWORD_VERIFIER",
                        ChallengeResponses = new { USERNAME = name },
                    }
                ),
            ];
            foreach (var (operation, input) in calls)
                Assert.Equal(expected, await host.RefusedAsync("InvalidParameterException", operation, input));
            Assert.Equal(expected, await host.AdminRefusedAsync("InvalidParameterException", "AdminGetUser", new { Username = name }));
        }

        await host.RefusedAsync(
            "CodeMismatchException",
            "ConfirmForgotPassword",
            new
            {
                ClientId = "web",
                Username = $"\U0001F600{new string('x', 126)}",
                ConfirmationCode = "123456",
                PoolHost.Password,
            }
        );
    }

    [Fact]
    public async Task Where_only_administrators_make_users_nobody_signs_up()
    {
        host.Deploy(pool: new { AdminCreateUserConfig = new { AllowAdminCreateUserOnly = true } });
        Assert.Equal(
            "SignUp is not permitted for this user pool",
            await host.RefusedAsync("NotAuthorizedException", () => SignUpAsync(PoolHost.NewEmail()))
        );
    }

    [Fact]
    public async Task A_client_with_a_secret_must_prove_it()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        Task<JsonObject> SignUp(string? hash, string client = "portal") =>
            host.CallAsync(
                "SignUp",
                new
                {
                    ClientId = client,
                    Username = email,
                    PoolHost.Password,
                    SecretHash = hash,
                }
            );
        Assert.Equal(
            "Client portal is configured with secret but SECRET_HASH was not received",
            await host.RefusedAsync("NotAuthorizedException", () => SignUp(null))
        );
        Assert.Equal(
            "SecretHash does not match for the client: portal",
            await host.RefusedAsync("NotAuthorizedException", () => SignUp(SecretHash.Of("another", email, "portal")))
        );
        Assert.Equal(
            "Client web is not configured for secret but secret hash was received",
            await host.RefusedAsync("NotAuthorizedException", () => SignUp("x", "web"))
        );
        await SignUp(SecretHash.Of(Templates.ClientSecret, email, "portal"));
    }

    [Fact]
    public async Task Nobody_learns_who_has_an_account()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        var resent = await host.CallAsync("ResendConfirmationCode", new { ClientId = "web", Username = email });
        Assert.Equal(("email", "EMAIL", $"{email[0]}***@e***"), Delivery(resent));
        Assert.Empty(host.Messages(email));
        await host.RefusedAsync("CodeMismatchException", () => ConfirmAsync(email, "123456"));
        Assert.Equal(
            0,
            host
                .Services.GetRequiredService<Database>()
                .Read(sql => sql.Query("SELECT count(*) FROM codes WHERE username = $u", r => r.GetInt32(0), ("$u", email)))[0]
        );
    }

    [Fact]
    public async Task A_client_that_hides_nothing_says_that_there_is_no_such_user()
    {
        host.Deploy(client: new { PreventUserExistenceErrors = "LEGACY" });
        Assert.Equal(
            "Username/client id combination not found.",
            await host.RefusedAsync(
                "UserNotFoundException",
                "ResendConfirmationCode",
                new { ClientId = "web", Username = PoolHost.NewEmail() }
            )
        );
        Assert.Equal(
            "Username/client id combination not found.",
            await host.RefusedAsync("UserNotFoundException", () => ConfirmAsync(PoolHost.NewEmail(), "123456"))
        );
    }

    [Fact]
    public async Task What_is_missing_or_malformed_is_named()
    {
        host.Deploy();
        Assert.Equal(
            "1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null",
            await host.RefusedAsync("InvalidParameterException", "SignUp", new { ClientId = "web", PoolHost.Password })
        );
        const string Pattern = "failed to satisfy constraint: Member must satisfy regular expression pattern: ";
        Assert.Equal(
            $"1 validation error detected: Value 'a-b' at 'clientId' {Pattern}[\\w+]+",
            await host.RefusedAsync("InvalidParameterException", "SignUp", new { ClientId = "a-b" })
        );
        Assert.Equal(
            $"1 validation error detected: Value 'nope' at 'userPoolId' {Pattern}[\\w-]+_[0-9a-zA-Z]+",
            Assert.Throws<AwsException>(() => Constraints.Checked("UserPoolId", "nope")).Message
        );
        Assert.Equal(
            "User pool client nobody does not exist.",
            await host.RefusedAsync("ResourceNotFoundException", "SignUp", new { ClientId = "nobody" })
        );
        Assert.Equal(
            "Missing required parameter USERNAME",
            await host.RefusedAsync("InvalidParameterException", "InitiateAuth", new { ClientId = "web", AuthFlow = "USER_SRP_AUTH" })
        );
        Assert.Equal(
            "Missing required parameter USERNAME",
            await host.RefusedAsync(
                "InvalidParameterException",
                "RespondToAuthChallenge",
                new { ClientId = "web", ChallengeName = "PASSWORD_VERIFIER" }
            )
        );
        await host.RefusedAsync("SerializationException", "SignUp", new { ClientId = 7 });
        await host.RefusedAsync(
            "SerializationException",
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
                UserAttributes = "email",
            }
        );
    }

    private Task<JsonObject> SignUpAsync(string email, string password = PoolHost.Password) =>
        host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                Password = password,
            }
        );

    private Task<JsonObject> ConfirmAsync(string email, string code) =>
        host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = code,
            }
        );

    private static (string, string, string) Delivery(JsonObject answer)
    {
        var details = answer["CodeDeliveryDetails"]!;
        return (details["AttributeName"]!.ToString(), details["DeliveryMedium"]!.ToString(), details["Destination"]!.ToString());
    }
}
