using System.Collections.Immutable;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>A request that passes everything that was asked.</summary>
/// <param name="Values">Values by key, in small letters, each a text that may hold variables of the session; keys that nothing was asked of are left out.</param>
/// <param name="Asked">What was asked, by key.</param>
internal sealed record FoundRequest(
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<Symbol>>> Values,
    IReadOnlyDictionary<string, ImmutableList<Literal>> Asked
)
{
    /// <summary>Whether a key may as well have a value of another's choice.</summary>
    public bool Fits(string key, string value) => Asked.GetValueOrDefault(key, []).TrueForAll(literal => literal.Holds([value]));
}

/// <summary>Decides whether a region lies within others, for every request. Keys are independent of one another, so a region is empty where one of its keys
/// has no fitting values; and what is outside of others fails, for each of them, one of its literals.</summary>
/// <remarks>Variables are letters of their own. What is shown so holds for every value of them: putting values in their places takes requests of a region to
/// requests of the region with these values, and reaches all of those.</remarks>
/// <param name="usual">Values that are taken before others, by key: an answer of them is one that people know.</param>
internal sealed class Solver(IReadOnlyDictionary<string, IReadOnlyList<string>>? usual = null)
{
    /// <summary>In the place of a key: whichever has no usual values of its own.</summary>
    public const string AnyKey = "*";

    private static readonly HashSet<string> Many = new(StringComparer.Ordinal)
    {
        "dynamodb:leadingkeys",
        "dynamodb:attributes",
        "aws:tagkeys",
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
    };

    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<Symbol>>?> known = [];

    /// <summary>Whether requests may have several values of a key.</summary>
    public static bool HasMany(string key) => Many.Contains(key) || key.EndsWith(":amr", StringComparison.Ordinal);

    /// <summary>A request of a region that is in none of others; null where there is none.</summary>
    public FoundRequest? Outside(Region region, IEnumerable<Region> others)
    {
        var facts = ImmutableDictionary<string, ImmutableList<Literal>>.Empty;
        foreach (var literal in region.Literals)
            if (With(facts, literal) is { } more)
                facts = more;
            else
                return null;
        return Search(facts, [.. others]);
    }

    /// <summary>A request that is in both regions; null where there is none.</summary>
    public FoundRequest? Common(Region region, Region other) => Outside(region.And(other.Literals), []);

    private FoundRequest? Search(ImmutableDictionary<string, ImmutableList<Literal>> facts, ImmutableList<Region> others)
    {
        (Region Region, List<ImmutableDictionary<string, ImmutableList<Literal>>> Ways)? narrowest = null;
        foreach (var other in others)
        {
            // Apart already.
            if (other.Literals.Any(l => With(facts, l) is null))
            {
                others = others.Remove(other);
                continue;
            }

            var ways = other
                .Literals.Select(l => With(facts, l.Negation))
                .OfType<ImmutableDictionary<string, ImmutableList<Literal>>>()
                .ToList();
            if (ways.Count == 0)
                return null;
            if (narrowest is null || ways.Count < narrowest.Value.Ways.Count)
                narrowest = (other, ways);
        }

        if (narrowest is not { } next)
            return new(facts.ToDictionary(f => f.Key, f => Values(f.Key, f.Value)!), facts);
        return next.Ways.Select(way => Search(way, others.Remove(next.Region))).FirstOrDefault(found => found is not null);
    }

    /// <summary>Facts with one more; null where no value fits them all.</summary>
    private ImmutableDictionary<string, ImmutableList<Literal>>? With(
        ImmutableDictionary<string, ImmutableList<Literal>> facts,
        Literal literal
    )
    {
        var all = facts.GetValueOrDefault(literal.Key, []).Add(literal);
        return Values(literal.Key, all) is null ? null : facts.SetItem(literal.Key, all);
    }

    private IReadOnlyList<IReadOnlyList<Symbol>>? Values(string key, ImmutableList<Literal> literals)
    {
        var name =
            $"{key}\n{string.Join('\n', literals.Select(l => $"{l.Quantifier} {l.Test?.Key}").Distinct().Order(StringComparer.Ordinal))}";
        if (!known.TryGetValue(name, out var values))
            known[name] = values = Find(key, literals);
        return values;
    }

    private IReadOnlyList<IReadOnlyList<Symbol>>? Find(string key, ImmutableList<Literal> literals)
    {
        var ofAll = literals.Where(l => l.Quantifier == Quantifier.All).Select(l => l.Test!).ToList();
        var ofAny = literals.Where(l => l.Quantifier == Quantifier.Any).Select(l => l.Test!).ToList();
        var isPresent = ofAny.Count > 0 || literals.Exists(l => l.Quantifier == Quantifier.Present);
        if (literals.Exists(l => l.Quantifier == Quantifier.Absent))
            return isPresent ? null : [];
        if (!isPresent)
            return [];
        if (!HasMany(key) || ofAny.Count == 0)
            return One(key, [.. ofAll, .. ofAny]) is { } one ? [one] : null;
        var found = ofAny.Select(test => One(key, [.. ofAll, test])).ToList();
        return found.Contains(null) ? null : [.. found.Select(f => f!)];
    }

    private IReadOnlyList<Symbol>? One(string key, List<ITest> tests) =>
        (usual?.GetValueOrDefault(key) ?? usual?.GetValueOrDefault(AnyKey) ?? []).FirstOrDefault(value =>
            tests.TrueForAll(t => t.Holds(value))
        )
            is { } known
            ? Pattern.Of(known).Symbols
            : Texts.Find(tests);
}
