namespace CognitoStack.Configuration;

/// <summary>Parts of the contract that are checked but have no resources yet. They are refused: nothing that is asked for is ever left out in silence.</summary>
internal static class NotYetAvailable
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        Refuse(environment.SignInAudit?.RecordLastSignIn == true, "$.signInAudit.recordLastSignIn");
        foreach (var (name, provider) in environment.IdentityProviders)
            Refuse(provider.TrustedForLinking, JsonPath.Property("$.identityProviders", name) + ".trustedForLinking");
        if (environment.SignInRules is { } rules)
        {
            Refuse(rules.DenyList, "$.signInRules.denyList");
            Refuse(rules.AllowedGroupsByClient.Count > 0, "$.signInRules.allowedGroupsByClient");
            Refuse(rules.OnFailure == FailureAction.Allow, "$.signInRules.onFailure");
            Refuse(rules.LinkTrustedProviders, "$.signInRules.linkTrustedProviders");
        }

        Refuse(environment.Operations.AlarmEmails.Count > 0, "$.operations.alarmEmails");
        Refuse(environment.Operations.Waf is not null, "$.operations.waf");
        Refuse(environment.Operations.LogDelivery is not null, "$.operations.logDelivery");

        void Refuse(bool asked, string path)
        {
            if (asked) findings.Error(path, "is not yet available in this version. Remove it.");
        }
    }
}
