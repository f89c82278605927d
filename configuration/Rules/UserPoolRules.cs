namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool</c>: plan, sign-in, factors, MFA, recovery, devices.</summary>
internal static class UserPoolRules
{
    private const string Pool = "$.userPool";
    private const string Plan = Pool + ".plan";
    private const string Email = Pool + ".email";
    private const string Sms = Pool + ".sms";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var pool = environment.UserPool;
        CheckPlan(pool, findings);
        CheckSignIn(pool, findings);
        CheckFirstFactors(pool, findings);
        CheckMfa(pool, findings);
        CheckRecovery(pool, findings);
        if (pool.Devices is { Remember: DeviceTracking.Off, Challenge: not null })
            findings.Error(
                Pool + ".devices.challenge",
                "has no effect while devices.remember is \"off\". Remove it, or remember devices.",
                Pool + ".devices.remember"
            );
    }

    private static void CheckPlan(UserPoolConfiguration pool, Findings findings)
    {
        if (pool.Plan != UserPoolPlan.Lite)
            return;
        const string Upgrade = "needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or";
        if (pool.PasswordPolicy.History > 0)
            findings.Error(Pool + ".passwordPolicy.history", $"{Upgrade} set history to 0.", Plan);
        if (pool.FirstFactors.Any(f => f != FirstFactor.Password))
            findings.Error(Pool + ".firstFactors", $"other than \"password\" {Upgrade} leave only \"password\".", Plan);
        if (pool.Mfa.ActiveFactors.Contains(MfaFactor.Email))
            findings.Error(Pool + ".mfa.factors", $"\"email\" {Upgrade} remove \"email\".", Plan, Pool + ".mfa.mode");
    }

    private static void CheckSignIn(UserPoolConfiguration pool, Findings findings)
    {
        const string Path = Pool + ".signInWith";
        RuleText.NoDuplicates(pool.SignInWith, Path, findings);
        for (var i = 0; i < pool.SignInWith.Count; i++)
        {
            if (pool.SignInWith[i] == SignInAlias.PreferredUsername && !pool.SignInWith.Contains(SignInAlias.Username))
                findings.Error(
                    JsonPath.Item(Path, i),
                    "\"preferredUsername\" is an alias of a user name, so it needs \"username\" beside it. Add it, or remove \"preferredUsername\".",
                    Path
                );
            if (pool.SignInWith[i] == SignInAlias.Phone && pool.Sms is null)
                findings.Error(
                    JsonPath.Item(Path, i),
                    "\"phone\" needs userPool.sms, to verify numbers. Add it, or remove \"phone\".",
                    Sms
                );
        }
    }

    private static void CheckFirstFactors(UserPoolConfiguration pool, Findings findings)
    {
        const string Path = Pool + ".firstFactors";
        RuleText.NoDuplicates(pool.FirstFactors, Path, findings);
        if (!pool.FirstFactors.Contains(FirstFactor.Password))
            findings.Error(Path, "must contain \"password\": Cognito cannot do without it. Add it.");
        for (var i = 0; i < pool.FirstFactors.Count; i++)
        {
            var factor = pool.FirstFactors[i];
            var path = JsonPath.Item(Path, i);
            if (factor == FirstFactor.EmailOtp && pool.Email is null)
                findings.Error(
                    path,
                    "\"emailOtp\" needs userPool.email: only SES delivers sign-in codes. Add it, or remove \"emailOtp\".",
                    Email
                );
            if (factor == FirstFactor.SmsOtp && pool.Sms is null)
                findings.Error(path, "\"smsOtp\" needs userPool.sms. Add it, or remove \"smsOtp\".", Sms);
            if (factor is FirstFactor.EmailOtp or FirstFactor.SmsOtp && pool.Mfa.Mode == MfaMode.Required)
                findings.Error(
                    path,
                    $"\"{RuleText.Json(factor)}\" signs in with one factor, but userPool.mfa.mode is \"required\". Remove it, or make MFA \"optional\".",
                    Pool + ".mfa.mode"
                );
        }

        var passkey = pool.FirstFactors.Contains(FirstFactor.Passkey);
        if (pool.Passkeys is not null && !passkey)
            findings.Error(
                Pool + ".passkeys",
                "has no effect, as userPool.firstFactors has no \"passkey\". Add it, or remove userPool.passkeys.",
                Path
            );
        if (passkey && pool.Mfa.Mode == MfaMode.Required && pool.Passkeys?.UserVerification == UserVerification.Preferred)
            findings.Error(
                Pool + ".passkeys.userVerification",
                "is \"preferred\", but userPool.mfa.mode is \"required\": only a passkey that verifies the user counts as two factors. Make it \"required\".",
                Pool + ".mfa.mode",
                Path
            );
    }

    private static void CheckMfa(UserPoolConfiguration pool, Findings findings)
    {
        const string Path = Pool + ".mfa.factors";
        if (pool.Mfa.Factors is null)
            return;
        RuleText.NoDuplicates(pool.Mfa.Factors, Path, findings);
        if (pool.Mfa.Mode == MfaMode.Off)
            findings.Error(
                Path,
                "has no effect while userPool.mfa.mode is \"off\". Remove the factors, or make the mode \"optional\" or \"required\".",
                Pool + ".mfa.mode"
            );
        for (var i = 0; i < pool.Mfa.Factors.Count; i++)
        {
            if (pool.Mfa.Factors[i] == MfaFactor.Sms && pool.Sms is null)
                findings.Error(JsonPath.Item(Path, i), "\"sms\" needs userPool.sms. Add it, or remove \"sms\".", Sms);
            if (pool.Mfa.Factors[i] == MfaFactor.Email && pool.Email is null)
                findings.Error(
                    JsonPath.Item(Path, i),
                    "\"email\" needs userPool.email: only SES delivers sign-in codes. Add it, or remove \"email\".",
                    Email
                );
        }
    }

    private static void CheckRecovery(UserPoolConfiguration pool, Findings findings)
    {
        if (pool.AccountRecovery is not (AccountRecovery.Email or AccountRecovery.None) && pool.Sms is null)
            findings.Error(
                Pool + ".accountRecovery",
                $"\"{RuleText.Json(pool.AccountRecovery)}\" needs userPool.sms. Add it, or recover by \"email\".",
                Sms
            );
    }
}
