using System.Net;

namespace CognitoStack.Local.Firewall;

/// <summary>Counts the requests of addresses by the rule that looks at them.</summary>
internal sealed class RequestRates(TimeProvider time)
{
    private const int MostAddresses = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Acl, string Rule, IPAddress Address), (Queue<DateTimeOffset> Requests, TimeSpan Window)> counted =
    [];

    /// <summary>Counts a request, and tells how many came before it within the window. Those that were blocked count, too.</summary>
    public int Count(string acl, string rule, IPAddress address, int seconds)
    {
        var (now, window) = (time.GetUtcNow(), TimeSpan.FromSeconds(seconds));
        lock (gate)
        {
            if (counted.Count > MostAddresses)
                foreach (var (key, (old, of)) in counted.ToList())
                    if (old.Last() <= now - of)
                        counted.Remove(key);
            if (!counted.TryGetValue((acl, rule, address), out var found))
                counted[(acl, rule, address)] = found = (new(), window);
            while (found.Requests.TryPeek(out var first) && first <= now - window)
                found.Requests.Dequeue();
            found.Requests.Enqueue(now);
            return found.Requests.Count - 1;
        }
    }
}
