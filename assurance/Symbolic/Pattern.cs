using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>What stands at one place of a pattern.</summary>
internal enum SymbolKind
{
    /// <summary>A letter.</summary>
    Letter,

    /// <summary>A variable of the session, such as its identity: whatever value it has, it has the same wherever it stands.</summary>
    Variable,

    /// <summary>Any one letter.</summary>
    One,

    /// <summary>Any text.</summary>
    Run,

    /// <summary>Any one letter but a colon: parts of an ARN.</summary>
    OneOfPart,

    /// <summary>Any text without a colon.</summary>
    RunOfPart,
}

/// <summary>A place of a pattern or of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Letter">The letter.</param>
/// <param name="Name">Name of the variable, in small letters: IAM does not tell case in names of keys.</param>
internal readonly record struct Symbol(SymbolKind Kind, char Letter = '\0', string Name = "");

/// <summary>How a value of a policy is read.</summary>
internal enum Reading
{
    /// <summary>As a text: stars are stars.</summary>
    Plain,

    /// <summary>With <c>*</c> and <c>?</c>.</summary>
    Wildcards,

    /// <summary>With <c>*</c> and <c>?</c>, which stay within the first five parts of an ARN.</summary>
    Arn,
}

/// <summary>Texts that a value of a policy stands for.</summary>
/// <param name="Symbols">Place by place.</param>
internal sealed partial record Pattern(IReadOnlyList<Symbol> Symbols)
{
    /// <summary>Variables in it.</summary>
    public IEnumerable<string> Named => Symbols.Where(s => s.Kind == SymbolKind.Variable).Select(s => s.Name).Distinct();

    /// <summary>Any text.</summary>
    public static Pattern Anything { get; } = new([new(SymbolKind.Run)]);

    /// <summary>A text as it stands.</summary>
    public static Pattern Of(string text) => new([.. text.Select(c => new Symbol(SymbolKind.Letter, c))]);

    /// <summary>One pattern after the other.</summary>
    public static Pattern operator +(Pattern first, Pattern second) => new([.. first.Symbols, .. second.Symbols]);

    /// <summary>Reads a value of a policy; null where it stands for no text, since a variable in it has no value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="reading">How.</param>
    /// <param name="variables">What a variable is, or null where it is missing; null where the policy's version has no variables.</param>
    public static Pattern? Read(string text, Reading reading, Func<string, Pattern?>? variables)
    {
        List<Symbol> symbols = [];
        var end = 0;
        foreach (Match match in variables is null ? [] : Variable().Matches(text).Cast<Match>())
        {
            if (Value(match, variables!) is not { } value)
                return null;
            symbols.AddRange(Written(text[end..match.Index], reading));
            symbols.AddRange(value.Symbols);
            end = match.Index + match.Length;
        }

        symbols.AddRange(Written(text[end..], reading));
        return new(reading == Reading.Arn ? WithinParts(symbols) : symbols);
    }

    /// <summary>Names of the variables that have another value where they are missing.</summary>
    public static IEnumerable<string> WithDefaults(string text) =>
        Variable().Matches(text).Where(m => m.Groups["else"].Success).Select(m => m.Groups["name"].Value).Distinct();

    private static Pattern? Value(Match match, Func<string, Pattern?> variables) =>
        match.Groups["escaped"] is { Success: true } escaped
            ? Of(escaped.Value)
            : variables(match.Groups["name"].Value) ?? (match.Groups["else"] is { Success: true } other ? Of(other.Value) : null);

    private static IEnumerable<Symbol> Written(string text, Reading reading) =>
        text.Select(letter =>
            (letter, reading) switch
            {
                ('*', not Reading.Plain) => new Symbol(SymbolKind.Run),
                ('?', not Reading.Plain) => new(SymbolKind.One),
                _ => new(SymbolKind.Letter, letter),
            }
        );

    /// <summary>A text that no other pattern has: a star that is a letter is not one that stands for any text, nor one that stays within a part of an ARN.</summary>
    public string Key => string.Concat(Symbols.Select(s => s.Kind == SymbolKind.Letter ? $"{s.Letter}" : $"\0{(int)s.Kind}{s.Name}\0"));

    /// <summary>The text of people: variables in braces.</summary>
    public override string ToString() =>
        string.Concat(
            Symbols.Select(s =>
                s.Kind switch
                {
                    SymbolKind.Letter => $"{s.Letter}",
                    SymbolKind.Variable => $"{{{s.Name}}}",
                    SymbolKind.One or SymbolKind.OneOfPart => "?",
                    SymbolKind.Run or SymbolKind.RunOfPart => "*",
                    _ => throw new UnreachableException($"{s.Kind}"),
                }
            )
        );

    private static List<Symbol> WithinParts(List<Symbol> symbols)
    {
        const int inner = 5;
        if (symbols.Count(IsColon) < inner)
            return symbols;
        var part = 0;
        return
        [
            .. symbols.Select(s =>
            {
                part += IsColon(s) ? 1 : 0;
                return (s.Kind, part < inner) switch
                {
                    (SymbolKind.Run, true) => new(SymbolKind.RunOfPart),
                    (SymbolKind.One, true) => new(SymbolKind.OneOfPart),
                    _ => s,
                };
            }),
        ];
    }

    private static bool IsColon(Symbol symbol) => symbol is { Kind: SymbolKind.Letter, Letter: ':' };

    [GeneratedRegex(@"\$\{\s*(?:(?<escaped>[*?$])|(?<name>[^{},*?$]+?))\s*(?:,\s*'(?<else>[^']*)'\s*)?\}")]
    private static partial Regex Variable();
}
