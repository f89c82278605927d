using System.Collections.Concurrent;

namespace CognitoStack.Smoke.Target;

/// <summary>What came of sign-ins at each risk, as they were tried.</summary>
internal sealed class RiskOutcomes
{
    /// <summary>There are tokens, or a code for them.</summary>
    public const string SignedIn = "signed in";

    /// <summary>A second factor is asked for.</summary>
    public const string Asked = "asked for a code";

    /// <summary>Refused for its risk.</summary>
    public const string Blocked = "blocked";

    private readonly ConcurrentDictionary<(string Risk, string Way), (string Outcome, string Expected)> outcomes = [];

    /// <summary>Whether nothing was tried.</summary>
    public bool IsEmpty => outcomes.IsEmpty;

    /// <summary>Notes what came of a try, and what should have.</summary>
    public void Note(string risk, string way, string outcome, string expected) => outcomes[(risk, way)] = (outcome, expected);

    /// <summary>What came of a try, and what should have; null: it was none.</summary>
    public (string Outcome, string Expected)? Of(string risk, string way) =>
        outcomes.TryGetValue((risk, way), out var outcome) ? outcome : null;
}
