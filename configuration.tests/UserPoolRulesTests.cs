namespace CognitoStack.Configuration.Tests;

public sealed class UserPoolRulesTests
{
    private const string Upgrade = "needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or";

    [Theory]
    [InlineData("""{ "passwordPolicy": { "history": 5 } }""", $"$.userPool.passwordPolicy.history: {Upgrade} set history to 0.")]
    [InlineData(
        """{ "firstFactors": ["password", "passkey"] }""",
        $"$.userPool.firstFactors: other than \"password\" {Upgrade} leave only \"password\"."
    )]
    [InlineData(
        $$"""{ {{Messaging.Email}}, "mfa": { "factors": ["email"] } }""",
        $"$.userPool.mfa.factors: \"email\" {Upgrade} remove \"email\"."
    )]
    public void The_lite_plan_lacks_what_the_others_have(string pool, string error)
    {
        Given.Environment($$"""{ "userPool": { "plan": "lite", {{pool[1..]}} }""").IsRefused(error);
        Given.Environment($$"""{ "userPool": { "plan": "essentials", {{pool[1..]}} }""").IsAccepted();
        Given.Environment($$"""{ "userPool": { "plan": "plus", {{pool[1..]}} }""").IsAccepted();
    }

    [Fact]
    public void The_lite_plan_does_without_them() =>
        Given
            .Environment(
                """{ "userPool": { "plan": "lite", "passwordPolicy": { "history": 0 }, "firstFactors": ["password"], "mfa": { "factors": ["totp"] } } }"""
            )
            .IsAccepted();

    [Theory]
    [InlineData(
        """{ "signInWith": ["email", "username", "email"] }""",
        """$.userPool.signInWith[2]: "email" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "signInWith": ["email", "preferredUsername"] }""",
        """$.userPool.signInWith[1]: "preferredUsername" is an alias of a user name, so it needs "username" beside it. Add it, or remove "preferredUsername"."""
    )]
    [InlineData(
        """{ "signInWith": ["phone"] }""",
        """$.userPool.signInWith[0]: "phone" needs userPool.sms, to verify numbers. Add it, or remove "phone"."""
    )]
    [InlineData(
        """{ "firstFactors": ["password", "passkey", "passkey"] }""",
        """$.userPool.firstFactors[2]: "passkey" is already at [1]. Remove one."""
    )]
    [InlineData(
        """{ "firstFactors": ["passkey"] }""",
        """$.userPool.firstFactors: must contain "password": Cognito cannot do without it. Add it."""
    )]
    [InlineData(
        """{ "firstFactors": ["password", "emailOtp"] }""",
        """$.userPool.firstFactors[1]: "emailOtp" needs userPool.email: only SES delivers sign-in codes. Add it, or remove "emailOtp"."""
    )]
    [InlineData(
        """{ "firstFactors": ["password", "smsOtp"] }""",
        """$.userPool.firstFactors[1]: "smsOtp" needs userPool.sms. Add it, or remove "smsOtp"."""
    )]
    [InlineData(
        $$"""{ {{Messaging.Email}}, "firstFactors": ["password", "emailOtp"], "mfa": { "mode": "required" } }""",
        """$.userPool.firstFactors[1]: "emailOtp" signs in with one factor, but userPool.mfa.mode is "required". Remove it, or make MFA "optional"."""
    )]
    [InlineData(
        """{ "sms": {}, "firstFactors": ["smsOtp", "password"], "mfa": { "mode": "required" } }""",
        """$.userPool.firstFactors[0]: "smsOtp" signs in with one factor, but userPool.mfa.mode is "required". Remove it, or make MFA "optional"."""
    )]
    [InlineData(
        """{ "passkeys": { "relyingPartyId": "example.com" } }""",
        """$.userPool.passkeys: has no effect, as userPool.firstFactors has no "passkey". Add it, or remove userPool.passkeys."""
    )]
    [InlineData(
        """{ "firstFactors": ["password", "passkey"], "passkeys": { "userVerification": "preferred" }, "mfa": { "mode": "required" } }""",
        """$.userPool.passkeys.userVerification: is "preferred", but userPool.mfa.mode is "required": only a passkey that verifies the user counts as two factors. Make it "required"."""
    )]
    [InlineData("""{ "mfa": { "factors": ["totp", "totp"] } }""", """$.userPool.mfa.factors[1]: "totp" is already at [0]. Remove one.""")]
    [InlineData(
        """{ "mfa": { "mode": "off", "factors": ["totp"] } }""",
        """$.userPool.mfa.factors: has no effect while userPool.mfa.mode is "off". Remove the factors, or make the mode "optional" or "required"."""
    )]
    [InlineData(
        """{ "mfa": { "factors": ["totp", "sms"] } }""",
        """$.userPool.mfa.factors[1]: "sms" needs userPool.sms. Add it, or remove "sms"."""
    )]
    [InlineData(
        """{ "mfa": { "mode": "required", "factors": ["email"] } }""",
        """$.userPool.mfa.factors[0]: "email" needs userPool.email: only SES delivers sign-in codes. Add it, or remove "email"."""
    )]
    [InlineData(
        """{ "devices": { "challenge": true } }""",
        """$.userPool.devices.challenge: has no effect while devices.remember is "off". Remove it, or remember devices."""
    )]
    [InlineData(
        """{ "devices": { "remember": "off", "challenge": false } }""",
        """$.userPool.devices.challenge: has no effect while devices.remember is "off". Remove it, or remember devices."""
    )]
    public void A_contradiction_is_refused(string pool, string error) =>
        Given.Environment($$"""{ "userPool": {{pool}} }""").IsRefused(error);

