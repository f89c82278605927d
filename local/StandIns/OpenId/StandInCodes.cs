using System.Collections.Concurrent;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>Codes of stand-ins, good once; and whom Apple has told somebody's name already.</summary>
internal sealed class StandInCodes(TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly ShortLived<StandInGrant> codes = new(Validity, time);
    private readonly ConcurrentDictionary<(string Client, string Subject), bool> named = [];

    public string New(StandInGrant grant) => codes.Add(grant);

    public StandInGrant? Take(string code) => codes.TryTake(code, out var grant) ? grant : null;

    /// <summary>Whether an app of Apple's hears somebody's name now, for the first and only time.</summary>
    public bool IsFirst(StandInGrant grant) => named.TryAdd((grant.ClientId, grant.Person.Subject), true);
}
