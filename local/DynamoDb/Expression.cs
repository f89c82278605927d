using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>The words of a DynamoDB expression.</summary>
internal static partial class Expression
{
    private const int Longest = 4096;
    private const int Deepest = 6;
    private static readonly HashSet<string> Keywords = new(
        ["AND", "OR", "NOT", "IN", "BETWEEN", "SET", "REMOVE", "ADD", "DELETE"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <exception cref="AwsException">Something that no expression holds.</exception>
    public static List<string> Tokens(string expression)
    {
        // As in DynamoDB; whoever reads the words below calls itself for every parenthesis.
        if (expression.Length > Longest)
            throw Invalid($"Expression size has exceeded the maximum allowed size; expression size: {expression.Length}");
        var tokens = new List<string>();
        var at = 0;
        foreach (var match in Token().Matches(expression).Cast<Match>())
        {
            if (match.Index != at)
                break;
            at = match.Index + match.Length;
            if (match.Groups[1].Success)
                tokens.Add(match.Groups[1].Value);
        }

        if (at < expression.Length)
            throw Invalid($"Syntax error; token: \"{expression[at]}\", near: \"{expression[at..Math.Min(expression.Length, at + 10)]}\"");
        RequireShallow(tokens);
        return tokens;
    }

    public static bool IsName(string token) =>
        token[0] == '#' || ((char.IsAsciiLetter(token[0]) || token[0] == '_') && !Keywords.Contains(token));

    /// <summary>What a name or its placeholder stands for.</summary>
    public static string Resolve(string name, JsonObject? names) =>
        name[0] != '#' ? name
        : names?[name] is JsonValue value && value.TryGetValue(out string? found) ? found
        : throw Invalid($"An expression attribute name used in the document path is not defined; attribute name: {name}");

    /// <summary>The attributes that an expression speaks of; of a path, the attribute that it starts at.</summary>
    public static IEnumerable<string> Attributes(string expression, JsonObject? names)
    {
        var tokens = Tokens(expression);
        for (var i = 0; i < tokens.Count; i++)
            if (IsName(tokens[i]) && (i == 0 || tokens[i - 1] != ".") && (i + 1 == tokens.Count || tokens[i + 1] != "("))
                yield return Resolve(tokens[i], names);
    }

    /// <summary>Whatever is nested takes the store several times as long with each level, and so does a parenthesis that is not closed.</summary>
    private static void RequireShallow(List<string> tokens)
    {
        // How deep it was before each parenthesis that is open: a NOT ends with its condition.
        var open = new Stack<int>();
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token == "(")
                open.Push(depth++);
            else if (token == ")")
                depth = open.TryPop(out var before) ? before : throw Invalid("Syntax error; token: \")\", which closes no parenthesis");
            else if (token.Equals("NOT", StringComparison.OrdinalIgnoreCase))
                depth++;
            else if (token.ToUpperInvariant() is "AND" or "OR")
                depth = open.TryPeek(out var outer) ? outer + 1 : 0;
            if (depth > Deepest)
                throw Invalid(
                    $"It nests more than {Deepest} parentheses and NOTs, which is a limit of this host, not of DynamoDB. Write it with fewer of them."
                );
        }

        if (open.Count > 0)
            throw Invalid("Syntax error; token: \"<EOF>\", where a parenthesis is open");
    }

    public static AwsException Invalid(string what) => new("ValidationException", $"Invalid expression: {what}");

    [GeneratedRegex(@"([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|<=|>=|<>|[=<>().,\[\]+-])|[ \t\r\n]+")]
    private static partial Regex Token();
}
