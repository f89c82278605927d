using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>The questions of <see cref="Solver"/> in the language of SMT solvers: is there a request in a region that is in none of others? Made of the
/// regions alone, and of nothing that the solver here does with them.</summary>
/// <remarks>Source: The SMT-LIB Standard, theory "Unicode Strings" (https://smt-lib.org/theories-UnicodeStrings.shtml).</remarks>
internal static class SmtLib
{
    // Above all IPv4 addresses, so that one number tells both kinds apart.
    private static readonly BigInteger FirstV6 = BigInteger.Pow(2, 64);

    // Variables of sessions are letters of their own, which no pattern has otherwise.
    private const int FirstVariable = 0xE000;

    /// <summary>The question whether there is a request; where the solver has found one, whether that is one. Null where it cannot be asked: a test in
    /// which a variable may be any text is no regular expression of ordinary size.</summary>
    public static string? Question(Region region, IReadOnlyList<Region> others, FoundRequest? found)
    {
        var keys = others
            .Prepend(region)
            .SelectMany(r => r.Literals)
            .GroupBy(l => l.Key)
            .ToDictionary(
                k => k.Key,
                // A request needs no more values of a key than there are demands for one.
                k => new Key(
                    k.Key,
                    Solver.HasMany(k.Key) ? k.Count() : 1,
                    SortOf(k),
                    [.. k.SelectMany(l => l.Variables).Distinct()],
                    [.. k]
                )
            );
        if (keys.Values.Any(k => k.Variables.Count > 0 && k.Literals.Exists(l => l.Test is TextTest { IsLoose: true })))
            return null;
        var script = new StringBuilder();
        foreach (var key in keys.Values)
        {
            var values = found?.Values.GetValueOrDefault(key.Name, []);
            foreach (var ((present, value), index) in key.Values.Select((v, i) => (v, i)))
            {
                script.Append($"(declare-const {present} Bool)(declare-const {value} {key.Sort})");
                if (key.Sort == Address)
                    script.Append(
                        $"(assert (or {Between(value, 0, BigInteger.Pow(2, 32))} {Between(value, FirstV6, FirstV6 + BigInteger.Pow(2, 128))}))"
                    );
                if (values is not null)
                    script.Append(
                        index < values.Count
                            ? $"(assert (and {present} (= {value} {Value(key, values[index])})))"
                            : $"(assert (not {present}))"
                    );
            }
        }

        script.Append($"(assert {All(region)})");
        foreach (var other in others)
            script.Append($"(assert (not {All(other)}))");
        return script.ToString();

        string All(Region of) => And(of.Literals.Select(l => Of(l, keys[l.Key])));
    }

    private const string Address = "Int";

    private sealed record Key(string Name, int Count, string Sort, List<string> Variables, List<Literal> Literals)
    {
        public IEnumerable<(string Present, string Value)> Values =>
            Enumerable.Range(0, Count).Select(i => ($"|{Name} {i}?|", $"|{Name} {i}|"));

        /// <summary>Whether case never counts: texts are small letters then, as a capital is any letter that no pattern names.</summary>
        public bool IsSmall { get; } = Literals.Select(l => l.Test).OfType<TextTest>().All(t => t.IgnoresCase);

        // Any letter but a variable, which only its like and a star take.
        public string One => $"(re.union (re.range \"\\u{{0}}\" \"\\u{{dfff}}\") {Others})";

        public string OneOfPart => $"(re.union (re.range \"\\u{{0}}\" \"9\") (re.range \";\" \"\\u{{dfff}}\") {Others})";

        private string Others => $"(re.range \"\\u{{{FirstVariable + Variables.Count:x}}}\" \"\\u{{2ffff}}\")";
    }

    private static string Value(Key key, IReadOnlyList<Symbol> value) =>
        key.Sort switch
        {
            "Real" => Number(new Pattern(value).ToString()),
            Address => Number(IPAddress.Parse(new Pattern(value).ToString())).ToString(CultureInfo.InvariantCulture),
            _ =>
                $"\"{string.Concat(value.Select(s => s.Kind == SymbolKind.Variable ? Variable(key, s) : Written(key.IsSmall ? char.ToLowerInvariant(s.Letter) : s.Letter)))}\"",
        };

    private static string Variable(Key key, Symbol symbol) => $"\\u{{{FirstVariable + key.Variables.IndexOf(symbol.Name):x}}}";

    private static string SortOf(IEnumerable<Literal> literals) =>
        literals.Select(l => l.Test).OfType<OrderedTest>().FirstOrDefault() is not { } ordered ? "String"
        : ordered.Key.StartsWith("IpAddress", StringComparison.Ordinal) ? Address
        : "Real";

