using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Branding;

/// <summary>Holds settings against their shape and says all that does not fit.</summary>
internal sealed partial class SettingsCheck(Action<string, string> error)
{
    public void Check(JsonObject settings) => Check(settings, SettingsShape.Root, JsonPath.Root);

    private void Check(JsonNode? value, JsonNode shape, string path)
    {
        switch (shape)
        {
            case JsonObject keys when value is JsonObject o:
                CheckKeys(o, keys, path);
                break;
            case JsonArray items when value is JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    Check(a[i], items[0]!, JsonPath.Item(path, i));
                break;
            case JsonObject:
                error(path, $"must be an object, not {Show(value)}.");
                break;
            case JsonArray:
                error(path, $"must be a list, not {Show(value)}.");
                break;
            default:
                if (Wrong(value, shape.GetValue<string>()) is { } message)
                    error(path, message);
                break;
        }
    }

    private void CheckKeys(JsonObject value, JsonObject keys, string path)
    {
        foreach (var (name, item) in value)
        {
            var itemPath = JsonPath.Property(path, name);
            if (keys[name] is { } shape)
                Check(item, shape, itemPath);
            else
                error(itemPath, $"is not a known key.{Suggestion.For(name, keys.Select(k => k.Key))}");
        }
    }

    private static string? Wrong(JsonNode? value, string shape)
    {
        var (kind, rest) = shape.Split(' ', 2) is [var k, var r] ? (k, r) : (shape, string.Empty);
        return kind switch
        {
            "color" => WrongColor(value),
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                ? null
                : $"must be true or false, not {Show(value)}.",
            "number" => WrongNumber(value),
            "text" => IsText(value, out _) ? null : $"must be a text, not {Show(value)}.",
            "one" => IsText(value, out var word) && rest.Split('|').Contains(word)
                ? null
                : $"must be one of {Words(rest)}, not {Show(value)}.{Meant(value, rest)}",
            "open" => WrongWord(value, rest),
            "reserved" => value is JsonValue && value.ToString() == rest
                ? null
                : $"must be {(rest == "NONE" ? "\"NONE\"" : rest)}, not {Show(value)}: AWS reserves this component for future use. Remove it.",
            _ => WrongObject(value),
        };
    }

    private static string? WrongColor(JsonNode? value)
    {
        if (!IsText(value, out var text))
            return $"must be a colour such as \"0972d3ff\", not {Show(value)}.";
        if (Color.Parse(text) is not null)
            return null;
        return $"{Show(value)} is no colour: 8 hexadecimal digits, red, green, blue and opacity.{(ShortColor().Match(text) is { Success: true } m ? $" Did you mean \"{m.Groups[1].Value}ff\"?" : string.Empty)}";
    }

    private static string? WrongNumber(JsonNode? value)
    {
        if (value?.GetValueKind() != JsonValueKind.Number)
            return $"must be a number of pixels, not {Show(value)}.";
        return
            double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            && n >= 0
            && double.IsFinite(n)
            ? null
            : $"must be 0 or more pixels, not {Show(value)}.";
    }

    /// <summary>AWS may know more words than it shows; one that is nearly a shown word is more likely a slip.</summary>
    private static string? WrongWord(JsonNode? value, string shown)
    {
        if (!IsText(value, out var text) || !Word().IsMatch(text))
            return $"must be a word in capitals, such as {Words(shown)}, not {Show(value)}.{Meant(value, shown)}";
        return shown.Split('|').Contains(text) || Meant(value, shown) is not { Length: > 0 } meant
            ? null
            : $"\"{text}\" is not {Words(shown)}.{meant}";
    }

    /// <summary>AWS shows such an object empty and does not say what it holds, so anything goes but null, which no template carries.</summary>
    private static string? WrongObject(JsonNode? value)
    {
        if (value is not JsonObject)
            return $"must be an object, not {Show(value)}.";
        return HasNull(value) ? "holds null, or a number beyond all bounds. Remove that key." : null;
    }

    private static bool HasNull(JsonNode? value) =>
        value switch
        {
            null => true,
            JsonObject o => o.Any(p => HasNull(p.Value)),
            JsonArray a => a.Any(HasNull),
            _ => value.GetValueKind() == JsonValueKind.Number && !(value.AsValue().TryGetValue<double>(out var n) && double.IsFinite(n)),
        };

    private static bool IsText(JsonNode? value, out string text)
    {
        text = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : string.Empty;
        return value?.GetValueKind() == JsonValueKind.String;
    }

    private static string Meant(JsonNode? value, string words) =>
        IsText(value, out var text) && Suggestion.For(text, words.Split('|')) is var s && s.StartsWith(" Did", StringComparison.Ordinal)
            ? s
            : string.Empty;

    private static string Words(string words) => string.Join(", ", words.Split('|').Select(w => $"\"{w}\""));

    private static string Show(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonObject => "an object",
            JsonArray => "a list",
            _ => value.ToJsonString(EnvironmentJson.Options),
        };

    [GeneratedRegex(@"^#?([0-9a-fA-F]{6})\z")]
    private static partial Regex ShortColor();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]*\z")]
    private static partial Regex Word();
}
