using System.Text.Json.Nodes;

namespace CognitoStack.Templates.Firewall;

/// <summary>Which statements of a web ACL's rules are understood, and which of their members.</summary>
/// <remarks>Source: AWS WAF API Reference, "Statement" (https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html).</remarks>
public static class WebStatements
{
    /// <summary>How deep statements that hold others are told.</summary>
    private const int Deepest = 3;

    // A value of null: whatever the member says.
    private static readonly Dictionary<string, Dictionary<string, string[]?>> Members = new()
    {
        ["GeoMatchStatement"] = new() { ["CountryCodes"] = null },
        ["IPSetReferenceStatement"] = new() { ["Arn"] = null },
        ["RateBasedStatement"] = new()
        {
            ["AggregateKeyType"] = ["IP"],
            ["EvaluationWindowSec"] = null,
            ["Limit"] = null,
        },
        ["ManagedRuleGroupStatement"] = new()
        {
            ["Name"] = [.. ManagedRules.All],
            ["RuleActionOverrides"] = null,
            ["VendorName"] = ["AWS"],
        },
        ["NotStatement"] = [],
        ["OrStatement"] = [],
        ["AndStatement"] = [],
    };

    private static readonly Dictionary<string, string> Holders = new()
    {
        ["NotStatement"] = "Statement",
        ["OrStatement"] = "Statements",
        ["AndStatement"] = "Statements",
        ["RateBasedStatement"] = "ScopeDownStatement",
        ["ManagedRuleGroupStatement"] = "ScopeDownStatement",
    };

    /// <summary>What is understood, as paths below a statement; what must have one of some values, with the value.</summary>
    public static IEnumerable<string> Paths() => Paths(Deepest);

    private static IEnumerable<string> Paths(int deep) =>
        Members
            .SelectMany(kind =>
                kind.Value.SelectMany(member =>
                    member.Value is null ? [$"{kind.Key}.{member.Key}"] : member.Value.Select(value => $"{kind.Key}.{member.Key}.{value}")
                )
            )
            .Concat(deep == 0 ? [] : Holders.SelectMany(h => Paths(deep - 1).Select(p => $"{h.Key}.{h.Value}.{p}")));

    /// <summary>What of a statement nobody here understands; null where all is.</summary>
    public static string? Flaw(JsonObject statement)
    {
        var (kind, node) = statement.Single();
        if (!Members.TryGetValue(kind, out var members))
            return $"a {kind}";
        foreach (var (name, value) in node!.AsObject())
            if (Holders.GetValueOrDefault(kind) == name)
            {
                if (
                    (value as JsonArray ?? [value!.DeepClone()]).Select(s => Flaw(s!.AsObject())).FirstOrDefault(f => f is not null) is
                    { } below
                )
                    return below;
            }
            else if (!members.TryGetValue(name, out var values))
                return $"{name} in a {kind}";
            else if (values?.Contains(value!.ToString()) == false)
                return $"the {name} {value} in a {kind}";
        return null;
    }
}
