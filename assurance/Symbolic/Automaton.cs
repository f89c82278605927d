namespace CognitoStack.Assurance.Symbolic;

/// <summary>Several patterns read side by side: a state is the set of places that the text read so far can have come to.</summary>
internal sealed class Automaton
{
    private readonly Pattern[] patterns;
    private readonly bool ignoresCase;
    private readonly List<(int Pattern, int At)[]> states = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<(int State, Symbol Symbol), int> steps = [];

    public Automaton(Pattern[] patterns, bool ignoresCase, bool isLoose)
    {
        (this.patterns, this.ignoresCase, IsLoose) = (patterns, ignoresCase, isLoose);
        Start = Number(patterns.SelectMany((_, pattern) => Reach(pattern, 0)));
        Alphabet = [.. patterns.SelectMany(p => p.Symbols).Where(s => s.Kind <= SymbolKind.Variable).Select(Fold).Distinct()];
        // Parts of ARNs tell colons apart.
        if (patterns.Any(p => p.Symbols.Any(s => s.Kind >= SymbolKind.OneOfPart)))
            Alphabet = [.. Alphabet.Append(new(SymbolKind.Letter, ':')).Distinct()];
    }

    /// <summary>Whether a variable may be any text.</summary>
    public bool IsLoose { get; }

    public int Start { get; }

    /// <summary>What patterns name.</summary>
    public IReadOnlyList<Symbol> Alphabet { get; }

    public bool IsEnd(int state) => states[state].Any(s => s.At == patterns[s.Pattern].Symbols.Count);

    /// <summary>Whether no pattern takes the text so far.</summary>
    public bool IsNowhere(int state) => states[state].Length == 0;

    public int Next(int state, Symbol symbol)
    {
        symbol = Fold(symbol);
        if (!steps.TryGetValue((state, symbol), out var next))
            steps[(state, symbol)] = next = Number(states[state].SelectMany(s => Step(s.Pattern, s.At, symbol)));
        return next;
    }

    /// <summary>A variable is taken by its like, and by what takes any text: no other pattern can be sure of its value.</summary>
    private IEnumerable<(int Pattern, int At)> Step(int pattern, int at, Symbol symbol)
    {
        if (at == patterns[pattern].Symbols.Count)
            return [];
        if (IsLoose && symbol.Kind == SymbolKind.Variable)
            return Enumerable.Range(at, patterns[pattern].Symbols.Count - at + 1).Select(later => (pattern, later));
        var (place, isLetter, isColon) = (patterns[pattern].Symbols[at], symbol.Kind == SymbolKind.Letter, symbol.Letter == ':');
        return place.Kind switch
        {
            SymbolKind.Run => Reach(pattern, at),
            SymbolKind.Variable when IsLoose => Reach(pattern, at),
            SymbolKind.RunOfPart when isLetter && !isColon => Reach(pattern, at),
            SymbolKind.One when isLetter => Reach(pattern, at + 1),
            SymbolKind.OneOfPart when isLetter && !isColon => Reach(pattern, at + 1),
            SymbolKind.Letter or SymbolKind.Variable when Fold(place) == symbol => Reach(pattern, at + 1),
            _ => [],
        };
    }

    /// <summary>A run may be empty.</summary>
    private IEnumerable<(int Pattern, int At)> Reach(int pattern, int at)
    {
        yield return (pattern, at);
        while (at < patterns[pattern].Symbols.Count && MayBeEmpty(patterns[pattern].Symbols[at].Kind))
            yield return (pattern, ++at);
    }

    private bool MayBeEmpty(SymbolKind kind) => kind is SymbolKind.Run or SymbolKind.RunOfPart || (IsLoose && kind == SymbolKind.Variable);

    private Symbol Fold(Symbol symbol) =>
        ignoresCase && symbol.Kind == SymbolKind.Letter ? symbol with { Letter = char.ToLowerInvariant(symbol.Letter) } : symbol;

    private int Number(IEnumerable<(int Pattern, int At)> places)
    {
        var state = places.Distinct().Order().ToArray();
        var key = string.Join(' ', state);
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = states.Count;
            states.Add(state);
        }

        return number;
    }
}