    private static string Of(Literal literal, Key key) =>
        literal.Quantifier switch
        {
            Quantifier.All => And(key.Values.Select(v => $"(=> {v.Present} {Test(literal.Test!, v.Value, key)})")),
            Quantifier.Any => Or(key.Values.Select(v => $"(and {v.Present} {Test(literal.Test!, v.Value, key)})")),
            Quantifier.Absent => And(key.Values.Select(v => $"(not {v.Present})")),
            _ => Or(key.Values.Select(v => v.Present)),
        };

    private static string Test(ITest test, string value, Key key) =>
        test switch
        {
            TextTest text => Unless(
                text.IsNegated,
                Or(text.Patterns.Select(p => $"(str.in_re {value} {Expression(p, text.IgnoresCase, key)})"))
            ),
            OrderedTest ordered => Unless(ordered.IsNegated, Compared(ordered.Key.Split(' '), value)),
            _ => throw new InvalidOperationException($"{test} is unknown."),
        };

    private static string Compared(string[] words, string value) =>
        Or(
            words
                .Skip(1)
                .Select(word =>
                    words[0] switch
                    {
                        "Equals" => $"(= {value} {Number(word)})",
                        "LessThan" => $"(< {value} {Number(word)})",
                        "LessThanEquals" => $"(<= {value} {Number(word)})",
                        "GreaterThan" => $"(> {value} {Number(word)})",
                        "GreaterThanEquals" => $"(>= {value} {Number(word)})",
                        "IpAddress" => Block(word, value),
                        _ => throw new InvalidOperationException($"{words[0]} is unknown."),
                    }
                )
        );

    private static string Number(string text)
    {
        var number = decimal.Parse(text, CultureInfo.InvariantCulture);
        var digits = Math.Abs(number).ToString("0.0###########", CultureInfo.InvariantCulture);
        return number < 0 ? $"(- {digits})" : digits;
    }

    private static string Block(string cidr, string value)
    {
        var block = IPNetwork.Parse(
            cidr.Contains('/', StringComparison.Ordinal) ? cidr : $"{cidr}/{(cidr.Contains(':', StringComparison.Ordinal) ? 128 : 32)}"
        );
        var first = Number(block.BaseAddress);
        var bits = block.BaseAddress.GetAddressBytes().Length * 8;
        return Between(value, first, first + BigInteger.Pow(2, bits - block.PrefixLength));
    }

    private static BigInteger Number(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true) + (bytes.Length == 16 ? FirstV6 : 0);
    }

    private static string Between(string value, BigInteger first, BigInteger end) => $"(and (<= {first} {value}) (< {value} {end}))";

    private static string Expression(Pattern pattern, bool ignoresCase, Key key)
    {
        var parts = new List<string>();
        var letters = new StringBuilder();
        foreach (var symbol in pattern.Symbols)
        {
            if (symbol.Kind == SymbolKind.Letter && (key.IsSmall || !ignoresCase || !char.IsLetter(symbol.Letter)))
            {
                letters.Append(Written(key.IsSmall ? char.ToLowerInvariant(symbol.Letter) : symbol.Letter));
                continue;
            }

            Flush();
            parts.Add(
                symbol.Kind switch
                {
                    SymbolKind.Letter =>
                        $"(re.union (str.to_re \"{Written(char.ToLowerInvariant(symbol.Letter))}\") (str.to_re \"{Written(char.ToUpperInvariant(symbol.Letter))}\"))",
                    SymbolKind.Variable => $"(str.to_re \"{Variable(key, symbol)}\")",
                    SymbolKind.Run => "re.all",
                    SymbolKind.One => key.One,
                    SymbolKind.OneOfPart => key.OneOfPart,
                    _ => $"(re.* {key.OneOfPart})",
                }
            );
        }

        Flush();
        return parts.Count switch
        {
            0 => "(str.to_re \"\")",
            1 => parts[0],
            _ => $"(re.++ {string.Join(' ', parts)})",
        };

        void Flush()
        {
            if (letters.Length > 0)
                parts.Add($"(str.to_re \"{letters}\")");
            letters.Clear();
        }
    }

    private static string Written(char letter) =>
        letter is > ' ' and < '\u007f' and not ('"' or '\\') ? $"{letter}" : $"\\u{{{(int)letter:x}}}";

    private static string Unless(bool isNegated, string formula) => isNegated ? $"(not {formula})" : formula;

    private static string And(IEnumerable<string> formulas) => Joined("and", "true", [.. formulas]);

    private static string Or(IEnumerable<string> formulas) => Joined("or", "false", [.. formulas]);

    private static string Joined(string word, string none, List<string> formulas) =>
        formulas.Count switch
        {
            0 => none,
            1 => formulas[0],
            _ => $"({word} {string.Join(' ', formulas)})",
        };
}
