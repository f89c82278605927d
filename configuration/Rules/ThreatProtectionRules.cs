namespace CognitoStack.Configuration;

/// <summary>Rules of <c>threatProtection</c>.</summary>
internal static class ThreatProtectionRules
{
    private const string Path = "$.threatProtection";
    private const int MostCidrs = 200;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.ThreatProtection is not { } protection)
            return;
        if (protection.IsActive && environment.UserPool.Plan != UserPoolPlan.Plus)
            findings.Error(
                protection.Mode != ThreatProtectionMode.Off ? Path + ".mode" : Path + ".customAuthMode",
                $"threat protection needs the Plus plan, but userPool.plan is \"{RuleText.Json(environment.UserPool.Plan)}\". Make the plan \"plus\"; to leave it, deploy once with mode and customAuthMode \"off\".",
                "$.userPool.plan"
            );
        // To audit takes no action: the first weeks of a pool are to be watched before one is chosen.
        if (protection is { IsEnforced: true, AccountTakeover: null, CompromisedCredentials: null, BlockCidrs.Count: 0 })
            findings.Error(
                Path,
                "\"enforced\" does nothing without an action. Add accountTakeover, compromisedCredentials or blockCidrs, or make the mode \"audit\".",
                Path + ".mode",
                Path + ".customAuthMode",
                Path + ".accountTakeover",
                Path + ".compromisedCredentials",
                Path + ".blockCidrs"
            );
        CheckRisk(environment.UserPool, protection, Path, findings);
        foreach (var (name, risk) in protection.Clients)
        {
            var path = JsonPath.Property(Path + ".clients", name);
            if (RuleText.Exists(name, environment.Clients.Keys, path, "$.clients", findings) && !environment.Clients[name].IsInteractive)
                findings.Error(
                    path,
                    $"\"{name}\" is a machine client: nobody signs in with it. Remove it.",
                    JsonPath.Property("$.clients", name) + ".type"
                );
            if (risk.IsEmpty)
                findings.Error(
                    path,
                    "says nothing, so the pool's settings would stay in force. Give the client's own, such as compromisedCredentials, or remove it."
                );
            CheckRisk(environment.UserPool, risk, path, findings);
        }
    }

    private static void CheckRisk(UserPoolConfiguration pool, RiskConfiguration risk, string path, Findings findings)
    {
        if (risk.AccountTakeover is { } takeover)
            CheckTakeover(pool, takeover, path + ".accountTakeover", findings);
        CidrText.Check(risk.AllowCidrs, risk.BlockCidrs, path, (MostCidrs, "Cognito"), findings);
    }

    private static void CheckTakeover(UserPoolConfiguration pool, AccountTakeoverConfiguration takeover, string path, Findings findings)
    {
        (string Level, AccountTakeoverAction Action)[] levels =
        [
            ("low", takeover.Low),
            ("medium", takeover.Medium),
            ("high", takeover.High),
        ];
        for (var i = 0; i < levels.Length; i++)
        {
            var (level, action) = levels[i];
            if (i > 0 && action < levels[i - 1].Action)
                findings.Error(
                    $"{path}.{level}",
                    $"\"{RuleText.Json(action)}\" is weaker than \"{RuleText.Json(levels[i - 1].Action)}\" at {levels[i - 1].Level} risk. Make it at least as strong.",
                    $"{path}.{levels[i - 1].Level}"
                );
            if (action is not (AccountTakeoverAction.MfaIfConfigured or AccountTakeoverAction.MfaRequired))
                continue;
            if (pool.Mfa.Mode == MfaMode.Required)
                findings.Error(
                    $"{path}.{level}",
                    $"\"{RuleText.Json(action)}\" adapts nothing, as userPool.mfa.mode is \"required\": every sign-in has a second factor already. Make MFA \"optional\", or the action \"allow\" or \"block\".",
                    "$.userPool.mfa.mode"
                );
            if (pool.Mfa.Mode == MfaMode.Off)
                findings.Error(
                    $"{path}.{level}",
                    $"\"{RuleText.Json(action)}\" needs a second factor, but userPool.mfa.mode is \"off\". Make MFA \"optional\", or the action \"allow\" or \"block\".",
                    "$.userPool.mfa.mode"
                );
        }

        if (takeover.Notify && pool.Email is null)
            findings.Error(
                path + ".notify",
                "needs userPool.email: only SES delivers these messages. Add it, or set notify to false.",
                "$.userPool.email"
            );
    }
}
