using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Bytes of items as DynamoDB counts them: names and texts in UTF-8, each element of lists and maps one more.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).</remarks>
internal static class ItemSize
{
    private const int OfCollection = 3;

    public static long Of(JsonObject? item) => item?.Sum(a => Encoding.UTF8.GetByteCount(a.Key) + OfValue(a.Value)) ?? 0;

    private static long OfValue(JsonNode? value) => value is JsonObject { Count: 1 } one ? OfTyped(one.First().Key, one.First().Value) : 0;

    private static long OfTyped(string type, JsonNode? value) =>
        (type, value) switch
        {
            ("M", JsonObject map) => OfCollection + map.Count + Of(map),
            ("L", JsonArray list) => OfCollection + list.Sum(element => 1 + OfValue(element)),
            ("SS" or "NS" or "BS", JsonArray set) => set.Sum(element => OfTyped(type[..1], element)),
            ("S", JsonNode text) => Encoding.UTF8.GetByteCount(text.ToString()),
            ("B", JsonNode bytes) => bytes.ToString().Length / 4 * 3 - bytes.ToString().Count(c => c == '='),
            ("N", JsonNode number) => 1 + (KeyNumber.SignificantDigits(number.ToString()) + 1) / 2,
            _ => 1,
        };
}
