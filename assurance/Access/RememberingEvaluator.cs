using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Asks another evaluator only what was not asked before: variants of one environment differ in few statements, and a statement
/// that does not name the action has no say.</summary>
public sealed class RememberingEvaluator(IPolicyEvaluator evaluator) : IPolicyEvaluator
{
    private readonly Dictionary<string, Verdict> known = [];
    private readonly Dictionary<string, string> statementSets = [];

    /// <summary>How many requests the other evaluator has decided.</summary>
    public int Evaluated => known.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions)
    {
        var relevant = new Dictionary<(string Policy, string Action), string>();
        var granting = new Dictionary<(string Policy, string Action), bool>();
        var keys = questions.Select(KeyOf).ToList();
        var fresh = keys.Zip(questions).Where(k => !known.ContainsKey(k.First)).DistinctBy(k => k.First).ToList();
        if (fresh.Count > 0)
            foreach (var (key, verdict) in fresh.Select(f => f.First).Zip(evaluator.Decide(policies, [.. fresh.Select(f => f.Second)])))
                known[key] = verdict;
        return [.. keys.Select(k => known[k])];

        string KeyOf(Question q) =>
            string.Join(
                '\n',
                IsGranted(q) ? q.Text : string.Join('\n', q.Principal, q.Action, q.Resource.Split('/')[0]),
                string.Join(',', q.Identity.Select(i => Relevant(i, q.Action))),
                Relevant(q.Session, q.Action),
                Relevant(q.ResourcePolicy, q.Action)
            );

        // Where no statement allows the action, one place is as good as any other: IAM denies what nobody allows.
        bool IsGranted(Question q) =>
            q
                .Identity.Append(q.ResourcePolicy)
                .OfType<string>()
                .Any(name =>
                    granting.TryGetValue((name, q.Action), out var grants)
                        ? grants
                        : granting[(name, q.Action)] = new NamedPolicy(name, policies[name]).Statements.Any(s =>
                            s["Effect"]!.ToString() == "Allow" && Names(s, q.Action)
                        )
                );

        string Relevant(string? name, string action)
        {
            if (name is null)
                return string.Empty;
            if (relevant.TryGetValue((name, action), out var text))
                return text;
            var statements = new NamedPolicy(name, policies[name])
                .Statements.Select((s, i) => (Statement: s, Index: i))
                .Where(s => Names(s.Statement, action));
            var said =
                $"{name} {policies[name]["Version"]} {string.Join(' ', statements.Select(s => $"{s.Index}{s.Statement.ToJsonString()}"))}";
            // A number stands for what may be long.
            if (!statementSets.TryGetValue(said, out var number))
                number = statementSets[said] = $"{statementSets.Count}";
            return relevant[(name, action)] = number;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) => evaluator.UnknownActions(names);

    private static bool Names(JsonObject statement, string action) =>
        statement["Action"] switch
        {
            JsonArray many => many.Any(pattern => Matches(pattern!.ToString(), action)),
            { } one => Matches(one.ToString(), action),
            // What is said by exception concerns every action.
            null => true,
        };

    private static bool Matches(string pattern, string action) =>
        pattern.AsSpan().ContainsAny('*', '?')
            ? Regex.IsMatch(
                action,
                $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$",
                RegexOptions.IgnoreCase
            )
            : pattern.Equals(action, StringComparison.OrdinalIgnoreCase);
}
