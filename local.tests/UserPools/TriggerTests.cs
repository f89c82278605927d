using System.Text.Json.Nodes;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class TriggerTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly object All = new
    {
        PreSignUp = Templates.FunctionArn,
        PostConfirmation = Templates.FunctionArn,
        PreAuthentication = Templates.FunctionArn,
        PostAuthentication = Templates.FunctionArn,
        PreTokenGeneration = Templates.FunctionArn,
    };

    [Fact]
    public async Task Sign_up_asks_before_and_tells_after()
    {
        Deploy(All);
        var email = PoolHost.NewEmail();
        var made = await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
                UserAttributes = PoolHost.Attributes(("name", "Ann")),
                ValidationData = PoolHost.Attributes(("invite", "7")),
                ClientMetadata = new { campaign = "spring" },
            }
        );
        var sub = made["UserSub"]!.ToString();
        AssertJson(
            $$"""
            {
              "version": "1", "region": "eu-west-1", "userPoolId": "{{Templates.PoolId}}", "userName": "{{sub}}",
              "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "web" },
              "triggerSource": "PreSignUp_SignUp",
              "request": { "userAttributes": { "email": "{{email}}", "name": "Ann" }, "clientMetadata": { "campaign": "spring" }, "validationData": { "invite": "7" } },
              "response": { "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }
            }
            """,
            Assert.Single(host.Functions.Events)
        );

        await host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = host.Code(email, "CustomMessage_SignUp"),
                ClientMetadata = new { page = "2" },
            }
        );
        var told = host.Functions.Event("PostConfirmation_ConfirmSignUp");
        AssertJson(
            $$"""
            {
              "userAttributes": { "sub": "{{sub}}", "cognito:user_status": "CONFIRMED", "email": "{{email}}", "email_verified": "true", "name": "Ann" },
              "clientMetadata": { "page": "2" }
            }
            """,
            told["request"]
        );
        AssertJson("{}", told["response"]);
    }

    [Fact]
    public async Task A_function_may_confirm_who_signs_up_and_verify_the_address()
    {
        Deploy(All);
        host.Functions.Answer = e =>
            Response(
                e,
                e["triggerSource"]!.ToString() == "PreSignUp_SignUp" ? new { autoConfirmUser = true, autoVerifyEmail = true } : new { }
            );
        var email = PoolHost.NewEmail();
        var made = await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
        Assert.True((bool)made["UserConfirmed"]!);
        Assert.Equal(["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"], host.Functions.Sources);
        Assert.Empty(host.Messages(email));
        Assert.True((bool)PoolHost.Claims((await host.TokensAsync(email)).Id)["email_verified"]!);
    }

    [Fact]
    public async Task Of_a_user_that_an_administrator_makes_a_function_decides_nothing_but_whether()
    {
        Deploy(All);
        host.Functions.Answer = e =>
            Response(
                e,
                new
                {
                    autoConfirmUser = true,
                    autoVerifyEmail = true,
                    autoVerifyPhone = true,
                }
            );
        var user = (await host.AdminAsync("AdminCreateUser", new { Username = PoolHost.NewEmail(), MessageAction = "SUPPRESS" }))["User"]!;
        Assert.Equal(
            ("FORCE_CHANGE_PASSWORD", null),
            (user["UserStatus"]!.ToString(), PoolHost.Attribute(user["Attributes"], "email_verified"))
        );
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Reported, "Not from this domain");
        await host.AdminRefusedAsync(
            "UserLambdaValidationException",
            "AdminCreateUser",
            new { Username = PoolHost.NewEmail(), MessageAction = "SUPPRESS" }
        );
    }

    [Fact]
    public async Task A_function_verifies_no_address_that_is_not_there()
    {
        Deploy(All);
        host.Functions.Answer = e => Response(e, new { autoConfirmUser = true, autoVerifyPhone = true });
        var email = PoolHost.NewEmail();
        await host.RefusedAsync(
            "InvalidLambdaResponseException",
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
        await host.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = email });
    }

    [Fact]
    public async Task A_function_that_refuses_a_sign_up_leaves_nobody_behind()
    {
        Deploy(All);
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Reported, "Not from this domain");
        var email = PoolHost.NewEmail();
        Assert.Equal(
            "PreSignUp failed with error Not from this domain.",
            await host.RefusedAsync(
                "UserLambdaValidationException",
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = email,
                    PoolHost.Password,
                }
            )
        );
        await host.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = email });
    }

    [Fact]
    public async Task Sign_in_asks_first_and_tells_before_it_issues_tokens()
    {
        Deploy(All);
        var email = await host.UserAsync("acme");
        host.Functions.Events.Clear();
        await host.SignInAsync(email, clientMetadata: new { device = "phone" });
        Assert.Equal(
            ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_Authentication"],
            host.Functions.Sources
        );

        var sub = host.Functions.Events[0]["userName"]!.ToString();
        var attributes =
            $$"""{ "sub": "{{sub}}", "cognito:user_status": "CONFIRMED", "custom:tenant": "acme", "email": "{{email}}", "email_verified": "true" }""";
        AssertJson(
            $$"""{ "userAttributes": {{attributes}}, "validationData": { "device": "phone" }, "userNotFound": false }""",
            host.Functions.Events[0]["request"]
        );
        AssertJson($$"""{ "userAttributes": {{attributes}}, "newDeviceUsed": false }""", host.Functions.Events[1]["request"]);
        AssertJson(
            $$"""{ "userAttributes": {{attributes}}, "groupConfiguration": { "groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null } }""",
            host.Functions.Events[2]["request"]
        );
    }

    [Fact]
    public async Task With_SRP_metadata_of_the_first_request_is_for_the_gate_and_of_the_second_for_the_audit()
    {
        Deploy(All);
        var email = await host.UserAsync();
        host.Functions.Events.Clear();
        var client = new SrpClient();
        var challenge = await host.BeginAsync("USER_SRP_AUTH", new { USERNAME = email, SRP_A = client.A }, metadata: new { step = "1" });
        Assert.Equal(["PreAuthentication_Authentication"], host.Functions.Sources);
        await host.RespondAsync(
            "PASSWORD_VERIFIER",
            client.Answer(challenge, Templates.PoolId, PoolHost.Password),
            metadata: new { step = "2" }
        );
        Assert.Equal("1", host.Functions.Events[0]["request"]!["validationData"]!["step"]!.ToString());
        Assert.Equal("2", host.Functions.Event("PostAuthentication_Authentication")["request"]!["clientMetadata"]!["step"]!.ToString());
        Assert.Equal("2", host.Functions.Event("TokenGeneration_Authentication")["request"]!["clientMetadata"]!["step"]!.ToString());
    }

    [Theory]
    [InlineData("ENABLED", 1)]
    [InlineData("LEGACY", 0)]
    public async Task The_gate_is_asked_of_unknown_users_only_where_nobody_is_to_learn_that_they_are(string hiding, int asked)
    {
        Deploy(All, new { PreventUserExistenceErrors = hiding });
        var email = PoolHost.NewEmail();
        await Assert.ThrowsAnyAsync<Exception>(() => host.SignInAsync(email));
        Assert.Equal(asked, host.Functions.Events.Count);
        if (asked == 1)
            AssertJson("""{ "userAttributes": {}, "validationData": null, "userNotFound": true }""", host.Functions.Events[0]["request"]);
        Assert.All(host.Functions.Events, e => Assert.Equal(email, e["userName"]!.ToString()));
    }

    [Fact]
    public async Task The_gate_refuses_before_the_password_is_looked_at()
    {
        Deploy(All);
        var email = await host.UserAsync();
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Reported, "Blocked");
        foreach (var password in new[] { PoolHost.Password, "Wrong-horse-77" })
            Assert.Equal(
                "PreAuthentication failed with error Blocked.",
                await host.RefusedAsync("UserLambdaValidationException", () => host.SignInAsync(email, password))
            );
    }

    [Fact]
    public async Task A_function_that_does_not_answer_is_asked_three_times()
    {
        Deploy(All);
        var email = await host.UserAsync();
        host.Functions.Events.Clear();
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.TimedOut, "Task timed out after 5.00 seconds");
        Assert.Equal(
            "PreAuthentication invocation failed due to error Socket timeout while invoking Lambda function.",
            await host.RefusedAsync("UnexpectedLambdaException", () => host.SignInAsync(email))
        );
        Assert.Equal(3, host.Functions.Events.Count);
        Assert.True(JsonNode.DeepEquals(host.Functions.Events[0], host.Functions.Events[2]));

        host.Functions.Events.Clear();
        host.Functions.Answer = e => host.Functions.Events.Count == 1 ? throw new FunctionException(FunctionFailure.TimedOut, "late") : e;
        await host.SignInAsync(email);
    }

    [Fact]
    public async Task A_function_that_crashes_or_answers_nonsense_fails_the_sign_in()
    {
        Deploy(All);
        var email = await host.UserAsync();
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Crashed, "Runtime exited with error: signal: killed");
        Assert.Equal(
            "PreAuthentication invocation failed due to error Runtime exited with error: signal: killed.",
            await host.RefusedAsync("UnexpectedLambdaException", () => host.SignInAsync(email))
        );
        foreach (var nonsense in new[] { "null", "7", "[]", """{"response":"yes"}""" })
        {
            host.Functions.Answer = _ => JsonNode.Parse(nonsense);
            Assert.Equal(
                "Unrecognizable lambda output",
                await host.RefusedAsync("InvalidLambdaResponseException", () => host.SignInAsync(email))
            );
        }
    }

    [Theory]
    [InlineData("SourceArn", "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Other")]
    [InlineData("SourceAccount", "444455556666")]
    [InlineData("Principal", "s3.amazonaws.com")]
    [InlineData("Action", "lambda:GetFunction")]
    [InlineData("FunctionName", "arn:aws:lambda:eu-west-1:111122223333:function:other")]
    [InlineData("FunctionName", $"{Templates.FunctionArn}:live")]
    public async Task A_function_that_does_not_let_the_pool_call_it_is_not_called(string property, string value)
    {
        host.Deploy(new { LambdaConfig = All }, null, Templates.Function(new Dictionary<string, string> { [property] = value }));
        Assert.Equal(
            "PreSignUp invocation failed due to error AccessDeniedException.",
            await host.RefusedAsync(
                "UnexpectedLambdaException",
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = PoolHost.NewEmail(),
                    PoolHost.Password,
                }
            )
        );
        Assert.Empty(host.Functions.Events);
    }

    [Fact]
    public async Task A_trigger_may_name_an_alias_that_lets_the_pool_call_it()
    {
        var alias = $"{Templates.FunctionArn}:live";
        host.Deploy(new { LambdaConfig = new { PreSignUp = alias } }, null, Templates.Function(new { FunctionName = alias }));
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            }
        );
        Assert.Single(host.Functions.Events);
        host.Deploy(new { LambdaConfig = new { PreSignUp = alias } }, null, Templates.Function());
        await host.RefusedAsync(
            "UnexpectedLambdaException",
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            }
        );
    }

    [Fact]
    public async Task A_function_writes_the_messages()
    {
        Deploy(new { CustomMessage = Templates.FunctionArn });
        host.Functions.Answer = e => Response(e, new { emailSubject = "Hello {username}", emailMessage = "<b>{####}</b>" });
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
        var message = host.Message(email, "CustomMessage_SignUp");
        Assert.Equal(($"Hello {email}", $"<b>{message["code"]}</b>"), (message["subject"]!.ToString(), message["body"]!.ToString()));
        var request = host.Functions.Event("CustomMessage_SignUp")["request"]!;
        Assert.Equal("{####}", request["codeParameter"]!.ToString());
        Assert.Equal("UNCONFIRMED", request["userAttributes"]!["cognito:user_status"]!.ToString());
    }

    private void Deploy(object triggers, object? client = null, params Resource[] others) =>
        host.Deploy(new { LambdaConfig = triggers }, client, [.. Templates.Function(), .. others]);

    private static JsonObject Response(JsonObject @event, object response)
    {
        @event["response"] = Templates.Json(response);
        return @event;
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), actual),
            $"Expected {JsonNode.Parse(expected)!.ToJsonString()}, got {actual?.ToJsonString()}"
        );
}
