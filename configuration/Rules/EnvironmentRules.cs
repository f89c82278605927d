using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration;

/// <summary>Every rule that the schema cannot express: what CloudFormation would accept and Cognito refuse, or accept and regret.</summary>
internal static class EnvironmentRules
{
    /// <summary>Checks all of them.</summary>
    /// <returns>The brands, which are compiled to be checked, by client.</returns>
    public static IReadOnlyDictionary<string, Brand> Check(EnvironmentConfiguration environment, IProjectFiles files, Findings findings)
    {
        CheckPlace(environment, findings);
        RegionRules.Check(environment, findings);
        AdoptionRules.Check(environment, findings);
        UserPoolRules.Check(environment, findings);
        AttributeRules.Check(environment.UserPool, findings);
        SenderRules.Check(environment, findings);
        MessagingRules.Check(environment.UserPool, findings);
        ClientRules.Check(environment, findings);
        FederationRules.Check(environment, files, findings);
        SecretRules.Check(environment, findings);
        ThreatProtectionRules.Check(environment, findings);
        DomainRules.Check(environment, findings);
        BrandingRules.Check(environment, findings);
        var brands = BrandRules.Check(environment, files, findings);
        TriggerRules.Check(environment, findings);
        SignInRules.Check(environment, findings);
        StorageRules.Check(environment, findings);
        RoleRules.Check(environment, findings);
        RoleMappingRules.Check(environment, findings);
        TextRuleRules.Check(environment, findings);
        PrincipalTagRules.Check(environment, findings);
        GrantRules.Check(environment, findings);
        PlaceRules.Check(environment, findings);
        PolicySizeRules.Check(environment, findings);
        QuotaRules.Check(environment, findings);
        StackSizeRules.Check(environment, findings);
        OperationsRules.Check(environment, findings);
        FirewallRules.Check(environment.Operations.Waf, findings);
        return brands;
    }

    private static void CheckPlace(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Account is null && environment.Region is not null)
            findings.Error(
                "$.account",
                $"is missing, but the region is {environment.Region}. Give both, or neither: then the CLI's are used.",
                "$.region"
            );
        if (environment.Account is not null && environment.Region is null)
            findings.Error(
                "$.region",
                $"is missing, but the account is {environment.Account}. Give both, or neither: then the CLI's are used.",
                "$.account"
            );
        foreach (var twins in environment.Tags.Keys.GroupBy(t => t, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            findings.Error(
                JsonPath.Property("$.tags", twins.Last()),
                $"\"{twins.Last()}\" and \"{twins.First()}\" differ in case alone, which IAM refuses. Remove one."
            );
        if (environment.Tags.Count > 50)
            findings.Error("$.tags", $"has {environment.Tags.Count} tags; AWS allows 50 on a resource. Remove some.");
    }
}
