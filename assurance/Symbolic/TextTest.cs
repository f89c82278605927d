namespace CognitoStack.Assurance.Symbolic;

/// <summary>What a condition asks of one value.</summary>
internal interface ITest
{
    /// <summary>The test as one text.</summary>
    string Key { get; }

    /// <summary>Whether a text passes.</summary>
    bool Holds(string value);

    /// <summary>The test that passes what this one does not.</summary>
    ITest Negation { get; }
}

/// <summary>Whether a text fits one of some patterns, or none of them. Made into an automaton as far as somebody walks through it.</summary>
internal sealed class TextTest : ITest
{
    private readonly Pattern[] patterns;
    private readonly bool ignoresCase;
    private readonly bool isNegated;
    private readonly Automaton automaton;

    public TextTest(IEnumerable<Pattern> patterns, bool ignoresCase = false)
    {
        this.patterns = [.. patterns];
        this.ignoresCase = ignoresCase;
        automaton = new Automaton(this.patterns, ignoresCase, isLoose: false);
        Key = Named();
    }

    private TextTest(TextTest like, bool isNegated, Automaton automaton)
    {
        (patterns, ignoresCase, this.isNegated, this.automaton) = (like.patterns, like.ignoresCase, isNegated, automaton);
        Key = Named();
    }

    private string Named() =>
        $"{(isNegated ? "not " : string.Empty)}{(automaton.IsLoose ? "perhaps " : string.Empty)}{(ignoresCase ? "~" : string.Empty)}{string.Join('\u0001', patterns.Select(p => p.Key))}";

    /// <summary>The test as one text.</summary>
    public string Key { get; }

    /// <summary>What a text may fit.</summary>
    public IReadOnlyList<Pattern> Patterns => patterns;

    /// <summary>Whether case does not count.</summary>
    public bool IgnoresCase => ignoresCase;

    /// <summary>Whether a variable may be any text.</summary>
    public bool IsLoose => automaton.IsLoose;

    /// <summary>Variables that decide.</summary>
    public IEnumerable<string> Variables => patterns.SelectMany(p => p.Named).Distinct();

    /// <summary>Variables without which no text passes, as each pattern has them.</summary>
    public IEnumerable<string> NeededVariables =>
        isNegated || patterns.Length == 0 ? [] : patterns.Select(p => p.Named).Aggregate((common, next) => common.Intersect(next)).ToList();

    /// <summary>Whether every text passes.</summary>
    public bool IsTrivial => !isNegated && patterns.Any(p => p.Symbols is [{ Kind: SymbolKind.Run }]);

    /// <summary>Whether it says what does not pass.</summary>
    public bool IsNegated => isNegated;

    /// <summary>Letters and variables that it tells apart from others.</summary>
    public IEnumerable<Symbol> Alphabet => automaton.Alphabet;

    /// <inheritdoc/>
    public ITest Negation => new TextTest(this, !isNegated, automaton);

    /// <summary>The same, where a variable may be any text: what does not even so fit a pattern surely does not.</summary>
    public TextTest Loose => new(this, isNegated, new Automaton(patterns, ignoresCase, isLoose: true));

    /// <summary>The test with something in the places of variables.</summary>
    public TextTest Of(Func<string, Pattern> variables) =>
        new(
            patterns.Select(p => new Pattern([
                .. p.Symbols.SelectMany(s => s.Kind == SymbolKind.Variable ? variables(s.Name).Symbols : [s]),
            ])),
            ignoresCase
        );

    /// <summary>Where the automaton begins.</summary>
    public int Start => automaton.Start;

    /// <summary>Where it comes by a letter or a variable.</summary>
    public int Next(int state, Symbol symbol) => automaton.Next(state, symbol);

    /// <summary>Whether a text that ends there passes.</summary>
    public bool Accepts(int state) => automaton.IsEnd(state) != isNegated;

    /// <summary>Whether no text that goes on from there passes.</summary>
    public bool IsLost(int state) => !isNegated && automaton.IsNowhere(state);

    /// <inheritdoc/>
    public bool Holds(string value) => Accepts(value.Aggregate(Start, (state, letter) => Next(state, new(SymbolKind.Letter, letter))));
}
