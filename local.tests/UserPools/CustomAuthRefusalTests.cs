using System.Text.Json.Nodes;
using CognitoStack.Local.Functions;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class CustomAuthRefusalTests(PoolHost host) : IClassFixture<PoolHost>
{
    private readonly CustomAuth custom = new(host);

    [Fact]
    public async Task A_client_without_the_flow_is_refused_before_any_function_is_asked()
    {
        custom.Deploy(new { ExplicitAuthFlows = new[] { "ALLOW_USER_SRP_AUTH" } });
        Assert.Equal(
            "CUSTOM_AUTH is not enabled for the client.",
            await host.RefusedAsync("InvalidParameterException", () => custom.StartAsync("x"))
        );
        Assert.Empty(host.Functions.Events);
    }

    [Fact]
    public async Task A_function_that_fails_the_authentication_ends_it()
    {
        custom.Deploy();
        var challenge = await custom.StartAsync(await host.UserAsync());
        for (var i = 1; i <= 2; i++)
            challenge = await custom.AnswerAsync(challenge, "0000");
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge, "0000"))
        );
        await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge));
    }

    [Fact]
    public async Task To_fail_weighs_more_than_to_issue_tokens()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        Respond("DefineAuthChallenge", """{ "issueTokens": true, "failAuthentication": true }""");
        await host.RefusedAsync("NotAuthorizedException", () => custom.StartAsync(email));
    }

    [Fact]
    public async Task An_answer_is_one_guess_for_one_user_of_one_client_in_its_time()
    {
        custom.Deploy();
        var (email, other) = (await host.UserAsync(), await host.UserAsync());
        var challenge = await custom.StartAsync(email);
        Assert.Equal(
            "Invalid session for the user.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge, name: other))
        );
        await host.RefusedAsync(
            "NotAuthorizedException",
            () =>
                custom.RespondAsync(
                    challenge,
                    Templates.Json(
                        new
                        {
                            USERNAME = email,
                            ANSWER = CustomAuth.Number,
                            SECRET_HASH = SecretHash.Of(Templates.ClientSecret, email, "portal"),
                        }
                    ),
                    "portal"
                )
        );
        Assert.Equal(
            "Missing required parameter ANSWER",
            await host.RefusedAsync("InvalidParameterException", () => custom.AnswerAsync(challenge, null))
        );
        Assert.DoesNotContain("VerifyAuthChallengeResponse_Authentication", host.Functions.Sources);

        var again = await custom.AnswerAsync(challenge, "0000");
        Assert.Equal(
            "Invalid session for the user, session can only be used once.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge))
        );
        host.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(
            "Invalid session for the user, session is expired.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(again))
        );
    }

    [Fact]
    public async Task A_session_of_one_challenge_answers_no_other()
    {
        custom.Deploy(new { ExplicitAuthFlows = new[] { "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH" } });
        var email = PoolHost.NewEmail();
        await host.AdminAsync(
            "AdminCreateUser",
            new
            {
                Username = email,
                TemporaryPassword = "Temporary-pw-1",
                MessageAction = "SUPPRESS",
            }
        );
        var password = await host.SignInAsync(email, "Temporary-pw-1");
        var number = await custom.StartAsync(email);
        (password["Session"], number["Session"]) = (number["Session"]!.DeepClone(), password["Session"]!.DeepClone());
        await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(number));
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => custom.RespondAsync(password, Templates.Json(new { USERNAME = email, NEW_PASSWORD = PoolHost.Password }))
        );
    }

    [Fact]
    public async Task A_wrong_password_ends_it_before_the_functions_challenge()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        foreach (var name in new[] { email, PoolHost.NewEmail() })
        {
            Assert.Equal(
                "Incorrect username or password.",
                await host.RefusedAsync("NotAuthorizedException", () => custom.PasswordAsync(name, "Wrong-horse-77"))
            );
            Assert.Equal("SRP_A:true", custom.Told());
        }
        Assert.DoesNotContain("CreateAuthChallenge_Authentication", host.Functions.Sources);
    }

    [Fact]
    public async Task Who_does_not_exist_is_asked_like_everybody_and_never_let_in()
    {
        custom.Deploy();
        var email = PoolHost.NewEmail();
        var (challenge, again) = (await custom.StartAsync(email), await custom.StartAsync(email.ToUpperInvariant()));
        Assert.True(Guid.TryParse(challenge["ChallengeParameters"]!["USERNAME"]!.ToString(), out _));
        Assert.True(JsonNode.DeepEquals(challenge["ChallengeParameters"], again["ChallengeParameters"]));
        var request = host.Functions.Events[0]["request"]!;
        Assert.Equal(
            (true, "{}", email),
            ((bool)request["userNotFound"]!, request["userAttributes"]!.ToJsonString(), host.Functions.Events[0]["userName"]!.ToString())
        );

        await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge, name: PoolHost.NewEmail()));
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge))
        );
        Assert.Equal("CUSTOM_CHALLENGE:true", custom.Told());
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(again, name: email))
        );
    }

    [Fact]
    public async Task A_client_that_hides_nothing_says_that_there_is_no_such_user_and_asks_no_function()
    {
        custom.Deploy(new { ExplicitAuthFlows = new[] { "ALLOW_CUSTOM_AUTH" }, PreventUserExistenceErrors = "LEGACY" });
        await host.RefusedAsync("UserNotFoundException", () => custom.StartAsync(PoolHost.NewEmail()));
        Assert.Empty(host.Functions.Events);
        await custom.StartAsync(await host.UserAsync());
        Assert.False(host.Functions.Events[0]["request"]!.AsObject().ContainsKey("userNotFound"));
    }

    [Fact]
    public async Task Who_may_not_sign_in_is_told_so_only_after_the_right_answer()
    {
        custom.Deploy();
        var (disabled, reset, unconfirmed) = (await host.UserAsync(), await host.UserAsync(), PoolHost.NewEmail());
        await host.AdminAsync("AdminDisableUser", new { Username = disabled });
        await host.AdminAsync("AdminResetUserPassword", new { Username = reset });
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = unconfirmed,
                PoolHost.Password,
            }
        );
        foreach (
            var (email, error) in new[]
            {
                (disabled, "NotAuthorizedException"),
                (reset, "PasswordResetRequiredException"),
                (unconfirmed, "UserNotConfirmedException"),
            }
        )
        {
            var challenge = await custom.AnswerAsync(await custom.StartAsync(email), "0000");
            await host.RefusedAsync(error, () => custom.AnswerAsync(challenge));
        }
    }

    [Theory]
    [InlineData("DefineAuthChallenge", "{}")]
    [InlineData("DefineAuthChallenge", """{ "issueTokens": "true" }""")]
    [InlineData("DefineAuthChallenge", """{ "issueTokens": false, "failAuthentication": 0 }""")]
    [InlineData("DefineAuthChallenge", """{ "challengeName": "PASSWORD_VERIFIER" }""")]
    [InlineData("DefineAuthChallenge", """{ "challengeName": "SMS_MFA" }""")]
    [InlineData("DefineAuthChallenge", """{ "challengeName": ["CUSTOM_CHALLENGE"] }""")]
    [InlineData("CreateAuthChallenge", """{ "publicChallengeParameters": "four digits" }""")]
    [InlineData("CreateAuthChallenge", """{ "privateChallengeParameters": { "number": { "is": "4711" } } }""")]
    [InlineData("CreateAuthChallenge", """{ "challengeMetadata": 7 }""")]
    [InlineData("VerifyAuthChallengeResponse", """{ "answerCorrect": "true" }""")]
    public async Task What_nobody_can_follow_lets_nobody_in(string trigger, string response)
    {
        custom.Deploy();
        var email = await host.UserAsync();
        Respond(trigger, response);
        Assert.Equal(
            "Unrecognizable lambda output",
            await host.RefusedAsync("InvalidLambdaResponseException", async () => await custom.AnswerAsync(await custom.StartAsync(email)))
        );
    }

    [Fact]
    public async Task An_answer_on_which_nothing_is_said_is_wrong()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        Respond("VerifyAuthChallengeResponse", "{}");
        await custom.AnswerAsync(await custom.StartAsync(email));
        Assert.Equal("CUSTOM_CHALLENGE:false", custom.Told());
    }

    [Theory]
    [InlineData("DefineAuthChallenge")]
    [InlineData("CreateAuthChallenge")]
    [InlineData("VerifyAuthChallengeResponse")]
    [InlineData("PostAuthentication")]
    public async Task A_function_that_refuses_or_is_not_there_lets_nobody_in(string trigger)
    {
        custom.Deploy();
        var email = await host.UserAsync();
        JsonObject? challenge = null;
        async Task SignInAsync() => await custom.AnswerAsync(challenge = await custom.StartAsync(email));
        host.Functions.Answer = e =>
            e["triggerSource"]!.ToString().StartsWith(trigger, StringComparison.Ordinal)
                ? throw new FunctionException(FunctionFailure.Reported, "Not today")
                : CustomAuth.Run(e);
        Assert.Equal($"{trigger} failed with error Not today.", await host.RefusedAsync("UserLambdaValidationException", SignInAsync));
        if (challenge is not null)
            await host.RefusedAsync("NotAuthorizedException", () => custom.AnswerAsync(challenge));

        if (trigger == "PostAuthentication")
            return;
        custom.Deploy(without: trigger);
        Assert.Equal(
            "Custom auth lambda trigger is not configured for the user pool.",
            await host.RefusedAsync("InvalidParameterException", SignInAsync)
        );
    }

    private void Respond(string trigger, string response) =>
        host.Functions.Answer = e =>
        {
            if (!e["triggerSource"]!.ToString().StartsWith(trigger, StringComparison.Ordinal))
                return CustomAuth.Run(e);
            e["response"] = JsonNode.Parse(response);
            return e;
        };
}
