using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Reads policies as regions, in which the variables of a session have whatever value.</summary>
/// <param name="identities">What IAM calls the service of identity pools.</param>
internal sealed class PolicyReader(string identities)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the statements of one effect speak of.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="effect"><c>Allow</c> or <c>Deny</c>.</param>
    /// <param name="side">How they are read where they cannot be read exactly.</param>
    /// <param name="isMeant">Which of them; all where it is null.</param>
    public IEnumerable<Region> Read(NamedPolicy policy, string effect, Side side, Func<JsonObject, bool>? isMeant = null)
    {
        var version = policy.Document["Version"]?.ToString();
        foreach (var (statement, index) in policy.Statements.Select((s, i) => (s, i)))
        {
            if (statement["Effect"]?.ToString() != effect || isMeant?.Invoke(statement) == false)
                continue;
            var source = new DecidingStatement($"{policy.Name}#{index}", statement).ToString();
            foreach (var missing in Missing(statement))
            {
                var reader = new StatementReader(side, name => missing.Contains(new(name.ToLowerInvariant(), true)) ? null : ValueOf(name));
                yield return reader
                    .Read(statement, version, source)
                    .And(missing.Select(m => new Literal(m.Tag, m.IsMissing ? Quantifier.Absent : Quantifier.Present)));
            }
        }
    }

    /// <summary>Tags that have another value where they are missing: each is there, or is not.</summary>
    private static IEnumerable<List<(string Tag, bool IsMissing)>> Missing(JsonObject statement)
    {
        IEnumerable<List<(string Tag, bool IsMissing)>> cases =
        [
            [],
        ];
        foreach (var tag in Pattern.WithDefaults(statement.ToJsonString(Plain)).Select(n => n.ToLowerInvariant()).Distinct())
            cases =
            [
                .. cases.SelectMany(before =>
                    (List<(string, bool)>[])
                        [
                            [.. before, (tag, true)],
                            [.. before, (tag, false)],
                        ]
                ),
            ];
        return cases;
    }

    /// <summary>Identity and tags are whatever a session has; it has no user of IAM, and no identity of another service. What else policies can name
    /// depends on requests that nobody here knows.</summary>
    private Pattern? ValueOf(string name)
    {
        var key = name.ToLowerInvariant();
        if (key == IntentRegions.Identity(identities) || key.StartsWith(IntentRegions.Tag(string.Empty), StringComparison.Ordinal))
            return new([new Symbol(SymbolKind.Variable, Name: key)]);
        return key == "aws:username" || (AwsNames.NamesIdentities(key) && key.EndsWith(":sub", StringComparison.Ordinal))
            ? null
            : throw new UndecidedException($"the value of ${{{name}}} is neither the session's identity nor one of its tags");
    }
}
