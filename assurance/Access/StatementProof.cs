using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>What users' policies may say at all. It holds also where a decision would come out right by luck: a Scan beside a condition that it ignores,
/// a tag that nobody asked to be there.</summary>
public static partial class StatementProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "statements";

    private const string LeadingKeys = "dynamodb:LeadingKeys";
    private const string ReturnValues = "dynamodb:ReturnValues";
    private static readonly string[] Negations = ["NotAction", "NotResource"];

    /// <summary>Reads every statement of every role of users.</summary>
    public static ProofResult Of(Deployment deployment) =>
        new(
            Name,
            [],
            [
                .. from role in deployment.UserRoles
                from policy in role.Policies
                from fault in Faults(policy)
                select new Difference(role.Resource.LogicalId, fault.Action, "its policy", fault.Expected, fault.Got, fault.Where),
                .. from role in deployment.UserRoles
                from unread in role.UnreadPolicies
                select new Difference(
                    role.Resource.LogicalId,
                    "any",
                    "its policies",
                    "policies that the templates hold",
                    unread.ToString(),
                    string.Empty
                ),
            ]
        )
        {
            Examined =
                $"{deployment.UserRoles.Sum(role => role.Policies.Sum(policy => policy.Statements.Count()))} statements of {deployment.UserRoles.Count()} roles",
        };

    private static IEnumerable<(string Action, string Expected, string Got, string Where)> Faults(NamedPolicy policy)
    {
        if (policy.Document["Version"]?.ToString() != "2012-10-17")
            yield return (
                "any",
                "version 2012-10-17, without which variables are plain text",
                policy.Document["Version"]?.ToString() ?? "none",
                policy.Name
            );
        foreach (var (statement, index) in policy.Statements.Select((s, i) => (s, i)))
        {
            if (statement["Effect"]?.ToString() != "Allow")
                continue;
            var where = new DecidingStatement($"{policy.Name}#{index}", statement).ToString();
            foreach (var word in Negations.Where(w => statement.ContainsKey(w)))
                yield return (word, "what is allowed, said outright", word, where);
            var actions = TemplatePolicies.Texts(statement["Action"]).ToList();
            foreach (var action in actions.Where(a => !Actions.Grantable.Contains(a)))
                yield return (action, "an action that the environment file can grant", action, where);
            foreach (
                var resource in TemplatePolicies
                    .Texts(statement["Resource"])
                    .Where(r => r == "*" || r.Split(':').Take(5).Any(p => p.Contains('*', StringComparison.Ordinal)))
            )
                yield return (string.Join(", ", actions), "a resource of the project", resource, where);
            if (
                actions.Any(a => a.StartsWith("dynamodb:", StringComparison.Ordinal))
                && !(Tests(statement, "Null", LeadingKeys) && Tests(statement, "ForAllValues:StringEquals", LeadingKeys))
            )
                yield return (string.Join(", ", actions), $"{LeadingKeys} both compared and required", "half of it or nothing", where);
            if (
                actions.Any(AnswersWithWhatWas)
                && !actions.Contains("dynamodb:GetItem")
                && !TemplatePolicies.Texts(statement["Condition"]?["StringEqualsIfExists"]?[ReturnValues]).SequenceEqual(["NONE"])
            )
                yield return (
                    string.Join(", ", actions),
                    $"{ReturnValues} NONE, since who may only write may not read by it",
                    "another condition or none",
                    where
                );
            foreach (
                var tag in TagVariable()
                    .Matches(statement.ToJsonString())
                    .Select(m => m.Groups[1].Value)
                    .Distinct()
                    .Where(tag => !Tests(statement, "Null", $"aws:PrincipalTag/{tag}"))
            )
                yield return (string.Join(", ", actions), $"a condition that aws:PrincipalTag/{tag} is there", "none", where);
        }
    }

    private static bool AnswersWithWhatWas(string action) => action is "dynamodb:PutItem" or "dynamodb:UpdateItem" or "dynamodb:DeleteItem";

    private static bool Tests(JsonObject statement, string test, string key) =>
        statement["Condition"]?[test]?[key] is { } value && (test != "Null" || value.ToString() == "false");

    [GeneratedRegex(@"\$\{aws:PrincipalTag/([^},]+)")]
    private static partial Regex TagVariable();
}