    [Theory]
    [InlineData("phone")]
    [InlineData("emailThenPhone")]
    [InlineData("phoneThenEmail")]
    public void Recovery_by_phone_needs_sms(string recovery)
    {
        Given
            .Environment($$"""{ "userPool": { "accountRecovery": "{{recovery}}" } }""")
            .IsRefused($"$.userPool.accountRecovery: \"{recovery}\" needs userPool.sms. Add it, or recover by \"email\".");
        Given.Environment($$"""{ "userPool": { "accountRecovery": "{{recovery}}", "sms": {} } }""").IsAccepted();
    }

    [Theory]
    [InlineData("""{ "signInWith": ["email", "username", "preferredUsername"] }""")]
    [InlineData("""{ "signInWith": ["phone"], "sms": {} }""")]
    [InlineData("""{ "firstFactors": ["passkey", "password"] }""")]
    [InlineData($$"""{ {{Messaging.Email}}, "sms": {}, "firstFactors": ["password", "emailOtp", "smsOtp"] }""")]
    [InlineData($$"""{ {{Messaging.Email}}, "firstFactors": ["password", "emailOtp"], "mfa": { "mode": "off" } }""")]
    [InlineData("""{ "firstFactors": ["password", "passkey"], "passkeys": { "relyingPartyId": "example.com" } }""")]
    [InlineData("""{ "firstFactors": ["password", "passkey"], "passkeys": { "userVerification": "preferred" } }""")]
    [InlineData(
        """{ "firstFactors": ["password", "passkey"], "passkeys": { "userVerification": "required" }, "mfa": { "mode": "required" } }"""
    )]
    [InlineData("""{ "firstFactors": ["password", "passkey"], "mfa": { "mode": "required" } }""")]
    [InlineData($$"""{ {{Messaging.Email}}, "sms": {}, "mfa": { "mode": "required", "factors": ["email", "sms", "totp"] } }""")]
    [InlineData("""{ "mfa": { "mode": "off" } }""")]
    [InlineData("""{ "accountRecovery": "email" }""")]
    [InlineData("""{ "accountRecovery": "none" }""")]
    [InlineData("""{ "devices": { "remember": "always", "challenge": false } }""")]
    [InlineData("""{ "devices": { "remember": "userOptIn" } }""")]
    public void Its_neighbour_is_accepted(string pool) => Given.Environment($$"""{ "userPool": {{pool}} }""").IsAccepted();
}
