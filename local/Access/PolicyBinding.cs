using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Access;

/// <summary>Puts a session's values in place of their policy variables: the evaluator does not know the keys of identities in requests to S3 and DynamoDB.</summary>
internal static partial class PolicyBinding
{
    /// <summary>The policy, bound.</summary>
    public static JsonObject Bind(JsonObject policy, IReadOnlyDictionary<string, string> variables)
    {
        var bound = policy.DeepClone().AsObject();
        foreach (var statement in TemplatePolicies.Statements(bound))
        {
            // Older policies know no variables: what looks like one is text.
            if (policy["Version"]?.ToString() != "2012-10-17")
                continue;
            foreach (var part in new[] { "Resource", "NotResource", "Condition" })
                if (statement[part] is { } node)
                    statement[part] = Bound(node, variables);
        }

        return bound;
    }

    /// <summary>The keys that the conditions of a statement test.</summary>
    public static IEnumerable<string> Tested(JsonObject statement) =>
        (statement["Condition"] as JsonObject ?? []).Select(o => o.Value).OfType<JsonObject>().SelectMany(c => c.Select(k => k.Key));

    private static JsonNode? Bound(JsonNode? node, IReadOnlyDictionary<string, string> variables) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Bound(p.Value, variables)))),
            JsonArray a => new JsonArray([.. a.Select(n => Bound(n, variables))]),
            JsonValue v when v.TryGetValue(out string? text) => Variable().Replace(text, m => Value(m, variables)),
            _ => node?.DeepClone(),
        };

    /// <summary>A value's own stars, question marks and dollars are characters, not patterns.</summary>
    private static string Value(Match match, IReadOnlyDictionary<string, string> variables) =>
        variables.FirstOrDefault(v => v.Key.Equals(match.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Value is { } value
            ? Special().Replace(value, "$${$0}")
            : match.Value;

    // What stands for it where there is none ({key, 'otherwise'}) is the evaluator's to take.
    [GeneratedRegex(@"\$\{\s*(cognito-identity\.amazonaws\.com:[a-z]+)\s*(?:,\s*'[^']*'\s*)?\}", RegexOptions.IgnoreCase)]
    private static partial Regex Variable();

    [GeneratedRegex(@"[*?$]")]
    private static partial Regex Special();
}

/// <summary>A policy of which nobody can tell what it allows: nothing is allowed then.</summary>
internal sealed class UnjudgeablePolicyException(string message) : TemplateException(message);
