using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Logs;

/// <summary>A pattern over the fields of events that are JSON: <c>{ $.level = "ERROR" || $.latency &gt; 1000 }</c>.</summary>
/// <remarks>Source: Amazon CloudWatch Logs User Guide, "Using filter patterns to match terms in JSON log events".
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html</remarks>
internal sealed partial class JsonPattern
{
    private readonly List<string> tokens;
    private readonly Func<JsonNode, bool> matches;
    private int at;

    private JsonPattern(string text)
    {
        tokens = [.. Token().Matches(text).Select(m => m.Value)];
        if (string.Concat(tokens) != Outside().Replace(text, "$1"))
            throw new FormatException();
        matches = Or();
        if (at < tokens.Count)
            throw new FormatException();
    }

    /// <summary>Reads what stands between the braces; null where it is not understood here.</summary>
    public static JsonPattern? Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether an event is JSON and has what is asked for.</summary>
    public bool Matches(string message)
    {
        try
        {
            return message.StartsWith('{') && JsonNode.Parse(message) is JsonObject json && matches(json);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Func<JsonNode, bool> Or()
    {
        var left = And();
        while (Takes("||"))
        {
            var (a, b) = (left, And());
            left = json => a(json) || b(json);
        }
        return left;
    }

    private Func<JsonNode, bool> And()
    {
        var left = Condition();
        while (Takes("&&"))
        {
            var (a, b) = (left, Condition());
            left = json => a(json) && b(json);
        }
        return left;
    }

    private Func<JsonNode, bool> Condition()
    {
        if (Takes("("))
        {
            var inner = Or();
            return Takes(")") ? inner : throw new FormatException();
        }
        var path = Next();
        if (path[0] != '$')
            throw new FormatException();
        var steps = Step().Matches(path).Select(m => m.Groups[1].Value + m.Groups[2].Value + m.Groups[3].Value).ToList();
        switch (Next())
        {
            case "NOT" when Takes("EXISTS"):
                return json => !Find(json, steps, out _);
            case "EXISTS":
                return json => Find(json, steps, out _);
            case "IS":
                var word = Next().ToLowerInvariant();
                return word is "null" or "true" or "false"
                    ? json => Find(json, steps, out var value) && (value?.ToJsonString() ?? "null") == word
                    : throw new FormatException();
            case var sign and ("=" or "!=" or "<" or ">" or "<=" or ">="):
                var compares = Comparison(sign, Next());
                return json => Find(json, steps, out var value) && value is JsonValue && compares(value.ToString());
            default:
                throw new FormatException();
        }
    }

    private static Func<string, bool> Comparison(string sign, string wanted)
    {
        if (sign is "=" or "!=")
        {
            var text = wanted.StartsWith('"') ? wanted[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : wanted;
            var pattern = new Regex(
                $"^{Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal)}$",
                RegexOptions.Singleline | RegexOptions.NonBacktracking
            );
            var isNumber = Number(text, out var number);
            return value => (pattern.IsMatch(value) || (isNumber && Number(value, out var other) && other.Equals(number))) == (sign == "=");
        }
        if (!Number(wanted, out var bound))
            throw new FormatException();
        return value =>
            Number(value, out var number)
            && sign switch
            {
                "<" => number < bound,
                ">" => number > bound,
                "<=" => number <= bound,
                ">=" => number >= bound,
                _ => throw new UnreachableException(sign),
            };
    }

    private static bool Number(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static bool Find(JsonNode json, List<string> steps, out JsonNode? value)
    {
        value = json;
        foreach (var step in steps)
            if (value is JsonObject o && o.TryGetPropertyValue(step, out var member))
                value = member;
            else if (
                value is JsonArray list
                && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < list.Count
            )
                value = list[index];
            else
                return false;
        return true;
    }

    private bool Takes(string token)
    {
        var isNext = at < tokens.Count && tokens[at] == token;
        if (isNext)
            at++;
        return isNext;
    }

    private string Next() => at < tokens.Count ? tokens[at++] : throw new FormatException();

    [GeneratedRegex("""\$(?:\.[\w-]+|\[\d+\]|\["[^"\]]+"\])+|"(?:[^"\\]|\\.)*"|\|\||&&|!=|<=|>=|[=<>()]|[\w.*:/@+-]+""")]
    private static partial Regex Token();

    /// <summary>Blanks that stand in no text.</summary>
    [GeneratedRegex("""("(?:[^"\\]|\\.)*")|\s+""")]
    private static partial Regex Outside();

    [GeneratedRegex("""\.([\w-]+)|\[(\d+)\]|\["([^"\]]+)"\]""")]
    private static partial Regex Step();
}
