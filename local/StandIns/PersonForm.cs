using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.StandIns;

/// <summary>Claims as fields of a form, and back.</summary>
internal static class PersonForm
{
    /// <summary>The claims of somebody new.</summary>
    public static readonly IReadOnlyList<string> Common =
    [
        "sub",
        "name",
        "given_name",
        "family_name",
        "email",
        "email_verified",
        "department",
        "groups",
    ];

    /// <summary>Prefix of the fields, which keeps them apart from the form's own.</summary>
    public const string Prefix = "claim.";

    /// <summary>Claims beside the fields, as JSON.</summary>
    public const string More = "more";

    /// <summary>A claim as a person edits it: a list by commas.</summary>
    public static string Write(JsonNode? claim) =>
        claim switch
        {
            null => "",
            JsonArray list when list.All(i => i is JsonValue) => string.Join(", ", list.Select(i => i!.ToString())),
            JsonObject or JsonArray => claim.ToJsonString(),
            _ when claim.GetValueKind() is JsonValueKind.True or JsonValueKind.False => claim.ToJsonString(),
            _ => claim.ToString(),
        };

    /// <summary>The person that a form describes; null where it has no subject, or its JSON is none.</summary>
    public static Person? Read(IFormCollection form)
    {
        var claims = new JsonObject();
        foreach (var (field, values) in form.Where(f => f.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (values.ToString().Trim() is { Length: > 0 } value)
                claims[field[Prefix.Length..]] = Claim(field[Prefix.Length..], value);
        }
        try
        {
            foreach (var (name, value) in form[More].ToString().Trim() is { Length: > 0 } more ? Json.ReadObject(more) ?? [] : [])
                claims[name] = value?.DeepClone();
        }
        catch (JsonException)
        {
            return null;
        }
        return claims["sub"] is JsonValue ? new(claims) : null;
    }

    private static JsonNode Claim(string name, string value) =>
        name switch
        {
            "groups" => new JsonArray([
                .. value
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(v => JsonValue.Create(v)),
            ]),
            _ when bool.TryParse(value, out var flag) => flag,
            _ => value,
        };
}
