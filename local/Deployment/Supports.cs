namespace CognitoStack.Local.Deployment;

/// <summary>What the parts of the host make of types and their properties, all together.</summary>
internal sealed class Supports(IEnumerable<ISupports> parts)
{
    private readonly Dictionary<string, Support> types = parts
        .SelectMany(p => p.Types)
        .GroupBy(t => t.Type)
        .ToDictionary(g => g.Key, Merge);

    public IEnumerable<Support> All => types.Values;

    public Support? Of(string type) => types.GetValueOrDefault(type);

    /// <summary>Whether a property, or something below it, works as in AWS.</summary>
    public bool Honours(string type, string property) =>
        Of(type) is { Ignored: null } support
        && support.Honours.Any(h => h == property || h.StartsWith(property + '.', StringComparison.Ordinal));

    // Two parts may look after one type: a bucket's objects and its policy.
    private static Support Merge(IGrouping<string, Support> same) =>
        same.Aggregate(
            (a, b) =>
                new(
                    a.Type,
                    [.. a.Honours.Union(b.Honours)],
                    a.Ignores.Concat(b.Ignores.Where(i => !a.Ignores.ContainsKey(i.Key))).ToDictionary()
                )
                {
                    Ignored = a.Ignored is not null && b.Ignored is not null ? a.Ignored : null,
                }
        );
}
