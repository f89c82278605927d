using System.Runtime.InteropServices;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Finds a text that passes several tests at once.</summary>
internal static class Texts
{
    private const string Others = "xyzwvu0123456789";

    private static readonly EqualityComparer<int[]> SameStates = EqualityComparer<int[]>.Create(
        (one, other) => one.AsSpan().SequenceEqual(other),
        states =>
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(states.AsSpan()));
            return hash.ToHashCode();
        }
    );

    /// <summary>The shortest text, which may hold variables; null where there is none.</summary>
    /// <exception cref="UndecidedException">One value is compared both as a text and as a number, a time or an address.</exception>
    public static IReadOnlyList<Symbol>? Find(IReadOnlyList<ITest> tests)
    {
        var texts = tests.OfType<TextTest>().ToList();
        var ordered = tests.OfType<OrderedTest>().ToList();
        if (ordered.Count == 0)
            return Walk(texts);
        if (texts.Count > 0)
            throw new UndecidedException($"one value is compared as a text ({texts[0].Key}) and otherwise ({ordered[0].Key})");
        return ordered.SelectMany(t => t.Candidates).FirstOrDefault(c => ordered.TrueForAll(t => t.Holds(c))) is { } value
            ? Pattern.Of(value).Symbols
            : null;
    }

    /// <summary>Walks through all automata at once, breadth first.</summary>
    private static List<Symbol>? Walk(List<TextTest> tests)
    {
        var alphabet = tests.SelectMany(t => t.Alphabet).Distinct().ToList();
        var letters = alphabet.Select(s => char.ToLowerInvariant(s.Letter)).ToHashSet();
        // One letter stands for all that no pattern names.
        alphabet.Insert(0, new(SymbolKind.Letter, Others.FirstOrDefault(c => !letters.Contains(c), '\u2022')));
        var start = tests.Select(t => t.Start).ToArray();
        var cameFrom = new Dictionary<int[], (int[]? Before, Symbol By)>(SameStates) { [start] = (null, default) };
        var queue = new Queue<int[]>([start]);
        while (queue.TryDequeue(out var states))
        {
            if (tests.Select((t, i) => t.Accepts(states[i])).All(accepts => accepts))
                return PathTo(states, cameFrom);
            foreach (var symbol in alphabet)
                if (Step(tests, states, symbol) is { } next && cameFrom.TryAdd(next, (states, symbol)))
                    queue.Enqueue(next);
        }

        return null;
    }

    /// <summary>Where all automata come by a symbol; null where one of them takes no text any more, whatever follows.</summary>
    private static int[]? Step(List<TextTest> tests, int[] states, Symbol symbol)
    {
        var next = new int[states.Length];
        for (var i = 0; i < next.Length; i++)
            if (tests[i].IsLost(next[i] = tests[i].Next(states[i], symbol)))
                return null;
        return next;
    }

    private static List<Symbol> PathTo(int[] end, Dictionary<int[], (int[]? Before, Symbol By)> cameFrom)
    {
        List<Symbol> path = [];
        for (var at = end; cameFrom[at] is (not null and var before, var by); at = before)
            path.Add(by);
        path.Reverse();
        return path;
    }
}
