using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>The section <c>Rules</c> of a template: what must hold of its parameters before anything is made.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Rules" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html).</remarks>
internal static class TemplateRules
{
    /// <exception cref="TemplateException">An assertion does not hold.</exception>
    public static void Require(string stack, JsonObject template, Intrinsics intrinsics)
    {
        foreach (var (name, rule) in template["Rules"] as JsonObject ?? [])
        {
            var at = new TemplatePlace(stack, $"Rules.{name}");
            if (rule?["RuleCondition"] is { } condition && !Holds(at, condition, intrinsics))
                continue;
            foreach (var assertion in rule?["Assertions"] as JsonArray ?? [])
                if (!Holds(at, assertion?["Assert"], intrinsics))
                    throw at.Error(assertion?["AssertDescription"]?.ToString() ?? $"the rule {name} does not hold.");
        }
    }

    private static bool Holds(TemplatePlace at, JsonNode? node, Intrinsics intrinsics)
    {
        string? Text(JsonNode? value) => intrinsics.Resolve(at, value)?.ToString();
        List<string?> Texts(JsonNode? list) =>
            intrinsics.Resolve(at, list) is JsonArray many
                ? [.. many.Select(i => i?.ToString())]
                : throw at.Error($"a list is asked for where there is {list?.ToJsonString() ?? "nothing"}.");
        if (node is not JsonObject { Count: 1 } function)
            throw at.Error($"a rule is one function, not {node?.ToJsonString() ?? "nothing"}.");
        return (function.First().Key, function.First().Value) switch
        {
            ("Fn::And", JsonArray all) => all.All(c => Holds(at, c, intrinsics)),
            ("Fn::Or", JsonArray any) => any.Any(c => Holds(at, c, intrinsics)),
            ("Fn::Not", JsonArray { Count: 1 } not) => !Holds(at, not[0], intrinsics),
            ("Fn::Equals", JsonArray { Count: 2 } pair) => Text(pair[0]) == Text(pair[1]),
            ("Fn::Contains", JsonArray { Count: 2 } pair) => Texts(pair[0]).Contains(Text(pair[1])),
            ("Fn::EachMemberEquals", JsonArray { Count: 2 } pair) => Texts(pair[0]).All(t => t == Text(pair[1])),
            ("Fn::EachMemberIn", JsonArray { Count: 2 } pair) => Texts(pair[0]).All(Texts(pair[1]).Contains),
            _ => throw at.Error($"this is not understood in a rule here: {function.ToJsonString()}."),
        };
    }
}
