namespace CognitoStack.Configuration;

/// <summary>Rules of <c>branding</c>, but for the brands themselves.</summary>
internal static class BrandingRules
{
    private const string Path = "$.branding";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Branding is not { } branding)
            return;
        foreach (var name in branding.Clients.Keys)
        {
            var path = JsonPath.Property(Path + ".clients", name);
            if (RuleText.Exists(name, environment.Clients.Keys, path, "$.clients", findings) && !environment.Clients[name].IsInteractive)
                findings.Error(
                    path,
                    $"\"{name}\" is a machine client, which has no pages. Remove it.",
                    JsonPath.Property("$.clients", name) + ".type"
                );
        }

        if (environment.UserPool.Plan == UserPoolPlan.Lite && branding.ManagedLogin != ManagedLoginKind.Classic)
            findings.Error(
                Path + ".managedLogin",
                "branding of managed login needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or make managedLogin \"classic\".",
                "$.userPool.plan"
            );
        if (branding.Terms is { } terms)
            CheckTerms(terms, branding, findings);
    }

    private static void CheckTerms(TermsConfiguration terms, BrandingConfiguration branding, Findings findings)
    {
        const string TermsPath = Path + ".terms";
        if (branding.ManagedLogin == ManagedLoginKind.Classic)
            findings.Error(
                TermsPath,
                "are shown by managed login only, but branding.managedLogin is \"classic\". Remove them, or use managed login.",
                Path + ".managedLogin"
            );
        CheckDocument(terms.TermsOfUse, "termsOfUse", "privacyPolicy");
        CheckDocument(terms.PrivacyPolicy, "privacyPolicy", "termsOfUse");

        void CheckDocument(IReadOnlyDictionary<string, string> links, string key, string other)
        {
            if (links.Count == 0)
                findings.Error(
                    $"{TermsPath}.{key}",
                    $"is missing. Cognito shows {other} only when both are there: add it, or remove terms."
                );
            else if (!links.ContainsKey("default"))
                findings.Error($"{TermsPath}.{key}", "has no \"default\", which users of every other language get. Add it.");
        }
    }
}
