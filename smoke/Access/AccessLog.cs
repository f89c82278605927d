using System.Collections.Concurrent;

namespace CognitoStack.Smoke.Access;

/// <summary>What came of a try.</summary>
/// <param name="Allowed">Whether it was allowed.</param>
/// <param name="Expected">Whether it should have been.</param>
internal sealed record Outcome(bool Allowed, bool Expected);

/// <summary>Who could do what, as it was tried.</summary>
internal sealed class AccessLog
{
    private readonly ConcurrentDictionary<(string Visitor, Spot Spot, Deed Deed), Outcome> outcomes = [];

    /// <summary>Notes a try.</summary>
    public void Note(string visitor, Spot spot, Deed deed, Outcome outcome) => outcomes[(visitor, spot, deed)] = outcome;

    /// <summary>What came of a try; null: it was none.</summary>
    public Outcome? Of(string visitor, Spot spot, Deed deed) => outcomes.GetValueOrDefault((visitor, spot, deed));
}
