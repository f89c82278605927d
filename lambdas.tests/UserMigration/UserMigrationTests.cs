using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using CognitoStack.Lambda.UserMigration;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.UserMigration;

public sealed class UserMigrationTests : IAsyncLifetime
{
    private const string Jane = "jane@example.com";
    private const string Password = "Correct-horse-7";
    private readonly MemoryStream output = new();
    private FakeCognito cognito = null!;
    private JsonObject jane = null!;

    public async Task InitializeAsync()
    {
        cognito = await FakeCognito.StartAsync();
        jane = cognito.AddUser(Jane, Jane);
        foreach (
            var (name, value) in new[]
            {
                ("custom:tenant", "acme"),
                ("custom:gone", "x"),
                ("cognito:mfa_enabled", "true"),
                ("given_name", "Jane"),
            }
        )
            jane["Attributes"]!.AsArray().Add(new JsonObject { ["Name"] = name, ["Value"] = value });
    }

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Fact]
    public async Task Who_knows_the_old_password_comes_over_with_what_the_new_pool_takes()
    {
        var trigger = Event(With("future", new JsonArray(1)));

        var answer = JsonNode.Parse((await HandleAsync(trigger)).Span)!.AsObject();

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """
                    {
                      "userAttributes": { "email": "jane@example.com", "email_verified": "true", "custom:tenant": "acme", "given_name": "Jane" },
                      "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS"
                    }
                    """
                ),
                answer["response"]
            ),
            answer["response"]!.ToJsonString()
        );
        var rest = JsonNode.Parse(trigger)!.AsObject();
        rest.Remove("response");
        answer.Remove("response");
        Assert.True(JsonNode.DeepEquals(rest, answer));
        var asked = cognito.Calls[0];
        Assert.Equal(
            ("AdminInitiateAuth", "eu-central-1_Old", "old-client"),
            (asked.Operation, Text(asked, "UserPoolId"), Text(asked, "ClientId"))
        );
        Assert.Equal("ADMIN_USER_PASSWORD_AUTH", Text(asked, "AuthFlow"));
        Assert.Equal(["AdminInitiateAuth", "AdminGetUser"], cognito.Operations);
        Assert.Equal(1, (int?)Assert.Single(Log)["UsersMigrated"]);
    }

    [Theory]
    [InlineData("NotAuthorizedException", "notAuthorized")]
    [InlineData("UserNotFoundException", "userUnknown")]
    [InlineData("UserNotConfirmedException", "notConfirmed")]
    [InlineData("PasswordResetRequiredException", "resetRequired")]
    public async Task Whom_the_old_pool_refuses_stays_out(string error, string reason)
    {
        cognito.Script = call => call.Operation == "AdminInitiateAuth" ? CognitoReply.Error(error) : null;
        await RefusedAsync(Event(), reason);
        Assert.Equal(["AdminInitiateAuth"], cognito.Operations);
    }

    [Theory]
    [InlineData("NEW_PASSWORD_REQUIRED", "notConfirmed")]
    [InlineData("CUSTOM_CHALLENGE", "noPassword")]
    [InlineData("A_NEW_ONE", "noPassword")]
    public async Task A_challenge_that_does_not_follow_a_right_password_lets_nobody_in(string challenge, string reason)
    {
        Challenge(challenge);
        await RefusedAsync(Event(), reason);
    }

    [Theory]
    [InlineData("SOFTWARE_TOKEN_MFA")]
    [InlineData("SMS_MFA")]
    [InlineData("SELECT_MFA_TYPE")]
    public async Task Who_had_a_second_factor_proves_an_address_before_the_first_sign_in(string challenge)
    {
        Challenge(challenge);
        Assert.Equal("RESET_REQUIRED", Response(await HandleAsync(Event()))["finalUserStatus"]!.ToString());
    }

    [Fact]
    public async Task A_disabled_user_stays_out()
    {
        jane["Enabled"] = false;
        await RefusedAsync(Event(), "disabled");
        await RefusedAsync(Forgot(), "disabled");
    }

    [Fact]
    public async Task Who_forgot_the_password_comes_over_to_prove_an_address()
    {
        var response = Response(await HandleAsync(Forgot()));
        Assert.Equal(("RESET_REQUIRED", "SUPPRESS"), (response["finalUserStatus"]!.ToString(), response["messageAction"]!.ToString()));
        Assert.Equal("true", response["userAttributes"]!["email_verified"]!.ToString());
        Assert.Equal(["AdminGetUser"], cognito.Operations);
    }

    [Theory]
    [InlineData("EXTERNAL_PROVIDER", "true", "noPassword")]
    [InlineData("UNCONFIRMED", "true", "notConfirmed")]
    [InlineData("FORCE_CHANGE_PASSWORD", "true", "notConfirmed")]
    [InlineData("CONFIRMED", "false", "noVerifiedAddress")]
    [InlineData("RESET_REQUIRED", "false", "noVerifiedAddress")]
    public async Task Who_forgot_it_and_can_prove_nothing_stays_out(string status, string verified, string reason)
    {
        jane["UserStatus"] = status;
        jane["Attributes"]!.AsArray().Single(a => a!["Name"]!.ToString() == "email_verified")!["Value"] = verified;
        await RefusedAsync(Forgot(), reason);
    }

    [Fact]
    public async Task Nobody_comes_over_who_is_not_there()
    {
        cognito.Script = call => call.Operation == "AdminGetUser" ? CognitoReply.Error("UserNotFoundException") : null;
        await RefusedAsync(Forgot(), "userUnknown");
    }

    [Theory]
    [InlineData("TooManyRequestsException", 400)]
    [InlineData("InternalErrorException", 500)]
    [InlineData("ResourceNotFoundException", 400)]
    [InlineData("AccessDeniedException", 400)]
    public async Task An_old_pool_that_does_not_answer_is_told_apart_from_a_wrong_password(string error, int status)
    {
        cognito.Script = call => call.Operation == "AdminInitiateAuth" ? CognitoReply.Error(error, status) : null;
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(Event()));
        Assert.Equal(LambdaRuntime.GenericMessage, refusal.Message);
        var line = Assert.Single(Log);
        Assert.Equal(("ERROR", error, 1), (line.Text("level"), line.Text("reason"), (int?)line["MigrationFailures"]));
        // A second try would count a wrong password twice.
        Assert.Single(cognito.Operations);
    }

    [Fact]
    public async Task A_client_with_a_secret_is_a_mistake_of_the_settings_and_no_wrong_password()
    {
        cognito.Script = _ => new CognitoReply(
            400,
            """{ "__type": "NotAuthorizedException", "message": "Client old-client is configured with secret but SECRET_HASH was not received" }"""
        );
        await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(Event()));
        Assert.Equal(1, (int?)Assert.Single(Log)["MigrationFailures"]);
    }

    [Theory]
    [InlineData("PreSignUp_SignUp")]
    [InlineData("UserMigration_Authentication")]
    public async Task An_event_that_is_none_of_its_own_is_no_answer(string source)
    {
        var trigger = Event(With("triggerSource", source), json => json["request"]!["password"] = null);
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => HandleAsync(trigger));
        Assert.Empty(cognito.Calls);
    }

    [Fact]
    public async Task No_log_has_a_name_or_a_password()
    {
        await HandleAsync(Event());
        cognito.Script = _ => CognitoReply.Error("NotAuthorizedException");
        await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(Event()));
        cognito.Script = _ => new CognitoReply(
            400,
            $$"""{ "__type": "InvalidParameterException", "message": "PASSWORD={{Password}}, USERNAME={{Jane}}" }"""
        );
        await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(Event()));
        var log = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(3, Log.Count);
        Assert.DoesNotContain(Password, log);
        Assert.DoesNotContain("jane", log);
    }

    [Theory]
    [InlineData(null, "old-client", "OLD_USER_POOL_ID")]
    [InlineData("old", "old-client", "OLD_USER_POOL_ID")]
    [InlineData("eu-central-1_Old", "", "OLD_CLIENT_ID")]
    public async Task Without_its_settings_the_function_does_not_start(string? pool, string client, string variable)
    {
        await using var function = await InProcessFunction.StartAsync(
            UserMigrationFunction.RunAsync,
            [.. pool is null ? [] : new[] { ("OLD_USER_POOL_ID", pool) }, ("OLD_CLIENT_ID", client)]
        );
        Assert.Equal(1, await function.ExitCodeAsync());
        Assert.Contains(variable, Assert.Single(function.Log).Text("errorMessage")!);
    }

    [Fact]
    public void The_old_pool_is_asked_in_its_own_Region() =>
        Assert.Equal(
            "ap-south-1",
            MigrationSettings
                .FromEnvironment(new Dictionary<string, string> { ["OLD_USER_POOL_ID"] = "ap-south-1_Old", ["OLD_CLIENT_ID"] = "c" })
                .Region
        );

    [PublishedFact]
    public async Task The_published_function_brings_a_user_over_and_refuses_another()
    {
        await using var function = await PublishedFunction.StartAsync(
            "UserMigration",
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint),
            ("OLD_USER_POOL_ID", "eu-central-1_Old"),
            ("OLD_CLIENT_ID", "old-client"),
            ("CUSTOM_ATTRIBUTES", "custom:tenant")
        );
        var answer = await function.InvokeAsync(Event());
        Assert.False(answer.IsError);
        Assert.Equal("acme", Response(answer.Body)["userAttributes"]!["custom:tenant"]!.ToString());
        cognito.Script = _ => CognitoReply.Error("NotAuthorizedException");
        Assert.Equal(UserMigrationHandler.RefusalMessage, (await function.InvokeAsync(Event())).ErrorMessage);
    }

    private List<JsonObject> Log => LogLines.Parse(output);

    private static byte[] Event(params Action<JsonNode>[] changes) => Read("user-migration-authentication", changes);

    private static byte[] Forgot() =>
        Event(
            With("triggerSource", "UserMigration_ForgotPassword"),
            json => json["request"] = new JsonObject { ["clientMetadata"] = null }
        );

    private void Challenge(string name) =>
        cognito.Script = call =>
            call.Operation == "AdminInitiateAuth" ? new CognitoReply(200, $$"""{ "ChallengeName": "{{name}}", "Session": "s" }""") : null;

    private Task<ReadOnlyMemory<byte>> HandleAsync(byte[] trigger) =>
        new UserMigrationHandler(
            new OldUserPool(
                cognito.ClientOf(tries: 1),
                new MigrationSettings
                {
                    UserPoolId = "eu-central-1_Old",
                    ClientId = "old-client",
                    CustomAttributes = new HashSet<string> { "custom:tenant" },
                }
            ),
            TimeProvider.System,
            "migration"
        ).HandleAsync(Invocation(trigger, log: output));

    private async Task RefusedAsync(byte[] trigger, string reason)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(trigger));
        Assert.Equal(UserMigrationHandler.RefusalMessage, refusal.Message);
        var line = Log[^1];
        Assert.Equal((reason, 1), (line.Text("reason"), (int?)line["MigrationsRefused"]));
    }

    private static JsonNode Response(ReadOnlyMemory<byte> answer) => JsonNode.Parse(answer.Span)!["response"]!;

    private static string? Text(CognitoCall call, string name) => (string?)call.Body[name];
}
