namespace CognitoStack.Configuration;

/// <summary>Rules of <c>triggers</c>: functions of the team's own.</summary>
internal static class TriggerRules
{
    /// <summary>The functions of custom authentication: one alone can do nothing.</summary>
    private static readonly TriggerName[] CustomAuthentication =
    [
        TriggerName.CreateAuthChallenge,
        TriggerName.DefineAuthChallenge,
        TriggerName.VerifyAuthChallengeResponse,
    ];

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        CheckCustomAuthentication(environment, findings);
        foreach (var (name, trigger) in environment.Triggers)
        {
            var path = JsonPath.Property("$.triggers", RuleText.Json(name));
            CheckVersion(environment, name, trigger, path, findings);
            CheckPlace(environment, trigger, path, findings);
            if (name is TriggerName.PreAuthentication or TriggerName.PreSignUp && environment.SignInRules is not null)
                findings.Error(
                    path,
                    "the gate of signInRules stands at this trigger, and Cognito calls one function only. Remove one: \"signInRules\": null leaves the gate away.",
                    "$.signInRules"
                );
            if (name is TriggerName.PostAuthentication or TriggerName.PostConfirmation && environment.SignInAudit is not null)
                findings.Error(
                    path,
                    "signInAudit stands at this trigger, and Cognito calls one function only. Remove one: \"signInAudit\": null leaves the audit away.",
                    "$.signInAudit"
                );
            if (name is TriggerName.UserMigration && environment.UserMigration is not null)
                findings.Error(
                    path,
                    "userMigration stands at this trigger, and Cognito calls one function only. Remove one of the two.",
                    "$.userMigration"
                );
        }
        CheckMigration(environment, findings);
    }

    private static void CheckMigration(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.UserMigration is not { } migration)
            return;
        if (migration.OldPool.Problem is { } problem)
            findings.Error("$.userMigration.userPoolArn", problem);
        if (environment.TargetAccount is { } own && migration.OldPool.Account != own)
            findings.Error(
                "$.userMigration.userPoolArn",
                $"is a user pool of the account {migration.OldPool.Account}, but the environment's is {own}: no role of it may ask that pool for a password. Use triggers.userMigration with a function of your own, or \"npm run users\".",
                "$.account"
            );
        if (environment.Clients.Values.All(c => !c.SignsInAtThePool))
            findings.Error(
                "$.userMigration",
                "brings over who signs in with a password, but no client offers that: none has \"COGNITO\" among its identityProviders. Give it to one, or remove userMigration.",
                "$.clients"
            );
    }

    private static void CheckCustomAuthentication(EnvironmentConfiguration environment, Findings findings)
    {
        var missing = CustomAuthentication.Where(name => !environment.Triggers.ContainsKey(name)).Select(RuleText.Json).ToList();
        if (missing.Count is 1 or 2)
            findings.Error(
                "$.triggers",
                $"custom authentication takes three functions, and there is no {string.Join(" and no ", missing)}. Add what is missing, or remove the rest."
            );

        // Such a client has no flow but the custom one that Cognito would take: see AppClient.
        foreach (
            var (name, client) in environment.Clients.Where(c =>
                environment.HasCustomAuthentication && c.Value is { IsInteractive: true, SignsInAtThePool: false }
            )
        )
            if (client.Tokens.RotationGraceSeconds(environment.UserPool.Plan) is not null)
                findings.Error(
                    JsonPath.Property("$.clients", name) + ".tokens.rotation",
                    "leaves a client of other providers no flow but custom authentication, by which the functions of triggers would sign in whom they like. Make it \"off\", or give the client \"COGNITO\".",
                    "$.triggers.defineAuthChallenge"
                );
    }

    private static void CheckVersion(
        EnvironmentConfiguration environment,
        TriggerName name,
        TriggerConfiguration trigger,
        string path,
        Findings findings
    )
    {
        if (trigger.Version is null or TriggerVersion.V1)
            return;
        if (name != TriggerName.PreTokenGeneration)
            findings.Error(path + ".version", $"\"{RuleText.Json(trigger.Version)}\" is a version of preTokenGeneration only. Remove it.");
        else if (environment.UserPool.Plan == UserPoolPlan.Lite)
            findings.Error(
                path + ".version",
                $"\"{RuleText.Json(trigger.Version)}\" needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or use \"V1_0\".",
                "$.userPool.plan"
            );
    }

    private static void CheckPlace(EnvironmentConfiguration environment, TriggerConfiguration trigger, string path, Findings findings)
    {
        var region = trigger.AliasArn.Split(':')[3];
        if (environment.TargetRegion is not null && region != environment.TargetRegion)
            findings.Error(
                path + ".aliasArn",
                $"is a function in {region}, but the environment is in {environment.TargetRegion}: Cognito calls functions of its own Region. Use one there.",
                "$.region"
            );
        var account = trigger.AliasArn.Split(':')[4];
        if (environment.TargetAccount is { } own && account != own)
            findings.Error(
                path + ".aliasArn",
                $"is a function of the account {account}, but the environment's is {own}, which cannot give Cognito the permission to call it. Use a function of this account.",
                "$.account"
            );
    }
}
