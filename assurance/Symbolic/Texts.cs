namespace CognitoStack.Assurance.Symbolic;

/// <summary>Finds a text that passes several tests at once.</summary>
internal static class Texts
{
    private const string Others = "xyzwvu0123456789";

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
        var cameFrom = new Dictionary<string, (string? Before, Symbol By)> { [Name(start)] = (null, default) };
        var queue = new Queue<int[]>([start]);
        while (queue.TryDequeue(out var states))
        {
            if (tests.Select((t, i) => t.Accepts(states[i])).All(accepts => accepts))
                return PathTo(Name(states), cameFrom);
            foreach (var symbol in alphabet)
            {
                var next = states.Select((state, i) => tests[i].Next(state, symbol)).ToArray();
                if (cameFrom.TryAdd(Name(next), (Name(states), symbol)))
                    queue.Enqueue(next);
            }
        }

        return null;
    }

    private static string Name(int[] states) => string.Join(' ', states);

    private static List<Symbol> PathTo(string end, Dictionary<string, (string? Before, Symbol By)> cameFrom)
    {
        List<Symbol> path = [];
        for (var at = end; cameFrom[at] is (not null and var before, var by); at = before)
            path.Add(by);
        path.Reverse();
        return path;
    }
}
