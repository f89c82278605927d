namespace CognitoStack.Configuration;

/// <summary>Rules of <c>access.rules</c>: claims that lead to a role.</summary>
internal static class RoleMappingRules
{
    private const string Path = "$.access.rules";
    private const int MostRules = 25;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var access = environment.Access;
        var roles = access.EffectiveRoles(environment.Storage);
        for (var i = 0; i < access.Rules.Count; i++)
        {
            var rule = access.Rules[i];
            var path = JsonPath.Item(Path, i);
            if (
                rule.Client is not null
                && RuleText.Exists(rule.Client, environment.Clients.Keys, path + ".client", "$.clients", findings)
                && !environment.Clients[rule.Client].IsInteractive
            )
                findings.Error(
                    path + ".client",
                    $"\"{rule.Client}\" is a machine client, whose tokens carry no user. Choose another.",
                    JsonPath.Property("$.clients", rule.Client) + ".type"
                );
            if (RuleText.Exists(rule.Role, roles.Keys, path + ".role", "$.access.roles", findings) && rule.Role == access.Guests)
                findings.Error(
                    path + ".role",
                    $"\"{rule.Role}\" is the role of guests, which a signed-in user cannot take on. Choose another.",
                    "$.access.guests"
                );
            ClaimRules.Check(environment, rule.Claim, path + ".claim", $"leads to the role \"{rule.Role}\"", findings);
            CheckReachable(access, i, findings);
        }

        foreach (var name in environment.Clients.Where(c => c.Value.IsInteractive).Select(c => c.Key))
            if (access.RulesFor(name) is { Count: > MostRules } rules)
                findings.Error(
                    Path,
                    $"{rules.Count} rules look at the tokens of \"{name}\"; Cognito allows {MostRules}. Use groups, or fewer rules.",
                    "$.clients"
                );
    }

    /// <summary>The first match wins, so a second rule for the same claim and value never does.</summary>
    private static void CheckReachable(AccessConfiguration access, int index, Findings findings)
    {
        var rule = access.Rules[index];
        for (var i = 0; i < index; i++)
        {
            var earlier = access.Rules[i];
            if (
                earlier.Claim == rule.Claim
                && earlier.Match == rule.Match
                && earlier.Value == rule.Value
                && (earlier.Client is null || earlier.Client == rule.Client)
            )
                findings.Error(
                    JsonPath.Item(Path, index),
                    $"can never match: the rule at [{findings.IndexInFile(Path, i)}] asks the same (\"{rule.Claim}\" {RuleText.Json(rule.Match)} \"{rule.Value}\") and comes first. Remove one.",
                    JsonPath.Item(Path, i)
                );
        }
    }
}
