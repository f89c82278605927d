using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Codes by text message and mail as the second factor, and the choice between factors.</summary>
public sealed class SecondFactorTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_code_by_text_message_lets_in_and_its_message_is_the_pools()
    {
        host.Deploy(Pool());
        var phone = NewPhone();
        var email = await host.UserWithPhoneAsync(phone);
        await host.PreferAsync(email, "SMS_MFA");
        var challenge = await host.SignInAsync(email);
        Assert.Equal(
            ("SMS_MFA", "SMS", $"+*******{phone[^4..]}"),
            (Name(challenge), Parameter(challenge, "CODE_DELIVERY_DELIVERY_MEDIUM"), Parameter(challenge, "CODE_DELIVERY_DESTINATION"))
        );
        var code = host.SignInCode(phone);
        Assert.Equal($"Text code {code}", host.Message(phone, "CustomMessage_Authentication")["body"]!.ToString());
        Assert.Equal(
            "Invalid code or auth state for the user.",
            await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(challenge, email, ("SMS_MFA_CODE", Other(code))))
        );
        Assert.True(IsSignedIn(await host.AnswerAsync(challenge, email, ("SMS_MFA_CODE", code))));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(challenge, email, ("SMS_MFA_CODE", code)));
    }

    [Fact]
    public async Task A_code_by_mail_lets_in_and_proves_the_address()
    {
        host.Deploy(Pool());
        var email = await host.UserAsync();
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("email_verified", "false")) }
        );
        await host.PreferAsync(email, "EMAIL_OTP");
        var challenge = await host.SignInAsync(email);
        Assert.Equal(("EMAIL_OTP", $"{email[0]}***@e***"), (Name(challenge), Parameter(challenge, "CODE_DELIVERY_DESTINATION")));
        var message = host.Message(email, "CustomMessage_Authentication");
        var code = host.SignInCode(email);
        Assert.Equal(($"Mail code {code}", $"Sign in with {code}"), (message["body"]!.ToString(), message["subject"]!.ToString()));
        var answer = await host.AnswerAsync(challenge, email, ("EMAIL_OTP_CODE", code));
        Assert.True((bool)PoolHost.Claims(PoolHost.Tokens(answer).Id)["email_verified"]!);
    }

    [Fact]
    public async Task A_code_ends_with_its_session_and_is_no_other_sessions()
    {
        host.Deploy(Pool());
        var email = await host.UserAsync();
        await host.PreferAsync(email, "EMAIL_OTP");
        var first = await host.SignInAsync(email);
        var code = host.SignInCode(email);
        var second = await host.SignInAsync(email);
        if (host.SignInCode(email) != code)
            await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(second, email, ("EMAIL_OTP_CODE", code)));
        host.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(
            "Invalid session for the user, session is expired.",
            await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(first, email, ("EMAIL_OTP_CODE", code)))
        );
    }

    [Fact]
    public async Task Codes_are_not_guessed_in_many_sessions_either()
    {
        host.Deploy(Pool());
        var email = await host.UserAsync();
        await host.PreferAsync(email, "EMAIL_OTP");
        for (var i = 0; i < 5; i++)
        {
            var session = await host.SignInAsync(email);
            await host.RefusedAsync(
                "CodeMismatchException",
                () => host.AnswerAsync(session, email, ("EMAIL_OTP_CODE", Other(host.SignInCode(email))))
            );
        }
        var challenge = await host.SignInAsync(email);
        await host.RefusedAsync(
            "LimitExceededException",
            () => host.AnswerAsync(challenge, email, ("EMAIL_OTP_CODE", host.SignInCode(email)))
        );
    }

    [Fact]
    public async Task Twenty_codes_an_hour_are_sent_and_no_more()
    {
        host.Deploy(Pool());
        var email = await host.UserAsync();
        await host.PreferAsync(email, "EMAIL_OTP");
        for (var i = 0; i < 20; i++)
            await host.SignInAsync(email);
        await host.RefusedAsync("LimitExceededException", () => host.SignInAsync(email));
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("EMAIL_OTP", Name(await host.SignInAsync(email)));
    }

    [Theory]
    [InlineData("ForgotPassword")]
    [InlineData("ResendConfirmationCode")]
    public async Task The_limit_tells_nobody_who_is_known(string operation)
    {
        host.Deploy();
        var known = operation == "ForgotPassword" ? await host.UserAsync() : await SignUpAsync();
        foreach (var name in new[] { known, PoolHost.NewEmail() })
        {
            for (var i = 0; i < 20; i++)
                await host.CallAsync(operation, new { ClientId = "web", Username = name });
            await host.RefusedAsync("LimitExceededException", operation, new { ClientId = "web", Username = name });
        }
    }

    [Fact]
    public async Task Of_several_factors_the_preferred_one_is_asked_for_and_without_one_the_user_chooses()
    {
        host.Deploy(Pool());
        var phone = NewPhone();
        var email = await host.UserWithPhoneAsync(phone);
        await host.PreferAsync(email, "SMS_MFA", "EMAIL_OTP!");
        Assert.Equal("EMAIL_OTP", Name(await host.SignInAsync(email)));
        await host.PreferAsync(email, "SMS_MFA", "EMAIL_OTP");
        var choice = await host.SignInAsync(email);
        Assert.Equal(("SELECT_MFA_TYPE", """["SMS_MFA","EMAIL_OTP"]"""), (Name(choice), Parameter(choice, "MFAS_CAN_CHOOSE")));
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(choice, email, ("ANSWER", "SOFTWARE_TOKEN_MFA")));
        var chosen = await host.AnswerAsync(choice, email, ("ANSWER", "SMS_MFA"));
        Assert.True(IsSignedIn(await host.AnswerAsync(chosen, email, ("SMS_MFA_CODE", host.SignInCode(phone)))));
        var user = await host.AdminAsync("AdminGetUser", new { Username = email });
        Assert.Equal("""["SMS_MFA","EMAIL_OTP"]""", user["UserMFASettingList"]!.ToJsonString());
        Assert.Null(user["PreferredMfaSetting"]);
    }

    [Fact]
    public async Task A_factor_is_switched_on_only_where_pool_and_user_have_it()
    {
        host.Deploy(Pool(seconds: ["SMS_MFA"]));
        var email = await host.UserAsync();
        Assert.Equal(
            "User does not have delivery config set to turn on SMS_MFA",
            await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", Preference(email, "SMS_MFA"))
        );
        await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", Preference(email, "EMAIL_OTP"));
        var other = await host.UserWithPhoneAsync();
        host.Deploy(Pool());
        await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", Preference(other, "SMS_MFA!", "EMAIL_OTP!"));
        host.Deploy(Pool(mode: "OFF"));
        await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", Preference(other, "SMS_MFA"));
    }

    [Fact]
    public async Task The_operations_of_older_times_switch_text_messages()
    {
        host.Deploy(Pool());
        var email = await host.UserWithPhoneAsync();
        var access = (await host.TokensAsync(email)).Access;
        await host.CallAsync(
            "SetUserSettings",
            new { AccessToken = access, MFAOptions = new[] { new { DeliveryMedium = "SMS", AttributeName = "phone_number" } } }
        );
        Assert.Equal("SMS_MFA", Name(await host.SignInAsync(email)));
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminSetUserSettings",
            new { Username = email, MFAOptions = new[] { new { DeliveryMedium = "EMAIL", AttributeName = "email" } } }
        );
        await host.AdminAsync("AdminSetUserSettings", new { Username = email, MFAOptions = Array.Empty<object>() });
        Assert.True(IsSignedIn(await host.SignInAsync(email)));
    }

    [Fact]
    public async Task Where_a_second_factor_is_a_must_an_address_that_is_there_is_one()
    {
        host.Deploy(Pool(mode: "ON"));
        var (plain, withPhone) = (await host.UserAsync(), await host.UserWithPhoneAsync());
        Assert.Equal("EMAIL_OTP", Name(await host.SignInAsync(plain)));
        Assert.Equal("""["SMS_MFA","EMAIL_OTP"]""", Parameter(await host.SignInAsync(withPhone), "MFAS_CAN_CHOOSE"));
    }

    [Fact]
    public async Task Where_there_is_none_yet_an_address_is_set_up_by_its_code()
    {
        host.Deploy(Pool(mode: "ON", seconds: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]));
        var (email, phone) = (await host.UserAsync(), NewPhone());
        var setUp = await host.SignInAsync(email);
        Assert.Equal(("MFA_SETUP", """["SMS_MFA","SOFTWARE_TOKEN_MFA"]"""), (Name(setUp), Parameter(setUp, "MFAS_CAN_SETUP")));
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(setUp, email, ("PHONE_NUMBER", "12")));
        await host.RefusedAsync("InvalidParameterException", () => host.AnswerAsync(setUp, email, ("EMAIL", "other@example.com")));
        var sent = await host.AnswerAsync(setUp, email, ("PHONE_NUMBER", phone));
        Assert.Equal("SMS_MFA", Name(sent));
        Assert.True(IsSignedIn(await host.AnswerAsync(sent, email, ("SMS_MFA_CODE", host.SignInCode(phone)))));
        var user = await host.AdminAsync("AdminGetUser", new { Username = email });
        Assert.Equal(
            (phone, "true"),
            (
                PoolHost.Attribute(user["UserAttributes"], "phone_number"),
                PoolHost.Attribute(user["UserAttributes"], "phone_number_verified")
            )
        );
        Assert.Equal("SMS_MFA", Name(await host.SignInAsync(email)));
    }

    [Fact]
    public async Task Who_knows_only_the_password_sets_no_second_address_up()
    {
        host.Deploy(Pool(mode: "ON", seconds: ["SMS_MFA"]));
        var email = await host.UserAsync();
        var (mine, theirs) = (await host.SignInAsync(email), await host.SignInAsync(email));
        var theirPhone = NewPhone();
        var waiting = await host.AnswerAsync(theirs, email, ("PHONE_NUMBER", theirPhone));
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("phone_number", NewPhone())) }
        );
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => host.AnswerAsync(waiting, email, ("SMS_MFA_CODE", host.SignInCode(theirPhone)))
        );
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(mine, email, ("PHONE_NUMBER", NewPhone())));
    }

    [Fact]
    public async Task A_forgotten_password_is_not_recovered_where_the_second_factor_goes()
    {
        host.Deploy(Pool());
        var email = await host.UserAsync();
        await host.PreferAsync(email, "EMAIL_OTP");
        // It seems to be sent, as to somebody who is unknown.
        await host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });
        Assert.DoesNotContain(host.Messages(email), m => m["trigger"]!.ToString() == "CustomMessage_ForgotPassword");
        await host.AdminRefusedAsync("InvalidParameterException", "AdminResetUserPassword", new { Username = email });
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, EmailMfaSettings = new { Enabled = false } });
        await host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });
        Assert.Contains(host.Messages(email), m => m["trigger"]!.ToString() == "CustomMessage_ForgotPassword");
    }

    [Fact]
    public async Task The_pool_tells_which_factors_it_has()
    {
        host.Deploy(Pool());
        var config = await host.AdminAsync("GetUserPoolMfaConfig", new { });
        Assert.Equal("Text code {####}", config["SmsMfaConfiguration"]!["SmsAuthenticationMessage"]!.ToString());
        Assert.Equal(
            ("Mail code {####}", "OPTIONAL"),
            (config["EmailMfaConfiguration"]!["Message"]!.ToString(), config["MfaConfiguration"]!.ToString())
        );
    }

    private async Task<string> SignUpAsync()
    {
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
                UserAttributes = PoolHost.Attributes(("email", email)),
            }
        );
        return email;
    }
}
