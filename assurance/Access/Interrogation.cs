using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Gathers questions with what is expected of them, asks each once, and gives the answers back as decisions.</summary>
internal sealed class Interrogation(IPolicyEvaluator evaluator)
{
    private readonly Dictionary<string, JsonObject> policies = [];
    private readonly List<(Decision Draft, Question[] Questions)> asked = [];

    /// <summary>Makes a policy known and returns its name.</summary>
    public string Policy(string name, JsonObject document)
    {
        policies.TryAdd(name, document);
        return name;
    }

    /// <summary>Adds a decision that is allowed where every one of the questions is.</summary>
    public void Ask(Decision draft, params Question[] questions) => asked.Add((draft, questions));

    /// <summary>Asks.</summary>
    public IReadOnlyList<Decision> Answers()
    {
        // Two subjects with the same rights ask the same questions.
        var distinct = asked.SelectMany(a => a.Questions).GroupBy(Key).ToDictionary(g => g.Key, g => g.First());
        var verdicts = distinct.Keys.Zip(evaluator.Decide(policies, [.. distinct.Values])).ToDictionary(v => v.First, v => v.Second);
        return [.. asked.Select(a => Decide(a.Draft, [.. a.Questions.Select(q => verdicts[Key(q)])]))];
    }

    private Decision Decide(Decision draft, Verdict[] verdicts)
    {
        var deciding = verdicts.FirstOrDefault(v => v.Problem is not null) ?? verdicts.FirstOrDefault(v => !v.Allowed) ?? verdicts[0];
        return draft with
        {
            Allowed = verdicts.All(v => v.Allowed),
            DecidedBy = DecidingStatement.Of(deciding, policies)?.ToString() ?? (deciding.Allowed ? string.Empty : "no statement"),
            Problem = deciding.Problem,
        };
    }

    private static string Key(Question q) => string.Join('\n', q.Text, string.Join(',', q.Identity), q.Session, q.ResourcePolicy);
}
