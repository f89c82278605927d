namespace CognitoStack.Configuration;

/// <summary>Rules of <c>access.rules</c> that compare parts of a text, and fit more than one may think.</summary>
internal static class TextRuleWarnings
{
    public static IEnumerable<(string Path, string Message)> Of(EnvironmentConfiguration environment)
    {
        var rules = environment.Access.Rules;
        for (var i = 0; i < rules.Count; i++)
        {
            for (var j = i + 1; j < rules.Count && rules[i].Match == RuleMatch.NotEquals; j++)
                if (
                    (rules[j].Claim, rules[j].Match) == (rules[i].Claim, RuleMatch.Equals)
                    && rules[j].Value != rules[i].Value
                    && rules[j].Role != rules[i].Role
                    && SameClient(rules[i], rules[j])
                )
                    yield return (
                        JsonPath.Item("$.access.rules", i),
                        $"fits \"{rules[j].Value}\" of the rule at [{j}] as well: it comes first, so that one gives nobody the role \"{rules[j].Role}\". Put it behind."
                    );
            if (!TextRuleRules.ComparesParts(rules[i]))
                continue;
            if (rules[i].Claim == "cognito:groups")
                yield return (
                    JsonPath.Item("$.access.rules", i),
                    $"gives the role \"{rules[i].Role}\" to the members of every group whose name holds \"{rules[i].Value}\", of one that is made later, too. Let groups give the role: leave the client without rules, and name the role in groups."
                );
            for (var j = 0; j < rules.Count; j++)
                if (
                    i != j
                    && rules[j].Claim == rules[i].Claim
                    && rules[j].Match != RuleMatch.NotEquals
                    && rules[j].Role != rules[i].Role
                    && Fits(rules[i], rules[j].Value)
                    && SameClient(rules[i], rules[j])
                )
                    yield return (
                        JsonPath.Item("$.access.rules", i),
                        $"fits \"{rules[j].Value}\" of the rule at [{j}] as well: {(i < j ? $"it comes first, so that one gives nobody the role \"{rules[j].Role}\"" : $"whoever has that value may ask for the role \"{rules[i].Role}\" by name")}. Compare by \"equals\"."
                    );
        }
    }

    private static bool Fits(RoleRuleConfiguration rule, string value) =>
        rule.Match == RuleMatch.Contains
            ? value.Contains(rule.Value, StringComparison.Ordinal)
            : value.StartsWith(rule.Value, StringComparison.Ordinal);

    private static bool SameClient(RoleRuleConfiguration one, RoleRuleConfiguration other) =>
        one.Client is null || other.Client is null || one.Client == other.Client;
}
