using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>How users sign in, and what protects them.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserPoolTests(Synthesis synthesis)
{
    [Fact]
    public void A_name_alone_gives_a_secure_pool() =>
        Pool(Environments.Minimal)
            .Is(
                """
                {
                  "UserPoolName": "CognitoStack-dev-Authentication", "UserPoolTier": "ESSENTIALS", "DeletionProtection": "INACTIVE",
                  "UsernameAttributes": ["email"], "UsernameConfiguration": { "CaseSensitive": false },
                  "UserPoolAddOns": { "AdvancedSecurityMode": "OFF" },
                  "AutoVerifiedAttributes": ["email"], "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
                  "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
                  "Policies": {
                    "PasswordPolicy": { "MinimumLength": 12, "RequireLowercase": true, "RequireUppercase": true, "RequireNumbers": true, "RequireSymbols": true, "PasswordHistorySize": 0, "TemporaryPasswordValidityDays": 3 },
                    "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] }
                  },
                  "MfaConfiguration": "OPTIONAL", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
                  "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Name": "verified_email", "Priority": 1 }] },
                  "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
                  "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
                  "LambdaConfig": {
                    "PreAuthentication": "<AWS::Lambda::Function Refuses sign-ins that the environment's rules do not allow.Arn>",
                    "PreSignUp": "<AWS::Lambda::Function Refuses sign-ins that the environment's rules do not allow.Arn>",
                    "PostAuthentication": "<AWS::Lambda::Function Records sign-ins.Arn>", "PostConfirmation": "<AWS::Lambda::Function Records sign-ins.Arn>"
                  }
                }
                """
            );

    [Theory]
    [InlineData(Environments.Lite, "LITE")]
    [InlineData(Environments.Bare, "ESSENTIALS")]
    [InlineData(Environments.Production, "PLUS")]
    public void The_plan_is_said_outright(string environment, string tier) =>
        Assert.Equal(tier, Pool(environment)["UserPoolTier"]!.ToString());

    [Theory]
    [InlineData(Environments.Minimal, """{ "UsernameAttributes": ["email"], "AliasAttributes": null }""")]
    [InlineData(Environments.Phone, """{ "UsernameAttributes": ["phone_number"], "AliasAttributes": null }""")]
    [InlineData(Environments.RequiredMfa, """{ "UsernameAttributes": ["email", "phone_number"], "AliasAttributes": null }""")]
    [InlineData(Environments.Bare, """{ "UsernameAttributes": null, "AliasAttributes": null }""")]
    [InlineData(
        Environments.Production,
        """{ "UsernameAttributes": null, "AliasAttributes": ["email", "phone_number", "preferred_username"] }"""
    )]
    public void An_address_is_the_user_name_unless_users_have_one_of_their_own(string environment, string expected) =>
        Pool(environment).Has(expected);

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void Upper_and_lower_case_are_one_user(string environment) =>
        Pool(environment).Has("""{ "UsernameConfiguration": { "CaseSensitive": false } }""");

    [Theory]
    [InlineData(Environments.Minimal, """["email"]""")]
    [InlineData(Environments.Phone, """["phone_number"]""")]
    [InlineData(Environments.RequiredMfa, """["email", "phone_number"]""")]
    [InlineData(Environments.Bare, """["email"]""")]
    [InlineData(Environments.Production, """["email", "phone_number"]""")]
    [InlineData(Environments.PlainNames, "[]")]
    [InlineData(Environments.TextedCodes, """["email", "phone_number"]""")]
    public void An_address_that_signs_in_recovers_or_gets_codes_is_verified_and_stays_until_the_new_one_is(
        string environment,
        string addresses
    ) =>
        Pool(environment)
            .Has(
                $$"""{ "AutoVerifiedAttributes": {{addresses}}, "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": {{addresses}} } }"""
            );

    [Theory]
    [InlineData(
        Environments.Production,
        """{ "MinimumLength": 16, "RequireLowercase": true, "RequireUppercase": true, "RequireNumbers": true, "RequireSymbols": false, "PasswordHistorySize": 24, "TemporaryPasswordValidityDays": 1 }"""
    )]
    [InlineData(
        Environments.Lite,
        """{ "MinimumLength": 12, "RequireLowercase": true, "RequireUppercase": true, "RequireNumbers": true, "RequireSymbols": true, "TemporaryPasswordValidityDays": 3 }"""
    )]
    public void The_password_policy_is_the_file_s_and_lite_has_no_history(string environment, string expected) =>
        Pool(environment)["Policies"]!["PasswordPolicy"].Is(expected);

    [Theory]
    [InlineData(Environments.Lite, "null")]
    [InlineData(Environments.Minimal, """{ "AllowedFirstAuthFactors": ["PASSWORD"] }""")]
    [InlineData(Environments.RequiredMfa, """{ "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] }""")]
    [InlineData(Environments.Production, """{ "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"] }""")]
    public void First_factors_are_said_outright_where_the_plan_has_a_choice(string environment, string expected) =>
        Pool(environment)["Policies"]!["SignInPolicy"].Is(expected);

    [Theory]
    [InlineData(
        Environments.Minimal,
        """{ "WebAuthnRelyingPartyID": null, "WebAuthnUserVerification": null, "WebAuthnFactorConfiguration": null }"""
    )]
    [InlineData(
        Environments.Production,
        """{ "WebAuthnRelyingPartyID": "auth.example.com", "WebAuthnUserVerification": "preferred", "WebAuthnFactorConfiguration": null }"""
    )]
    [InlineData(
        Environments.RequiredMfa,
        """{ "WebAuthnRelyingPartyID": null, "WebAuthnUserVerification": "required", "WebAuthnFactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION" }"""
    )]
    public void A_passkey_counts_for_two_factors_only_where_it_verifies_the_user(string environment, string expected) =>
        Pool(environment).Has(expected);

    [Theory]
    [InlineData(Environments.Lite, """{ "MfaConfiguration": "OFF", "EnabledMfas": null }""")]
    [InlineData(Environments.Minimal, """{ "MfaConfiguration": "OPTIONAL", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"] }""")]
    [InlineData(
        Environments.Production,
        """{ "MfaConfiguration": "OPTIONAL", "EnabledMfas": ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"] }"""
    )]
    [InlineData(Environments.RequiredMfa, """{ "MfaConfiguration": "ON", "EnabledMfas": ["SMS_MFA", "SOFTWARE_TOKEN_MFA"] }""")]
    [InlineData(Environments.Phone, """{ "MfaConfiguration": "ON", "EnabledMfas": ["SMS_MFA"] }""")]
    [InlineData(Environments.Bare, """{ "MfaConfiguration": "ON", "EnabledMfas": ["EMAIL_OTP"] }""")]
    public void Second_factors_are_the_file_s(string environment, string expected) => Pool(environment).Has(expected);

    [Theory]
    [InlineData(Environments.Minimal, """[{ "Name": "verified_email", "Priority": 1 }]""")]
    [InlineData(Environments.Phone, """[{ "Name": "verified_phone_number", "Priority": 1 }]""")]
    [InlineData(
        Environments.Production,
        """[{ "Name": "verified_email", "Priority": 1 }, { "Name": "verified_phone_number", "Priority": 2 }]"""
    )]
    [InlineData(
        Environments.RequiredMfa,
        """[{ "Name": "verified_phone_number", "Priority": 1 }, { "Name": "verified_email", "Priority": 2 }]"""
    )]
    [InlineData(Environments.Bare, """[{ "Name": "admin_only", "Priority": 1 }]""")]
    public void Accounts_are_recovered_in_the_file_s_order(string environment, string expected) =>
        Pool(environment)["AccountRecoverySetting"]!["RecoveryMechanisms"].Is(expected);

    [Theory]
    [InlineData(Environments.Minimal, """{ "DeviceConfiguration": null }""")]
    [InlineData(
        Environments.Production,
        """{ "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": false, "DeviceOnlyRememberedOnUserPrompt": false } }"""
    )]
    [InlineData(
        Environments.RequiredMfa,
        """{ "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true } }"""
    )]
    public void Devices_are_remembered_as_the_file_says_and_prove_themselves_by_default(string environment, string expected) =>
        Pool(environment).Has(expected);

    [Theory]
    [InlineData(Environments.Minimal, "INACTIVE", "Delete")]
    [InlineData(Environments.Production, "ACTIVE", "Retain")]
    public void Production_keeps_its_users(string environment, string protection, string policy)
    {
        var pool = Assert.Single(synthesis.Of(environment).Resources(TemplateJson.Authentication, "AWS::Cognito::UserPool"));
        Assert.Equal(protection, pool["Properties"]!["DeletionProtection"]!.ToString());
        pool.Has($$"""{ "DeletionPolicy": "{{policy}}", "UpdateReplacePolicy": "{{policy}}" }""");
    }

    private JsonObject Pool(string environment) => synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool");
}
