namespace CognitoStack.Configuration;

/// <summary>Rules of <c>access.principalTags</c> and <c>access.directProviders</c>.</summary>
internal static class PrincipalTagRules
{
    private const string Tags = "$.access.principalTags";
    private const string Direct = "$.access.directProviders";
    private const int MostTags = 50;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var tags = environment.Access.PrincipalTags;
        if (tags.Count > MostTags)
            findings.Error(Tags, $"has {tags.Count} tags; a session can carry {MostTags}. Remove some.");
        foreach (var twins in tags.Keys.GroupBy(t => t, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            findings.Error(
                JsonPath.Property(Tags, twins.Last()),
                $"\"{twins.Last()}\" and \"{twins.First()}\" are one tag to IAM, which does not tell case. Remove one."
            );
        foreach (var tag in tags.Keys.Where(t => environment.Tags.Keys.Contains(t, StringComparer.OrdinalIgnoreCase)))
            findings.Error(
                JsonPath.Property(Tags, tag),
                $"\"{tag}\" is also in tags, which resources carry: on a role it would stand in for a missing claim. Rename one.",
                "$.tags"
            );
        var used = environment
            .Access.EffectiveRoles(environment.Storage)
            .Values.SelectMany(r => r.Grants)
            .SelectMany(g => g.Tags)
            .ToHashSet();
        foreach (var (tag, claim) in tags)
            if (used.Contains(tag))
                ClaimRules.Check(environment, claim, JsonPath.Property(Tags, tag), $"decides what {{tag:{tag}}} reaches", findings);
            else
                ClaimRules.IsIssued(environment, claim, JsonPath.Property(Tags, tag), findings);
        if (environment.Access.DirectProviders is { } direct)
            CheckDirect(environment, direct, findings);
    }

    private static void CheckDirect(EnvironmentConfiguration environment, DirectProvidersConfiguration direct, Findings findings)
    {
        RuleText.NoDuplicates(direct.Google, Direct + ".google", findings);
        RuleText.NoDuplicates(direct.OidcProviderArns, Direct + ".oidcProviderArns", findings);
        RuleText.NoDuplicates(direct.SamlProviderArns, Direct + ".samlProviderArns", findings);
        if (direct.IsEmpty)
            return;
        if (environment.Access.Authenticated is null)
            findings.Error(
                Direct,
                "sign users in who are in no group, but access.authenticated is null, so they would get no role. Name one.",
                "$.access.authenticated"
            );
    }
}
