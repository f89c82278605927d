namespace CognitoStack.Configuration;

/// <summary>Rules of <c>access.rules</c> that compare parts of a text: whoever's claim holds the value somewhere gets the role.</summary>
/// <remarks>Sources: Amazon Cognito Developer Guide, "Using role-based access control" (https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html);
/// "Adding groups to a user pool" on the groups that Cognito makes for providers, <c>POOL_Provider</c>
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html).</remarks>
internal static class TextRuleRules
{
    private const string Path = "$.access.rules";
    private const string Groups = "cognito:groups";
    private const string Roles = "cognito:roles";
    private const string PreferredRole = "cognito:preferred_role";
    private const string Way = "Let groups give the role: leave the client without rules, and name the role in groups.";

    /// <summary>Letters and digits that the id of a user pool, chance as it is, may well hold.</summary>
    private const int ShortEnoughForChance = 3;

    /// <summary>Membership by a part of a name, or by another one.</summary>
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        for (var i = 0; i < environment.Access.Rules.Count; i++)
        {
            var rule = environment.Access.Rules[i];
            if (IsOfGroups(rule.Claim) && rule.Match == RuleMatch.NotEquals)
                findings.Error(
                    JsonPath.Item(Path, i) + ".match",
                    $"\"notEquals\" gives the role \"{rule.Role}\" to the members of every other group, of those that Cognito makes for providers, too. {Way}"
                );
            else if (rule.Claim is Roles or PreferredRole && ComparesParts(rule))
                findings.Error(
                    JsonPath.Item(Path, i) + ".match",
                    $"\"{RuleText.Json(rule.Match)}\" compares parts of roles' ARNs, and \"{rule.Value}\" may be part of another's. {Way}"
                );
            if (rule.Claim != Groups || !ComparesParts(rule))
                continue;
            if (Other(environment, rule.Value) is { } other)
                findings.Error(
                    JsonPath.Item(Path, i) + ".value",
                    $"\"{rule.Value}\" is part of {other}, whose members would get the role \"{rule.Role}\", too. {Way}",
                    "$.groups",
                    "$.identityProviders"
                );
            else if (!environment.Groups.ContainsKey(rule.Value))
                RuleText.Exists(rule.Value, environment.Groups.Keys, JsonPath.Item(Path, i) + ".value", "$.groups", findings);
        }
    }

    private static bool IsOfGroups(string claim) => claim is Groups or Roles or PreferredRole;

    /// <summary>Whether a rule is content with a part of the claim.</summary>
    public static bool ComparesParts(RoleRuleConfiguration rule) => rule.Match is RuleMatch.Contains or RuleMatch.StartsWith;

    /// <summary>Another name that may stand among a user's groups and holds the value.</summary>
    private static string? Other(EnvironmentConfiguration environment, string value)
    {
        if (environment.Groups.Keys.FirstOrDefault(g => g != value && g.Contains(value, StringComparison.Ordinal)) is { } group)
            return $"the name of the group \"{group}\"";
        foreach (var provider in environment.IdentityProviders.Keys)
        {
            // eu-west-1_AbCdEfGhI_Corp: Region, nine letters and digits of chance, and the provider.
            if ($"_{provider}".Contains(value, StringComparison.Ordinal))
                return $"the name of the group that Cognito makes for users of \"{provider}\" (POOL_{provider})";
            if (
                $"{environment.TargetRegion}_".Contains(value, StringComparison.Ordinal)
                || (value.Length <= ShortEnoughForChance && value.All(char.IsAsciiLetterOrDigit))
            )
                return $"what the id of a user pool may hold, with which the group that Cognito makes for users of \"{provider}\" begins";
        }

        return null;
    }
}
