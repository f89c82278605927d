namespace CognitoStack.Configuration;

/// <summary>Rules of <c>signInRules.linkTrustedProviders</c> and the providers' <c>trustedForLinking</c>: each is nothing without the other.</summary>
internal static class LinkingRules
{
    private const string Linking = "$.signInRules.linkTrustedProviders";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var links = environment.SignInRules?.LinkTrustedProviders == true;
        if (links && environment.TrustedProviders.Count == 0)
            findings.Error(
                Linking,
                "links nobody, as no provider is trusted. Set trustedForLinking of one to true, or remove this.",
                "$.identityProviders"
            );
        foreach (var name in environment.TrustedProviders.Where(_ => !links))
            findings.Error(
                JsonPath.Property("$.identityProviders", name) + ".trustedForLinking",
                "has no effect without signInRules.linkTrustedProviders. Set that to true, or remove this.",
                Linking
            );
    }
}
