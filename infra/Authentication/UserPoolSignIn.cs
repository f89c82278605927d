using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using AccountRecovery = CognitoStack.Configuration.AccountRecovery;
using DeviceTracking = CognitoStack.Configuration.DeviceTracking;

namespace CognitoStack.Authentication;

/// <summary>How users sign in: names, factors, recovery and devices, in CloudFormation's words.</summary>
/// <remarks>Source: AWS CloudFormation Template Reference, "AWS::Cognito::UserPool"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html).</remarks>
internal static class UserPoolSignIn
{
    /// <summary>Attributes that serve as the user name itself; null where users have a name of their own.</summary>
    public static string[]? UsernameAttributes(UserPoolConfiguration pool) =>
        pool.SignInWith.Contains(SignInAlias.Username) ? null : [.. UserPoolAddresses.Of(pool)];

    /// <summary>Attributes that stand for the user name; null where one is the user name itself.</summary>
    public static string[]? AliasAttributes(UserPoolConfiguration pool)
    {
        if (!pool.SignInWith.Contains(SignInAlias.Username))
            return null;
        List<string> aliases = [.. UserPoolAddresses.Of(pool)];
        if (pool.SignInWith.Contains(SignInAlias.PreferredUsername))
            aliases.Add("preferred_username");
        return aliases.Count == 0 ? null : [.. aliases];
    }

    /// <summary>Attributes that Cognito verifies: those that users sign in with, recover by, or get codes at.</summary>
    public static string[] VerifiedAttributes(UserPoolConfiguration pool)
    {
        var email =
            pool.SignInWith.Contains(SignInAlias.Email)
            || pool.AccountRecovery is AccountRecovery.Email or AccountRecovery.EmailThenPhone or AccountRecovery.PhoneThenEmail
            || pool.Mfa.ActiveFactors.Contains(MfaFactor.Email)
            || pool.FirstFactors.Contains(FirstFactor.EmailOtp);
        var phone =
            pool.SignInWith.Contains(SignInAlias.Phone)
            || pool.AccountRecovery is AccountRecovery.Phone or AccountRecovery.EmailThenPhone or AccountRecovery.PhoneThenEmail
            || pool.Mfa.ActiveFactors.Contains(MfaFactor.Sms)
            || pool.FirstFactors.Contains(FirstFactor.SmsOtp);
        return [.. email ? ["email"] : Array.Empty<string>(), .. phone ? ["phone_number"] : Array.Empty<string>()];
    }

    /// <summary>Password rules and first factors.</summary>
    public static CfnUserPool.PoliciesProperty Policies(UserPoolConfiguration pool)
    {
        var lite = pool.Plan == UserPoolPlan.Lite;
        var password = pool.PasswordPolicy;
        return new CfnUserPool.PoliciesProperty
        {
            PasswordPolicy = new CfnUserPool.PasswordPolicyProperty
            {
                MinimumLength = password.MinimumLength,
                RequireLowercase = password.RequireLowercase,
                RequireUppercase = password.RequireUppercase,
                RequireNumbers = password.RequireDigits,
                RequireSymbols = password.RequireSymbols,
                PasswordHistorySize = lite ? null : password.History,
                TemporaryPasswordValidityDays = password.TemporaryPasswordDays,
            },
            SignInPolicy = lite
                ? null
                : new CfnUserPool.SignInPolicyProperty { AllowedFirstAuthFactors = [.. pool.FirstFactors.Select(Name)] },
        };
    }

    public static string MfaMode(MfaConfiguration mfa) =>
        mfa.Mode switch
        {
            Configuration.MfaMode.Off => "OFF",
            Configuration.MfaMode.Optional => "OPTIONAL",
            Configuration.MfaMode.Required => "ON",
            _ => throw new ArgumentOutOfRangeException(nameof(mfa), mfa.Mode, null),
        };

    public static string[]? EnabledMfas(MfaConfiguration mfa) =>
        mfa.ActiveFactors.Count == 0
            ? null
            :
            [
                .. mfa.ActiveFactors.Select(factor =>
                    factor switch
                    {
                        MfaFactor.Totp => "SOFTWARE_TOKEN_MFA",
                        MfaFactor.Sms => "SMS_MFA",
                        MfaFactor.Email => "EMAIL_OTP",
                        _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, null),
                    }
                ),
            ];

    public static string? PasskeyVerification(UserPoolConfiguration pool) =>
        pool.FirstFactors.Contains(FirstFactor.Passkey)
            ? pool.RequiresUserVerification
                ? "required"
                : "preferred"
            : null;

    /// <summary>A passkey that verifies its user is two factors in one; where MFA is required, that must be said.</summary>
    public static string? PasskeyFactors(UserPoolConfiguration pool) =>
        pool.FirstFactors.Contains(FirstFactor.Passkey) && pool.Mfa.Mode == Configuration.MfaMode.Required
            ? "MULTI_FACTOR_WITH_USER_VERIFICATION"
            : null;

    public static CfnUserPool.AccountRecoverySettingProperty Recovery(AccountRecovery recovery)
    {
        string[] mechanisms = recovery switch
        {
            AccountRecovery.Email => ["verified_email"],
            AccountRecovery.Phone => ["verified_phone_number"],
            AccountRecovery.EmailThenPhone => ["verified_email", "verified_phone_number"],
            AccountRecovery.PhoneThenEmail => ["verified_phone_number", "verified_email"],
            AccountRecovery.None => ["admin_only"],
            _ => throw new ArgumentOutOfRangeException(nameof(recovery), recovery, null),
        };
        return new CfnUserPool.AccountRecoverySettingProperty
        {
            RecoveryMechanisms = mechanisms
                .Select((name, i) => new CfnUserPool.RecoveryOptionProperty { Name = name, Priority = i + 1 })
                .ToArray(),
        };
    }

    public static CfnUserPool.DeviceConfigurationProperty? Devices(DeviceConfiguration devices) =>
        devices.Remember == DeviceTracking.Off
            ? null
            : new()
            {
                ChallengeRequiredOnNewDevice = devices.IsChallenged,
                DeviceOnlyRememberedOnUserPrompt = devices.Remember == DeviceTracking.UserOptIn,
            };

    private static string Name(FirstFactor factor) =>
        factor switch
        {
            FirstFactor.Password => "PASSWORD",
            FirstFactor.Passkey => "WEB_AUTHN",
            FirstFactor.EmailOtp => "EMAIL_OTP",
            FirstFactor.SmsOtp => "SMS_OTP",
            _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, null),
        };
}
