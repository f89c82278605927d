using System.Globalization;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>The user directory: names, passwords, factors, recovery, messages.</summary>
internal static class UserPoolExpectations
{
    private const string Type = "AWS::Cognito::UserPool";

    /// <summary>What a pool that exists has from elsewhere, or may have more of than the file asks for.</summary>
    private static readonly string[] Elsewhere =
    [
        "AutoVerifiedAttributes",
        "DeletionPolicy",
        "LambdaConfig",
        "SmsConfiguration.SnsCallerArn",
        "UpdateReplacePolicy",
        "UserAttributeUpdateSettings",
    ];

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var pool = environment.UserPool;
        var expected = new Expectation(Type, "the users", _ => true);
        expected.Passes("UserPoolName", "UserPoolTags").Outlives(environment.Production, "production");
        expected
            .Says("DeletionProtection", "production", environment.Production ? "ACTIVE" : "INACTIVE")
            .Says("UserPoolTier", "userPool.plan", pool.Plan.ToString().ToUpperInvariant())
            .Says("UserPoolAddOns.AdvancedSecurityMode", "threatProtection.mode", Mode(environment.ThreatProtection?.Mode) ?? "OFF")
            .Says(
                "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode",
                "threatProtection.customAuthMode",
                Mode(environment.ThreatProtection?.CustomAuthMode)
            );
        Names(expected, pool);
        Attributes(expected, pool);
        Passwords(expected, pool);
        Factors(expected, pool);
        Messages(expected, pool, templates);
        foreach (var (trigger, value, setting) in TriggerExpectations.Wiring(environment, templates))
            expected.Says($"LambdaConfig.{trigger}", setting, value);
        TriggerExpectations.SenderKey(expected, environment, templates);
        yield return environment.UserPool.Adopt is null
            ? expected
            : expected.OfAnother(environment.Production ? Elsewhere : [.. Elsewhere, "DeletionProtection"]);
    }

    private static string? Mode(ThreatProtectionMode? mode) =>
        mode is null or ThreatProtectionMode.Off ? null : mode.ToString()!.ToUpperInvariant();

    private static void Names(Expectation expected, UserPoolConfiguration pool)
    {
        var byName = pool.SignInWith.Contains(SignInAlias.Username);
        List<string> addresses =
        [
            .. pool.SignInWith.Where(s => s is SignInAlias.Email).Select(_ => "email"),
            .. pool.SignInWith.Where(s => s is SignInAlias.Phone).Select(_ => "phone_number"),
        ];
        var proven = Proven(pool);
        expected
            .Says("UsernameAttributes", "userPool.signInWith", byName ? null : addresses)
            .Says(
                "AliasAttributes",
                "userPool.signInWith",
                byName
                    ? [.. addresses, .. pool.SignInWith.Where(s => s is SignInAlias.PreferredUsername).Select(_ => "preferred_username")]
                    : null
            )
            // Ada and ada would be two users.
            .Says("UsernameConfiguration.CaseSensitive", Expectation.Always, false)
            .Says("AutoVerifiedAttributes", "userPool.signInWith", proven)
            // An address counts once it is proven, and not before.
            .Says("UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate", "userPool.signInWith", proven)
            .Says("AdminCreateUserConfig.AllowAdminCreateUserOnly", "userPool.selfSignUp", !pool.SelfSignUp);
        string[] recovery = pool.AccountRecovery switch
        {
            AccountRecovery.Email => ["verified_email"],
            AccountRecovery.Phone => ["verified_phone_number"],
            AccountRecovery.EmailThenPhone => ["verified_email", "verified_phone_number"],
            AccountRecovery.PhoneThenEmail => ["verified_phone_number", "verified_email"],
            AccountRecovery.None => ["admin_only"],
            _ => throw new ArgumentOutOfRangeException(nameof(pool), pool.AccountRecovery, null),
        };
        foreach (var way in new[] { "verified_email", "verified_phone_number", "admin_only" })
        {
            var rank = Array.IndexOf(recovery, way);
            var property = $"AccountRecoverySetting.RecoveryMechanisms[{way}]";
            expected
                .Says($"{property}.Name", "userPool.accountRecovery", rank < 0 ? null : way)
                .Says($"{property}.Priority", "userPool.accountRecovery", rank < 0 ? null : rank + 1);
        }
    }

    /// <summary>Addresses that something depends on: signing in, getting back in, or a factor.</summary>
    private static List<string> Proven(UserPoolConfiguration pool)
    {
        var both = pool.AccountRecovery is AccountRecovery.EmailThenPhone or AccountRecovery.PhoneThenEmail;
        var email =
            pool.SignInWith.Contains(SignInAlias.Email)
            || both
            || pool.AccountRecovery == AccountRecovery.Email
            || pool.Mfa.ActiveFactors.Contains(MfaFactor.Email)
            || pool.FirstFactors.Contains(FirstFactor.EmailOtp);
        var phone =
            pool.SignInWith.Contains(SignInAlias.Phone)
            || both
            || pool.AccountRecovery == AccountRecovery.Phone
            || pool.Mfa.ActiveFactors.Contains(MfaFactor.Sms)
            || pool.FirstFactors.Contains(FirstFactor.SmsOtp);
        List<string> proven = [];
        if (email)
            proven.Add("email");
        if (phone)
            proven.Add("phone_number");
        return proven;
    }

    private static void Attributes(Expectation expected, UserPoolConfiguration pool)
    {
        foreach (var (name, attribute) in pool.Attributes.Where(a => pool.Declares(a.Key, a.Value)))
        {
            var isCustom = name.StartsWith("custom:", StringComparison.Ordinal);
            var shown = isCustom ? name["custom:".Length..] : name;
            var kind = attribute.Type switch
            {
                AttributeType.Text => "String",
                AttributeType.Number => "Number",
                AttributeType.DateTime => "DateTime",
                AttributeType.Boolean => "Boolean",
                _ => throw new ArgumentOutOfRangeException(nameof(pool), attribute.Type, null),
            };
            var setting = $"userPool.attributes.{name}";
            expected
                .Says($"Schema[{shown}].Name", setting, shown)
                .Says($"Schema[{shown}].AttributeDataType", $"{setting}.type", isCustom ? kind : null)
                .Says(
                    $"Schema[{shown}].Required",
                    $"{setting}.required",
                    isCustom ? null
                        : attribute.Required == true ? "true"
                        : "false"
                )
                .Says($"Schema[{shown}].Mutable", $"{setting}.mutable", attribute.Mutable)
                .Says($"Schema[{shown}].StringAttributeConstraints.MinLength", $"{setting}.minLength", attribute.MinLength)
                .Says($"Schema[{shown}].StringAttributeConstraints.MaxLength", $"{setting}.maxLength", attribute.MaxLength)
                .Says($"Schema[{shown}].NumberAttributeConstraints.MinValue", $"{setting}.min", Text(attribute.Min))
                .Says($"Schema[{shown}].NumberAttributeConstraints.MaxValue", $"{setting}.max", Text(attribute.Max));
        }

        static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    private static void Passwords(Expectation expected, UserPoolConfiguration pool)
    {
        var policy = pool.PasswordPolicy;
        const string property = "Policies.PasswordPolicy";
        const string setting = "userPool.passwordPolicy";
        expected
            .Says($"{property}.MinimumLength", $"{setting}.minimumLength", policy.MinimumLength)
            .Says($"{property}.RequireLowercase", $"{setting}.requireLowercase", policy.RequireLowercase)
            .Says($"{property}.RequireUppercase", $"{setting}.requireUppercase", policy.RequireUppercase)
            .Says($"{property}.RequireNumbers", $"{setting}.requireDigits", policy.RequireDigits)
            .Says($"{property}.RequireSymbols", $"{setting}.requireSymbols", policy.RequireSymbols)
            .Says($"{property}.PasswordHistorySize", $"{setting}.history", pool.Plan == UserPoolPlan.Lite ? null : policy.History)
            .Says($"{property}.TemporaryPasswordValidityDays", $"{setting}.temporaryPasswordDays", policy.TemporaryPasswordDays);
    }

    private static void Factors(Expectation expected, UserPoolConfiguration pool)
    {
        var passkeys = pool.FirstFactors.Contains(FirstFactor.Passkey);
        var verified = pool.RequiresUserVerification;
        var devices = pool.Devices.Remember != DeviceTracking.Off;
        expected
            .Says(
                "Policies.SignInPolicy.AllowedFirstAuthFactors",
                "userPool.firstFactors",
                pool.Plan == UserPoolPlan.Lite
                    ? null
                    : pool.FirstFactors.Select(f =>
                        f switch
                        {
                            FirstFactor.Password => "PASSWORD",
                            FirstFactor.Passkey => "WEB_AUTHN",
                            FirstFactor.EmailOtp => "EMAIL_OTP",
                            FirstFactor.SmsOtp => "SMS_OTP",
                            _ => throw new ArgumentOutOfRangeException(nameof(pool), f, null),
                        }
                    )
            )
            .Says("WebAuthnRelyingPartyID", "userPool.passkeys.relyingPartyId", pool.Passkeys?.RelyingPartyId)
            .Says(
                "WebAuthnUserVerification",
                "userPool.passkeys.userVerification",
                !passkeys ? null
                    : verified ? "required"
                    : "preferred"
            )
            .Says(
                "WebAuthnFactorConfiguration",
                "userPool.mfa.mode",
                passkeys && pool.Mfa.Mode == MfaMode.Required ? "MULTI_FACTOR_WITH_USER_VERIFICATION" : null
            )
            .Says(
                "MfaConfiguration",
                "userPool.mfa.mode",
                pool.Mfa.Mode switch
                {
                    MfaMode.Off => "OFF",
                    MfaMode.Optional => "OPTIONAL",
                    MfaMode.Required => "ON",
                    _ => throw new ArgumentOutOfRangeException(nameof(pool), pool.Mfa.Mode, null),
                }
            )
            .Says(
                "EnabledMfas",
                "userPool.mfa.factors",
                pool.Mfa.Mode == MfaMode.Off
                    ? null
                    : (pool.Mfa.Factors ?? [MfaFactor.Totp]).Select(f =>
                        f switch
                        {
                            MfaFactor.Totp => "SOFTWARE_TOKEN_MFA",
                            MfaFactor.Sms => "SMS_MFA",
                            MfaFactor.Email => "EMAIL_OTP",
                            _ => throw new ArgumentOutOfRangeException(nameof(pool), f, null),
                        }
                    )
            )
            .Says(
                "DeviceConfiguration.ChallengeRequiredOnNewDevice",
                "userPool.devices.challenge",
                devices ? (pool.Devices.IsChallenged ? "true" : "false") : null
            )
            .Says(
                "DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt",
                "userPool.devices.remember",
                devices ? (pool.Devices.Remember == DeviceTracking.UserOptIn ? "true" : "false") : null
            );
    }

    private static void Messages(Expectation expected, UserPoolConfiguration pool, TemplateSet templates)
    {
        var (email, verification, invitation) = (pool.Email, pool.Messages.Verification, pool.Messages.Invitation);
        var byLink = verification.Style == VerificationStyle.Link;
        const string template = "VerificationMessageTemplate";
        const string setting = "userPool.messages.verification";
        expected
            .Says($"{template}.DefaultEmailOption", $"{setting}.style", byLink ? "CONFIRM_WITH_LINK" : "CONFIRM_WITH_CODE")
            .Says($"{template}.EmailSubject{(byLink ? "ByLink" : "")}", $"{setting}.subject", verification.Subject)
            .Says($"{template}.EmailMessage{(byLink ? "ByLink" : "")}", $"{setting}.body", verification.Body)
            .Says("AdminCreateUserConfig.InviteMessageTemplate.EmailSubject", "userPool.messages.invitation.subject", invitation.Subject)
            .Says("AdminCreateUserConfig.InviteMessageTemplate.EmailMessage", "userPool.messages.invitation.body", invitation.Body)
            .Says("EmailConfiguration.EmailSendingAccount", "userPool.email", email is null ? "COGNITO_DEFAULT" : "DEVELOPER")
            .Says("EmailConfiguration.SourceArn", "userPool.email.sesIdentityArn", email?.SesIdentityArn)
            .Says("EmailConfiguration.ConfigurationSet", "userPool.email.configurationSet", email?.ConfigurationSet);
        SentFrom(expected, "EmailConfiguration.From", "EmailConfiguration.ReplyToEmailAddress", email);
        if (pool.Sms is not { } sms)
            return;
        expected
            .Says("SmsConfiguration.SnsRegion", "userPool.sms.region", sms.Region)
            .Fits(
                "SmsConfiguration.SnsCallerArn",
                "userPool.sms",
                "a role of the templates",
                arn => templates.HasArn("AWS::IAM::Role", arn)
            )
            // The role's trust names it, too: the proof "principals" asks for that.
            .Passes("SmsConfiguration.ExternalId");
    }

    /// <summary>Who a message is from. The name before the address is for people's eyes.</summary>
    public static void SentFrom(Expectation expected, string from, string replyTo, EmailConfiguration? email)
    {
        Address(from, "userPool.email.from", email?.From);
        Address(replyTo, "userPool.email.replyTo", email?.ReplyTo);

        void Address(string property, string setting, string? mailbox)
        {
            if (mailbox is null)
                expected.Says(property, setting, mailbox);
            else if (Mailbox.Parse(mailbox).Address is var address)
                expected.Fits(property, setting, address, got => got == address || got.EndsWith($"<{address}>", StringComparison.Ordinal));
        }
    }
}
