using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Common;

/// <summary>JSON as the plain dictionaries, arrays, texts, numbers and booleans that jsii can carry; members that are null are left out.</summary>
internal static class PlainJson
{
    public static object? Of(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject members => Of(members),
            JsonArray items => items.Select(Of).ToArray(),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => double.Parse(node.ToString(), CultureInfo.InvariantCulture),
                _ => node.GetValue<string>(),
            },
        };

    public static Dictionary<string, object> Of(JsonObject members) =>
        members.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => Of(m.Value)!);
}
