using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;

namespace CognitoStack.Configuration;

/// <summary>Checks a file against the schema, says everything that is wrong, and leaves the unreadable parts out.</summary>
internal sealed partial class SchemaCheck(Findings findings)
{
    // Of others, such as ARNs, rules read the parts.
    private static readonly HashSet<string> Texts =
    [
        "claim",
        "clientId",
        "directory",
        "identifier",
        "keyId",
        "partitionKey",
        "reason",
        "role",
        "secret",
        "servicesId",
        "teamId",
        "value",
    ];

    private static readonly HashSet<string> Addresses = ["authorization", "issuer", "jwks", "token", "userInfo"];

    /// <summary>Checks one value. False: it cannot be read, and whoever holds it must leave it out.</summary>
    public bool Check(JsonNode? value, JsonObject schema, string path)
    {
        if (schema["anyOf"] is JsonArray variants)
        {
            if (value is not JsonObject variant)
                return Wrong(path, $"must be an object, not {Show(value)}.");
            if (Choose(variant, variants, path) is not { } chosen)
                return false;
            schema = chosen;
        }

        if (schema["type"] is not null || schema["enum"] is not null)
        {
            if (!HasType(value, schema))
                return Wrong(
                    path,
                    $"must be {TypeName(schema)}, not {(IsSecret(path) ? "what it is: secrets are named here, as { \"secret\": \"prod/google\" }, never given" : Show(value))}."
                );
        }

