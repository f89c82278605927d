using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Sign-in that begins with a choice, or with a code and no password.</summary>
public sealed class FirstFactorTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly string[] Firsts = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"];

    private void Deploy(string mode = "OPTIONAL") => host.Deploy(Pool(mode, firsts: Firsts), Client);

    [Theory]
    [InlineData("EMAIL_OTP")]
    [InlineData("SMS_OTP")]
    public async Task A_code_alone_signs_in_chosen_or_preferred(string factor)
    {
        Deploy();
        var phone = NewPhone();
        var email = await host.UserWithPhoneAsync(phone);
        var address = factor == "EMAIL_OTP" ? email : phone;
        var offer = await host.ChooseAsync(email);
        Assert.Equal("""["PASSWORD","PASSWORD_SRP","EMAIL_OTP","SMS_OTP"]""", offer["AvailableChallenges"]!.ToJsonString());
        var chosen = await host.AnswerAsync(offer, email, ("ANSWER", factor));
        Assert.Equal(factor, Name(chosen));
        await host.RefusedAsync(
            "CodeMismatchException",
            () => host.AnswerAsync(chosen, email, ($"{factor}_CODE", Other(host.SignInCode(address))))
        );
        Assert.True(IsSignedIn(await host.AnswerAsync(chosen, email, ($"{factor}_CODE", host.SignInCode(address)))));
        var preferred = await host.ChooseAsync(email, factor);
        Assert.Equal(factor, Name(preferred));
        Assert.True(IsSignedIn(await host.AnswerAsync(preferred, email, ($"{factor}_CODE", host.SignInCode(address)))));
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => host.AnswerAsync(preferred, email, ($"{factor}_CODE", host.SignInCode(address)))
        );
    }

    [Fact]
    public async Task A_factor_that_the_user_has_not_is_not_available_though_preferred()
    {
        Deploy();
        var email = await host.UserAsync();
        var offer = await host.ChooseAsync(email, "SMS_OTP");
        Assert.Equal(
            ("SELECT_CHALLENGE", """["PASSWORD","PASSWORD_SRP","EMAIL_OTP"]"""),
            (Name(offer), offer["AvailableChallenges"]!.ToJsonString())
        );
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(offer, email, ("ANSWER", "SMS_OTP")));
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(offer, email, ("ANSWER", "WEB_AUTHN")));
    }

    [Fact]
    public async Task A_preferred_password_is_asked_for_where_it_is_not_sent()
    {
        Deploy();
        var email = await host.UserAsync();
        var challenge = await host.ChooseAsync(email, "PASSWORD");
        Assert.Equal("PASSWORD", Name(challenge));
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(challenge, email));
        Assert.True(IsSignedIn(await host.AnswerAsync(challenge, email, ("PASSWORD", PoolHost.Password))));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(challenge, email, ("PASSWORD", PoolHost.Password)));
    }

    [Fact]
    public async Task A_code_alone_lets_nobody_in_who_has_a_second_factor()
    {
        Deploy();
        var email = await host.UserWithPhoneAsync();
        var early = await host.ChooseAsync(email, "EMAIL_OTP");
        await host.PreferAsync(email, "SMS_MFA");
        await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(early, email, ("EMAIL_OTP_CODE", host.SignInCode(email))));
        var offer = await host.ChooseAsync(email, "EMAIL_OTP");
        Assert.Equal("""["PASSWORD","PASSWORD_SRP"]""", offer["AvailableChallenges"]!.ToJsonString());
    }

    [Fact]
    public async Task Where_a_second_factor_is_a_must_no_code_comes_first()
    {
        Deploy("ON");
        Assert.Equal(
            """["PASSWORD","PASSWORD_SRP"]""",
            (await host.ChooseAsync(await host.UserWithPhoneAsync()))["AvailableChallenges"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task An_unproven_address_is_no_first_factor()
    {
        Deploy();
        var email = await host.UserAsync();
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("email_verified", "false")) }
        );
        Assert.Equal("""["PASSWORD","PASSWORD_SRP"]""", (await host.ChooseAsync(email))["AvailableChallenges"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_is_unknown_seems_to_get_a_code_and_the_same_choice_every_time()
    {
        Deploy();
        var name = PoolHost.NewEmail();
        var (first, second) = (await host.ChooseAsync(name), await host.ChooseAsync(name));
        Assert.Equal(first["AvailableChallenges"]!.ToJsonString(), second["AvailableChallenges"]!.ToJsonString());
        Assert.Contains("EMAIL_OTP", first["AvailableChallenges"]!.ToJsonString(), StringComparison.Ordinal);
        var challenge = await host.ChooseAsync(name, "EMAIL_OTP");
        Assert.Equal(("EMAIL_OTP", $"{name[0]}***@e***"), (Name(challenge), Parameter(challenge, "CODE_DELIVERY_DESTINATION")));
        Assert.Equal(
            "Invalid code or auth state for the user.",
            await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(challenge, name, ("EMAIL_OTP_CODE", "123456")))
        );
        Assert.Empty(host.Messages(name));
    }

    [Fact]
    public async Task Where_users_are_not_hidden_who_is_unknown_is_told_so()
    {
        host.Deploy(Pool(firsts: Firsts), new { ExplicitAuthFlows = new[] { "ALLOW_USER_AUTH" }, PreventUserExistenceErrors = "LEGACY" });
        await host.RefusedAsync("UserNotFoundException", () => host.ChooseAsync(PoolHost.NewEmail()));
    }

    [Theory]
    [InlineData("AdminDisableUser")]
    [InlineData("AdminResetUserPassword")]
    public async Task Who_may_not_sign_in_gets_no_code(string operation)
    {
        Deploy();
        var email = await host.UserAsync();
        await host.AdminAsync(operation, new { Username = email });
        var challenge = await host.ChooseAsync(email, "EMAIL_OTP");
        Assert.DoesNotContain(host.Messages(email), m => m["trigger"]!.ToString() == "CustomMessage_Authentication");
        await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(challenge, email, ("EMAIL_OTP_CODE", "123456")));
    }

    [Fact]
    public async Task The_trigger_before_is_asked_before_a_code_is_sent()
    {
        host.Deploy(
            new
            {
                Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = Firsts } },
                LambdaConfig = new { PreAuthentication = Templates.FunctionArn },
            },
            Client,
            Templates.Function()
        );
        var email = await host.UserAsync();
        host.Functions.Answer = _ => throw new Local.Functions.FunctionException(Local.Functions.FunctionFailure.Reported, "not today");
        await host.RefusedAsync("UserLambdaValidationException", () => host.ChooseAsync(email, "EMAIL_OTP"));
        Assert.Empty(host.Messages(email));
    }

    [Fact]
    public async Task A_user_learns_its_own_factors()
    {
        Deploy();
        var email = await host.UserAsync();
        var factors = await host.CallAsync("GetUserAuthFactors", new { AccessToken = (await host.TokensAsync(email)).Access });
        Assert.Equal("""["PASSWORD","EMAIL_OTP"]""", factors["ConfiguredUserAuthFactors"]!.ToJsonString());
    }
}
