using System.Text.Json.Nodes;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class UserMigrationTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Weak = "weak";

    [Fact]
    public async Task A_user_of_another_directory_moves_in_at_the_first_sign_in()
    {
        Deploy();
        var email = PoolHost.NewEmail();
        host.Functions.Answer = e =>
            e["request"]!["password"]?.ToString() == PoolHost.Password
                ? Known(e, "CONFIRMED")
                : throw new FunctionException(FunctionFailure.Reported, "Bad password");
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Wrong-horse-77"))
        );
        await host.SignInAsync(email, clientMetadata: new { device = "phone" });
        await host.TokensAsync(email);
        Assert.Equal(["UserMigration_Authentication", "UserMigration_Authentication"], host.Functions.Sources);
        Assert.Equal(
            $$"""{"userName":"{{email}}","password":"{{PoolHost.Password}}","validationData":{"device":"phone"},"userAttributes":null}""",
            host.Functions.Events[1]["request"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task A_password_from_there_is_good_unless_the_function_says_that_it_must_be_reset()
    {
        Deploy();
        host.Functions.Answer = e => Known(e, null);
        await host.TokensAsync(PoolHost.NewEmail(), Weak);

        host.Functions.Answer = e => Known(e, "RESET_REQUIRED");
        var email = PoolHost.NewEmail();
        await host.RefusedAsync("PasswordResetRequiredException", () => host.SignInAsync(email, Weak));
        Assert.Equal("RESET_REQUIRED", (await host.AdminAsync("AdminGetUser", new { Username = email }))["UserStatus"]!.ToString());
    }

    [Theory]
    [InlineData("""{ "userAttributes": null }""")]
    [InlineData("""{ "userAttributes": {}, "finalUserStatus": "UNCONFIRMED" }""")]
    public async Task What_nobody_can_follow_makes_no_user(string response)
    {
        Deploy();
        host.Functions.Answer = e =>
        {
            e["response"] = JsonNode.Parse(response);
            return e;
        };
        var email = PoolHost.NewEmail();
        await host.RefusedAsync("InvalidLambdaResponseException", () => host.SignInAsync(email));
        await host.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = email });
    }

    [Fact]
    public async Task Who_forgot_the_password_of_there_sets_one_here()
    {
        Deploy();
        host.Functions.Answer = e => Known(e, "CONFIRMED");
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "ForgotPassword",
            new
            {
                ClientId = "web",
                Username = email,
                ClientMetadata = new { page = "2" },
            }
        );
        Assert.Equal(
            $$$"""{"userName":"{{{email}}}","password":null,"validationData":null,"userAttributes":null,"clientMetadata":{"page":"2"}}""",
            host.Functions.Event("UserMigration_ForgotPassword")["request"]!.ToJsonString()
        );
        Assert.Equal("RESET_REQUIRED", (await host.AdminAsync("AdminGetUser", new { Username = email }))["UserStatus"]!.ToString());
        await host.CallAsync(
            "ConfirmForgotPassword",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = host.Code(email, "CustomMessage_ForgotPassword"),
                PoolHost.Password,
            }
        );
        await host.TokensAsync(email);
    }

    private void Deploy() => host.Deploy(new { LambdaConfig = new { UserMigration = Templates.FunctionArn } }, null, Templates.Function());

    private static JsonObject Known(JsonObject @event, string? status)
    {
        @event["response"] = Templates.Json(
            new { userAttributes = new { email = @event["userName"]!.ToString(), email_verified = "true" }, finalUserStatus = status }
        );
        return @event;
    }
}
