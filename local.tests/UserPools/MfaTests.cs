using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class MfaTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_second_factor_that_is_switched_on_is_asked_for()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (secret, access) = await SetUpAsync(email);
        Assert.NotNull((await host.SignInAsync(email))["AuthenticationResult"]);
        await PreferAsync(access, true);
        var user = await host.CallAsync("GetUser", new { AccessToken = access });
        Assert.Equal(
            ("""["SOFTWARE_TOKEN_MFA"]""", "SOFTWARE_TOKEN_MFA"),
            (user["UserMFASettingList"]!.ToJsonString(), user["PreferredMfaSetting"]!.ToString())
        );

        host.Time.Advance(TimeSpan.FromSeconds(30));
        var challenge = await host.SignInAsync(email);
        Assert.Equal("SOFTWARE_TOKEN_MFA", challenge["ChallengeName"]!.ToString());
        Assert.Null(challenge["AuthenticationResult"]);
        var sub = challenge["ChallengeParameters"]!["USER_ID_FOR_SRP"]!.ToString();
        Assert.Equal(
            "Invalid code received for user",
            await host.RefusedAsync("CodeMismatchException", () => AnswerAsync(challenge, sub, "12345"))
        );
        Assert.NotNull((await AnswerAsync(challenge, sub, Code(secret)))["AuthenticationResult"]);

        await PreferAsync(access, false);
        Assert.NotNull((await host.SignInAsync(email))["AuthenticationResult"]);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (secret, access) = await SetUpAsync(email);
        await PreferAsync(access, true);
        // The one that set it up has been used.
        Assert.Equal(
            "Your software token has already been used once.",
            await host.RefusedAsync(
                "ExpiredCodeException",
                async () => await AnswerAsync(await host.SignInAsync(email), email, Code(secret))
            )
        );
        host.Time.Advance(TimeSpan.FromSeconds(30));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SignInAsync(email)));
        var results = await Task.WhenAll(
            sessions.Select(s => Task.Run(async () => await Record.ExceptionAsync(() => AnswerAsync(s, email, Code(secret)))))
        );
        Assert.Single(results, e => e is null);
    }

    [Fact]
    public async Task Codes_are_not_guessed()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (secret, access) = await SetUpAsync(email);
        await PreferAsync(access, true);
        host.Time.Advance(TimeSpan.FromSeconds(60));
        var challenge = await host.SignInAsync(email);
        for (var i = 0; i < 5; i++)
            await host.RefusedAsync("CodeMismatchException", () => AnswerAsync(challenge, email, "nonsense"));
        await host.RefusedAsync("LimitExceededException", () => AnswerAsync(challenge, email, Code(secret)));
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await AnswerAsync(challenge, email, Code(secret));
    }

    [Fact]
    public async Task Where_a_second_factor_is_a_must_it_is_set_up_at_the_first_sign_in()
    {
        host.Deploy(new { MfaConfiguration = "ON" });
        var email = await host.UserAsync();
        var challenge = await host.SignInAsync(email);
        Assert.Equal(
            ("MFA_SETUP", """["SOFTWARE_TOKEN_MFA"]"""),
            (challenge["ChallengeName"]!.ToString(), challenge["ChallengeParameters"]!["MFAS_CAN_SETUP"]!.ToString())
        );
        await host.RefusedAsync("InvalidParameterException", () => AnswerAsync(challenge, email, null));

        var associated = await host.CallAsync("AssociateSoftwareToken", new { Session = challenge["Session"]!.ToString() });
        var secret = associated["SecretCode"]!.ToString();
        await host.RefusedAsync(
            "InvalidParameterException",
            "VerifySoftwareToken",
            new { Session = challenge["Session"]!.ToString(), UserCode = Code(secret) }
        );
        Assert.Equal(
            "Code mismatch",
            await host.RefusedAsync(
                "EnableSoftwareTokenMFAException",
                "VerifySoftwareToken",
                new { Session = associated["Session"]!.ToString(), UserCode = "000" }
            )
        );
        var verified = await host.CallAsync(
            "VerifySoftwareToken",
            new { Session = associated["Session"]!.ToString(), UserCode = Code(secret) }
        );
        Assert.Equal("SUCCESS", verified["Status"]!.ToString());
        challenge["Session"] = verified["Session"]!.ToString();
        Assert.NotNull((await AnswerAsync(challenge, email, null))["AuthenticationResult"]);

        host.Time.Advance(TimeSpan.FromSeconds(30));
        var next = await host.SignInAsync(email);
        Assert.Equal("SOFTWARE_TOKEN_MFA", next["ChallengeName"]!.ToString());
        Assert.NotNull((await AnswerAsync(next, email, Code(secret)))["AuthenticationResult"]);
    }

    [Fact]
    public async Task Who_knows_only_the_password_replaces_no_second_factor()
    {
        host.Deploy(new { MfaConfiguration = "ON" });
        var email = await host.UserAsync();
        var (mine, theirs) = (await host.SignInAsync(email), await host.SignInAsync(email));
        async Task<JsonObject> AssociateAsync(JsonObject challenge) =>
            await host.CallAsync("AssociateSoftwareToken", new { Session = challenge["Session"]!.ToString() });
        var (first, second) = (await AssociateAsync(mine), await AssociateAsync(theirs));
        await host.CallAsync(
            "VerifySoftwareToken",
            new { Session = first["Session"]!.ToString(), UserCode = Code(first["SecretCode"]!.ToString()) }
        );
        await host.RefusedAsync(
            "NotAuthorizedException",
            "VerifySoftwareToken",
            new { Session = second["Session"]!.ToString(), UserCode = Code(second["SecretCode"]!.ToString()) }
        );
    }

    [Fact]
    public async Task A_second_factor_is_switched_on_only_once_it_is_proven()
    {
        host.Deploy();
        var access = (await host.TokensAsync(await host.UserAsync())).Access;
        Assert.Equal(
            "User has not verified software token mfa",
            await host.RefusedAsync("InvalidParameterException", () => PreferAsync(access, true))
        );
        await host.CallAsync("AssociateSoftwareToken", new { AccessToken = access });
        await host.RefusedAsync("InvalidParameterException", () => PreferAsync(access, true));
        await host.RefusedAsync(
            "InvalidParameterException",
            "SetUserMFAPreference",
            new { AccessToken = access, SMSMfaSettings = new { Enabled = true } }
        );
    }

    [Fact]
    public async Task A_pool_without_second_factors_has_none_to_set_up()
    {
        host.Deploy(new { MfaConfiguration = "OFF" });
        var access = (await host.TokensAsync(await host.UserAsync())).Access;
        await host.RefusedAsync("SoftwareTokenMFANotFoundException", "AssociateSoftwareToken", new { AccessToken = access });
    }

    [Fact]
    public async Task An_administrator_switches_a_second_factor_off()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (_, access) = await SetUpAsync(email);
        await PreferAsync(access, true);
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, SoftwareTokenMfaSettings = new { Enabled = false } });
        Assert.NotNull((await host.SignInAsync(email))["AuthenticationResult"]);
    }

    private async Task<(string Secret, string Access)> SetUpAsync(string email)
    {
        var access = (await host.TokensAsync(email)).Access;
        var secret = (await host.CallAsync("AssociateSoftwareToken", new { AccessToken = access }))["SecretCode"]!.ToString();
        await host.CallAsync("VerifySoftwareToken", new { AccessToken = access, UserCode = Code(secret) });
        return (secret, access);
    }

    private Task<JsonObject> PreferAsync(string access, bool isEnabled) =>
        host.CallAsync(
            "SetUserMFAPreference",
            new { AccessToken = access, SoftwareTokenMfaSettings = new { Enabled = isEnabled, PreferredMfa = isEnabled } }
        );

    private Task<JsonObject> AnswerAsync(JsonObject challenge, string user, string? code) =>
        host.RespondAsync(
            challenge["ChallengeName"]!.ToString(),
            code is null ? (object)new { USERNAME = user } : new { USERNAME = user, SOFTWARE_TOKEN_MFA_CODE = code },
            session: challenge["Session"]!.ToString()
        );

    private string Code(string secret) => AuthenticatorApp.Code(secret, host.Time.GetUtcNow());
}
