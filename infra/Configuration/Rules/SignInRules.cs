namespace CognitoStack.Configuration;

/// <summary>Rules of <c>signInRules</c> and <c>signInAudit</c>.</summary>
internal static class SignInRules
{
    private const string Path = "$.signInRules";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Production && environment.SignInAudit is null)
            findings.Error("$.signInAudit", "is null, and this is a production environment: sign-ins must leave a record. Remove the line.", "$.production");
        if (environment.SignInRules is not { } rules) return;

        RuleText.NoDuplicates(rules.AllowEmailDomains, Path + ".allowEmailDomains", findings);
        RuleText.NoDuplicates(rules.DenyEmailDomains, Path + ".denyEmailDomains", findings);
        for (var i = 0; i < rules.AllowEmailDomains.Count; i++)
        {
            var allowed = rules.AllowEmailDomains[i];
            var denied = rules.DenyEmailDomains.FirstOrDefault(d => allowed == d || allowed.EndsWith("." + d, StringComparison.Ordinal));
            if (denied is not null)
                findings.Error(JsonPath.Item(Path + ".allowEmailDomains", i), $"\"{allowed}\" is allowed here and denied by \"{denied}\" in denyEmailDomains, which wins. Remove one.", Path + ".denyEmailDomains");
        }

        if (EveryUserHasEmail(environment.UserPool)) return;
        if (rules.AllowEmailDomains.Count > 0) NeedsEmail("allowEmailDomains");
        if (rules.RequireVerifiedEmail) NeedsEmail("requireVerifiedEmail");

        void NeedsEmail(string key) => findings.Error(
            $"{Path}.{key}",
            "would refuse every user who has no email, and none must have one. Add \"email\" to userPool.signInWith, or require userPool.attributes.email.",
            "$.userPool.signInWith", "$.userPool.attributes.email.required");
    }

    private static bool EveryUserHasEmail(UserPoolConfiguration pool) =>
        pool.SignInWith.Contains(SignInAlias.Email) || (pool.Attributes.TryGetValue("email", out var email) && email.Required);
}