        return value switch
        {
            null => true,
            JsonObject o => CheckObject(o, schema, path),
            JsonArray a => CheckArray(a, schema, path),
            _ when value.GetValueKind() == JsonValueKind.String => CheckText(value.GetValue<string>(), schema, path, value),
            _ when value.GetValueKind() == JsonValueKind.Number => CheckNumber(value, schema, path),
            _ => true,
        };
    }

    private bool CheckObject(JsonObject value, JsonObject schema, string path)
    {
        var usable = true;
        var properties = schema["properties"] as JsonObject;
        var given = value.ToList();
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            var name = required!.GetValue<string>();
            if (!value.ContainsKey(name))
                usable &= Wrong(JsonPath.Property(path, name), "is required.") || Replace(value, name, properties!);
        }

        foreach (var (name, item) in given)
        {
            var itemPath = JsonPath.Property(path, name);
            if (properties?[name] is JsonObject known)
            {
                if (Check(item, known, itemPath))
                    continue;
                value.Remove(name);
                findings.Discard(itemPath);
                if ((schema["required"] as JsonArray)?.Any(r => r!.GetValue<string>() == name) == true)
                    usable &= Replace(value, name, properties);
            }
            else if (schema["additionalProperties"] is JsonObject itemSchema)
            {
                if (CheckKey(name, schema["propertyNames"] as JsonObject, itemPath) & Check(item, itemSchema, itemPath))
                    continue;
                value.Remove(name);
                findings.Discard(itemPath);
            }
            else
            {
                findings.Unknown(itemPath, $"is not a known key.{Suggestion.For(name, properties!.Select(p => p.Key))}");
                value.Remove(name);
            }
        }

        return usable;
    }

    /// <summary>Puts something in the place of a required value that cannot be read, so that the rest of its object is checked. Rules that look at the value keep silent.</summary>
    private static bool Replace(JsonObject value, string name, JsonObject properties)
    {
        var standIn =
            properties[name]?["enum"]?[0]?.GetValue<string>()
            ?? (
                Texts.Contains(name) ? "unreadable"
                : Addresses.Contains(name) ? "https://unreadable.example"
                : null
            );
        if (standIn is not null)
            value[name] = standIn;
        return standIn is not null;
    }

    private bool CheckArray(JsonArray value, JsonObject schema, string path)
    {
        if (schema["minItems"]?.GetValue<int>() is { } least && value.Count < least)
            return Wrong(path, $"needs at least {least} item{(least == 1 ? "" : "s")}.");
        if (schema["maxItems"]?.GetValue<int>() is { } most && value.Count > most)
            return Wrong(path, $"may have at most {most} items, not {value.Count}.");
        var itemSchema = schema["items"]!.AsObject();
        for (int index = 0, inFile = 0; index < value.Count; inFile++)
        {
            if (Check(value[index], itemSchema, JsonPath.Item(path, inFile)))
            {
                index++;
                continue;
            }

            value.RemoveAt(index);
            findings.DiscardItem(path, inFile);
        }

        return true;
    }

    private bool CheckKey(string name, JsonObject? schema, string path)
    {
        if (Evaluated(name) is { } evaluated)
            return Wrong(path, $"may not hold \"{evaluated}\": CloudFormation or the CDK would put something else in its place.");
        if (schema is not null && MissedPattern(name, schema) is { } message)
            return Wrong(path, $"the name \"{name}\" {message}.");
        if (schema?["enum"] is JsonArray names && !names.Any(n => n!.GetValue<string>() == name))
            return Wrong(path, $"is not a known key.{Suggestion.For(name, names.Select(n => n!.GetValue<string>()))}");
        return true;
    }

    private bool CheckText(string value, JsonObject schema, string path, JsonNode node)
    {
        if (Evaluated(value) is { } evaluated)
            return Wrong(path, $"may not hold \"{evaluated}\": CloudFormation or the CDK would put something else in its place.");
        if (schema["enum"] is JsonArray choices)
        {
            if (choices.Any(c => JsonNode.DeepEquals(c, node)))
                return true;
            var known = choices.Where(c => c is not null).Select(c => c!.ToString()).ToList();
            return Wrong(path, $"\"{value}\" is not one of {string.Join(", ", known)}.{DidYouMean(value, known)}");
        }

        if (schema["minLength"]?.GetValue<int>() is { } least && value.Length < least)
            return Wrong(path, $"must have at least {least} character{(least == 1 ? "" : "s")}, not {value.Length}.");
        if (schema["maxLength"]?.GetValue<int>() is { } most && value.Length > most)
            return Wrong(path, $"may have at most {most} characters, not {value.Length}.");
        if (MissedPattern(value, schema) is { } message)
            return Wrong(path, IsSecret(path) ? $"{message}. What is there is not repeated here." : $"\"{value}\" {message}.");
        return schema["minDuration"] is null || CheckDuration(value, schema, path);
    }

    /// <summary>The beginning of a dynamic reference or a token in a text, which would not stay a text.</summary>
    public static string? Evaluated(string text) =>
        Array.Find(["{{resolve:", "${Token["], start => text.Contains(start, StringComparison.Ordinal));

    /// <summary>What stands at a secret's place may be the secret itself, which has no business in a log.</summary>
    private static bool IsSecret(string path) => SecretPlace().IsMatch(path);

    private static string? MissedPattern(string value, JsonObject schema)
    {
        if (schema["pattern"]?.GetValue<string>() is not { } pattern)
            return null;
        if (PatternText.Matches(value, pattern))
            return null;
        return schema["patternErrorMessage"]?.GetValue<string>() ?? $"must match {pattern}";
    }

    [GeneratedRegex(@"\.(clientSecret|privateKey)(\.[a-z]+)?$")]
    private static partial Regex SecretPlace();

    private static string DidYouMean(string value, List<string> known) =>
        Suggestion.For(value, known) is var text && text.StartsWith(" Did", StringComparison.Ordinal) ? text : string.Empty;

    private bool CheckDuration(string value, JsonObject schema, string path)
    {
        var (least, most) = (schema["minDuration"]!.GetValue<string>(), schema["maxDuration"]!.GetValue<string>());
        try
        {
            var duration = XmlConvert.ToTimeSpan(value);
            if (duration >= XmlConvert.ToTimeSpan(least) && duration <= XmlConvert.ToTimeSpan(most))
                return true;
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            // Longer than a TimeSpan can hold, so longer than any bound.
        }

        return Wrong(path, $"\"{value}\" must be between {least} and {most}.");
    }

    private bool CheckNumber(JsonNode value, JsonObject schema, string path)
    {
        if (schema["enum"] is JsonArray choices)
            return choices.Any(c => JsonNode.DeepEquals(c, value))
                || Wrong(path, $"{value} is not one of {string.Join(", ", choices.Select(c => c!.ToString()))}.");
        // A number beyond the range of the record's type could not be read at all.
        var isLong = schema["minimum"] is null;
        if (
            !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || number < (isLong ? long.MinValue : int.MinValue)
            || number > (isLong ? long.MaxValue : int.MaxValue)
        )
            return Wrong(path, $"{value} is too large or too small.");
        if (schema["minimum"]?.GetValue<int>() is { } least && number < least)
            return Wrong(path, $"must be at least {least}, not {value}.");
        return schema["maximum"]?.GetValue<int>() is not { } most || number <= most || Wrong(path, $"may be at most {most}, not {value}.");
    }

    private JsonObject? Choose(JsonObject value, JsonArray variants, string path)
    {
        static string NameOf(JsonNode? variant) => variant!["properties"]!["type"]!["const"]!.GetValue<string>();
        var typePath = JsonPath.Property(path, "type");
        if (value["type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String)
        {
            Wrong(typePath, $"is required: one of {string.Join(", ", variants.Select(NameOf))}.");
            return null;
        }

        if (variants.FirstOrDefault(v => NameOf(v) == type.GetValue<string>()) is JsonObject chosen)
            return chosen;
        var known = variants.Select(NameOf).ToList();
        Wrong(typePath, $"\"{type}\" is not one of {string.Join(", ", known)}.{DidYouMean(type.GetValue<string>(), known)}");
        return null;
    }

    private bool Wrong(string path, string message)
    {
        findings.Unreadable(path, message);
        return false;
    }

    private static bool HasType(JsonNode? value, JsonObject schema)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (schema["type"] is null)
            return kind == JsonValueKind.String || (kind == JsonValueKind.Null && schema["enum"]!.AsArray().Contains(null));
        return Types(schema)
            .Any(type =>
                type switch
                {
                    "object" => kind == JsonValueKind.Object,
                    "array" => kind == JsonValueKind.Array,
                    "string" => kind == JsonValueKind.String,
                    "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
                    "integer" => kind == JsonValueKind.Number && Regex.IsMatch(value!.ToJsonString(), @"^-?\d+$"),
                    "null" => kind == JsonValueKind.Null,
                    _ => throw new InvalidOperationException($"The schema has the unknown type {type}."),
                }
            );
    }

    private static IEnumerable<string> Types(JsonObject schema) =>
        schema["type"] is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [schema["type"]!.GetValue<string>()];

    private static string TypeName(JsonObject schema) =>
        schema["type"] is null
            ? $"one of {string.Join(", ", schema["enum"]!.AsArray().Where(c => c is not null).Select(c => c!.ToString()))}"
            : string.Join(
                " or ",
                Types(schema)
                    .Select(type =>
                        type switch
                        {
                            "object" => "an object",
                            "array" => "a list",
                            "string" => "a text",
                            "boolean" => "true or false",
                            "integer" => "a whole number",
                            _ => type,
                        }
                    )
            );

    private static string Show(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonObject => "an object",
            JsonArray => "a list",
            _ => value.ToJsonString(EnvironmentJson.Options),
        };
}
