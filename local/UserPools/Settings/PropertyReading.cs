using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Reads properties of templates, in which a number or a switch may also be written as text.</summary>
internal static class PropertyReading
{
    /// <summary>What a path of names leads to; null where it ends before.</summary>
    public static JsonNode? At(this JsonObject properties, params ReadOnlySpan<string> path)
    {
        JsonNode? node = properties;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    public static bool? Flag(this JsonNode? node) => bool.TryParse(node?.ToString(), out var value) ? value : null;

    public static int? Number(this JsonNode? node) =>
        int.TryParse(node?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static ImmutableArray<string> Texts(this JsonNode? node) =>
        node is JsonArray array ? [.. array.Where(n => n is not null).Select(n => n!.ToString())] : [];

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray array ? array.OfType<JsonObject>() : [];
}
