namespace CognitoStack.Configuration;

/// <summary>Rules of <c>signInRules</c> and <c>signInAudit</c>.</summary>
internal static class SignInRules
{
    private const string Path = "$.signInRules";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Production && environment.SignInAudit is null)
            findings.Error(
                "$.signInAudit",
                "is null, and this is a production environment: sign-ins must leave a record. Remove the line.",
                "$.production"
            );
        if (
            environment is { SignInAudit.RecordLastSignIn: true }
            && environment.UserPool.Attributes.ContainsKey(SignInAuditConfiguration.LastSignInAttribute)
        )
            findings.Error(
                "$.signInAudit.recordLastSignIn",
                $"keeps its time in \"{SignInAuditConfiguration.LastSignInAttribute}\", which userPool.attributes declares too. Rename that one.",
                "$.userPool.attributes"
            );
        LinkingRules.Check(environment, findings);
        if (environment.SignInRules is not { } rules)
            return;

        CheckGroups(environment, rules, findings);
        CheckSize(environment, rules, findings);
        if (rules is { OnFailure: FailureAction.Allow, DenyList: false, AllowedGroupsByClient.Count: 0 })
            findings.Error(
                Path + ".onFailure",
                "has no effect: neither denyList nor allowedGroupsByClient could fail. Remove it.",
                Path + ".denyList",
                Path + ".allowedGroupsByClient"
            );

        RuleText.NoDuplicates(rules.AllowEmailDomains, Path + ".allowEmailDomains", findings);
        RuleText.NoDuplicates(rules.DenyEmailDomains, Path + ".denyEmailDomains", findings);
        for (var i = 0; i < rules.AllowEmailDomains.Count; i++)
        {
            var allowed = rules.AllowEmailDomains[i];
            if (rules.DenialOf(allowed) is { } denied)
                findings.Error(
                    JsonPath.Item(Path + ".allowEmailDomains", i),
                    $"\"{allowed}\" is allowed here and denied by \"{denied}\" in denyEmailDomains, which wins. Remove one.",
                    Path + ".denyEmailDomains"
                );
        }

        if (EveryUserHasEmail(environment.UserPool))
            return;
        if (rules.AllowEmailDomains.Count > 0)
            NeedsEmail("allowEmailDomains");
        if (rules.RequireVerifiedEmail)
            NeedsEmail("requireVerifiedEmail");

        void NeedsEmail(string key) =>
            findings.Error(
                $"{Path}.{key}",
                "would refuse every user who has no email, and none must have one. Add \"email\" to userPool.signInWith, or require userPool.attributes.email.",
                "$.userPool.signInWith",
                "$.userPool.attributes.email.required"
            );
    }

    private static void CheckSize(EnvironmentConfiguration environment, SignInRulesConfiguration rules, Findings findings)
    {
        var size = GateVariables.Size(GateVariables.Of(environment.Name, rules, environment.Links));
        if (size > GateVariables.Room)
            findings.Error(
                Path,
                $"takes {size:N0} bytes of the function's environment variables; Lambda has room for {GateVariables.Room:N0}. Put domains into the deny list (denyList), or name fewer domains, groups or trusted providers."
            );
    }

    private static void CheckGroups(EnvironmentConfiguration environment, SignInRulesConfiguration rules, Findings findings)
    {
        foreach (var (client, groups) in rules.AllowedGroupsByClient)
        {
            var path = JsonPath.Property(Path + ".allowedGroupsByClient", client);
            if (
                RuleText.Exists(client, environment.Clients.Keys, path, "$.clients", findings) && !environment.Clients[client].IsInteractive
            )
                findings.Error(
                    path,
                    $"\"{client}\" is a machine client: no user of any group signs in with it. Remove it.",
                    JsonPath.Property("$.clients", client) + ".type"
                );
            if (groups.Count == 0)
                findings.Error(path, $"names no group, so nobody could use \"{client}\". Name one, or remove it.");
            RuleText.NoDuplicates(groups, path, findings);
            for (var i = 0; i < groups.Count; i++)
                RuleText.Exists(groups[i], environment.Groups.Keys, JsonPath.Item(path, i), "$.groups", findings);
        }
    }

    private static bool EveryUserHasEmail(UserPoolConfiguration pool) =>
        pool.SignInWith.Contains(SignInAlias.Email) || (pool.Attributes.TryGetValue("email", out var email) && email.Required == true);
}
