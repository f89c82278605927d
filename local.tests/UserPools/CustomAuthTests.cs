using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class CustomAuthTests(PoolHost host) : IClassFixture<PoolHost>
{
    private readonly CustomAuth custom = new(host);

    [Fact]
    public async Task Functions_ask_check_and_decide_and_nobody_sees_the_solution()
    {
        custom.Deploy();
        var email = await host.UserAsync("acme");
        var sub = (await host.AdminAsync("AdminGetUser", new { Username = email }))["Username"]!.ToString();
        var attributes =
            $$"""{ "sub": "{{sub}}", "cognito:user_status": "CONFIRMED", "custom:tenant": "acme", "email": "{{email}}", "email_verified": "true" }""";
        host.Functions.Events.Clear();

        var challenge = await custom.StartAsync(email, new { step = "1" });
        Assert.Equal("CUSTOM_CHALLENGE", challenge["ChallengeName"]!.ToString());
        AssertJson($$"""{ "hint": "four digits", "USERNAME": "{{sub}}" }""", challenge["ChallengeParameters"]);
        Assert.DoesNotContain(CustomAuth.Number, challenge.ToJsonString());
        var result = await custom.AnswerAsync(challenge, metadata: new { step = "2" });
        Assert.Equal(email, PoolHost.Claims(PoolHost.Tokens(result).Id)["email"]!.ToString());

        Assert.Equal(
            [
                "DefineAuthChallenge_Authentication",
                "CreateAuthChallenge_Authentication",
                "VerifyAuthChallengeResponse_Authentication",
                "DefineAuthChallenge_Authentication",
                "PostAuthentication_Authentication",
                "TokenGeneration_Authentication",
            ],
            host.Functions.Sources
        );
        var events = host.Functions.Events;
        Assert.All(events, e => Assert.Equal((sub, "web"), (e["userName"]!.ToString(), e["callerContext"]!["clientId"]!.ToString())));
        AssertJson($$"""{ "userAttributes": {{attributes}}, "session": [], "userNotFound": false }""", events[0]["request"]);
        AssertJson("""{ "challengeName": null, "issueTokens": null, "failAuthentication": null }""", events[0]["response"]);
        AssertJson(
            $$"""{ "userAttributes": {{attributes}}, "challengeName": "CUSTOM_CHALLENGE", "session": [], "userNotFound": false }""",
            events[1]["request"]
        );
        AssertJson(
            """{ "publicChallengeParameters": null, "privateChallengeParameters": null, "challengeMetadata": null }""",
            events[1]["response"]
        );
        AssertJson(
            $$"""{ "userAttributes": {{attributes}}, "privateChallengeParameters": { "number": "4711" }, "challengeAnswer": "4711", "clientMetadata": { "step": "2" }, "userNotFound": false }""",
            events[2]["request"]
        );
        AssertJson("""{ "answerCorrect": null }""", events[2]["response"]);
        AssertJson(
            $$"""
            {
              "userAttributes": {{attributes}}, "clientMetadata": { "step": "2" }, "userNotFound": false,
              "session": [ { "challengeName": "CUSTOM_CHALLENGE", "challengeResult": true, "challengeMetadata": "NUMBER" } ]
            }
            """,
            events[3]["request"]
        );
        Assert.Equal("2", events[4]["request"]!["clientMetadata"]!["step"]!.ToString());
    }

    [Fact]
    public async Task A_wrong_answer_is_told_to_the_functions_which_may_ask_again()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        var challenge = await custom.StartAsync(email);
        for (var i = 1; i <= 2; i++)
            challenge = await custom.AnswerAsync(challenge, "0000");
        Assert.Equal("CUSTOM_CHALLENGE:false CUSTOM_CHALLENGE:false", custom.Told());
        PoolHost.Tokens(await custom.AnswerAsync(challenge, name: email));
        Assert.Equal("CUSTOM_CHALLENGE:false CUSTOM_CHALLENGE:false CUSTOM_CHALLENGE:true", custom.Told());
    }

    [Fact]
    public async Task A_password_is_verified_first_where_the_client_begins_with_it_and_then_the_gate_is_asked_too()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        host.Functions.Events.Clear();
        var challenge = await custom.PasswordAsync(email);
        Assert.Equal(
            [
                "DefineAuthChallenge_Authentication",
                "PreAuthentication_Authentication",
                "DefineAuthChallenge_Authentication",
                "CreateAuthChallenge_Authentication",
            ],
            host.Functions.Sources
        );
        AssertJson(
            """[{ "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null }]""",
            host.Functions.Events[0]["request"]!["session"]
        );
        AssertJson("""{ "device": "phone" }""", host.Functions.Event("PreAuthentication_Authentication")["request"]!["validationData"]);
        Assert.Equal("SRP_A:true PASSWORD_VERIFIER:true", custom.Told());
        PoolHost.Tokens(await custom.AnswerAsync(challenge));
        Assert.Equal("SRP_A:true PASSWORD_VERIFIER:true CUSTOM_CHALLENGE:true", custom.Told());
    }

    [Fact]
    public async Task A_function_may_pass_over_the_password_that_a_client_begins_with()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        host.Functions.Answer = e =>
        {
            var answer = CustomAuth.Run(e);
            if (answer["response"]!["challengeName"]?.ToString() == "PASSWORD_VERIFIER")
                answer["response"]!["challengeName"] = "CUSTOM_CHALLENGE";
            return answer;
        };
        var (_, challenge) = await custom.StartWithPasswordAsync(email);
        PoolHost.Tokens(await custom.AnswerAsync(challenge));
    }

    [Fact]
    public async Task The_second_factor_comes_after_the_password_and_before_the_functions_challenge()
    {
        custom.Deploy(new { ExplicitAuthFlows = new[] { "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH" } });
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        var secret = (await host.CallAsync("AssociateSoftwareToken", new { AccessToken = access }))["SecretCode"]!.ToString();
        string Code(int step) => AuthenticatorApp.Code(secret, host.Time.GetUtcNow().AddSeconds(30 * step));
        await host.CallAsync("VerifySoftwareToken", new { AccessToken = access, UserCode = Code(0) });
        await host.CallAsync("SetUserMFAPreference", new { AccessToken = access, SoftwareTokenMfaSettings = new { Enabled = true } });

        var challenge = await custom.PasswordAsync(email);
        Assert.Equal(("SOFTWARE_TOKEN_MFA", "SRP_A:true"), (challenge["ChallengeName"]!.ToString(), custom.Told()));
        challenge = await custom.RespondAsync(challenge, Templates.Json(new { USERNAME = email, SOFTWARE_TOKEN_MFA_CODE = Code(1) }));
        Assert.Equal(
            ("CUSTOM_CHALLENGE", "SRP_A:true PASSWORD_VERIFIER:true SOFTWARE_TOKEN_MFA:true"),
            (challenge["ChallengeName"]!.ToString(), custom.Told())
        );
        PoolHost.Tokens(await custom.AnswerAsync(challenge));
    }

    [Fact]
    public async Task A_temporary_password_is_changed_before_the_functions_challenge_and_does_not_matter_without_one()
    {
        custom.Deploy();
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
        PoolHost.Tokens(await custom.AnswerAsync(await custom.StartAsync(email)));

        var challenge = await custom.PasswordAsync(email, "Temporary-pw-1");
        Assert.Equal("NEW_PASSWORD_REQUIRED", challenge["ChallengeName"]!.ToString());
        challenge = await custom.RespondAsync(challenge, Templates.Json(new { USERNAME = email, NEW_PASSWORD = PoolHost.Password }));
        Assert.Equal(("CUSTOM_CHALLENGE", "SRP_A:true PASSWORD_VERIFIER:true"), (challenge["ChallengeName"]!.ToString(), custom.Told()));
        PoolHost.Tokens(await custom.AnswerAsync(challenge));
        Assert.Equal("TokenGeneration_NewPasswordChallenge", host.Functions.Sources.Last());
    }

    [Fact]
    public async Task Servers_and_clients_with_a_secret_sign_in_so_too()
    {
        custom.Deploy();
        var email = await host.UserAsync();
        var hash = SecretHash.Of(Templates.ClientSecret, email, "portal");
        var challenge = await host.AdminAsync(
            "AdminInitiateAuth",
            new
            {
                ClientId = "portal",
                AuthFlow = "CUSTOM_AUTH",
                AuthParameters = new { USERNAME = email, SECRET_HASH = hash },
            }
        );
        PoolHost.Tokens(
            await host.AdminAsync(
                "AdminRespondToAuthChallenge",
                new
                {
                    ClientId = "portal",
                    ChallengeName = "CUSTOM_CHALLENGE",
                    Session = challenge["Session"]!.ToString(),
                    ChallengeResponses = new
                    {
                        USERNAME = email,
                        ANSWER = CustomAuth.Number,
                        SECRET_HASH = hash,
                    },
                }
            )
        );
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), actual),
            $"Expected {JsonNode.Parse(expected)!.ToJsonString()}, got {actual?.ToJsonString()}"
        );
}
