using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What the reference says of conditions, apart from the store; null stands for an attribute that is not there.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html), and the API Reference, "Condition"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html), for equality of sets, lists and maps.</remarks>
internal static class ComparisonModel
{
    public static bool Equal(JsonObject? left, JsonObject? right) =>
        left is not null
        && right is not null
        && Type(left) == Type(right)
        && Type(left) switch
        {
            "N" => Number(left) == Number(right),
            "SS" or "BS" => Texts(left).ToHashSet().SetEquals(Texts(right)),
            "NS" => Texts(left).Select(Parse).ToHashSet().SetEquals(Texts(right).Select(Parse)),
            "L" => left["L"]!.AsArray().Count == right["L"]!.AsArray().Count
                && left["L"]!.AsArray().Zip(right["L"]!.AsArray()).All(p => Equal(p.First!.AsObject(), p.Second!.AsObject())),
            "M" => left["M"]!.AsObject() is var a
                && right["M"]!.AsObject() is var b
                && a.Count == b.Count
                && a.All(e => b.ContainsKey(e.Key) && Equal(e.Value!.AsObject(), b[e.Key]!.AsObject())),
            var type => left[type]!.ToJsonString() == right[type]!.ToJsonString(),
        };

    /// <summary>Negative, zero or positive; null where there is no order.</summary>
    public static int? Order(JsonObject? left, JsonObject? right) =>
        left is null || right is null || Type(left) != Type(right)
            ? null
            : Type(left) switch
            {
                "N" => Number(left).CompareTo(Number(right)),
                "S" or "B" => Bytes(left).AsSpan().SequenceCompareTo(Bytes(right)),
                _ => null,
            };

    public static bool Contains(JsonObject? whole, JsonObject? part) =>
        whole is not null
        && part is not null
        && (Type(whole), Type(part)) switch
        {
            ("S", "S") or ("B", "B") => Bytes(whole).AsSpan().IndexOf(Bytes(part)) >= 0,
            ("L", _) => whole["L"]!.AsArray().Any(e => Equal(e!.AsObject(), part)),
            (var set, var type) => set == $"{type}S" && Texts(whole).Any(e => Equal(new() { [type] = e }, part)),
        };

    public static bool Begins(JsonObject? whole, JsonObject? part) =>
        whole is not null
        && part is not null
        && (Type(whole), Type(part)) is ("S", "S") or ("B", "B")
        && Bytes(whole).AsSpan().StartsWith(Bytes(part));

    public static int? Size(JsonObject? value) =>
        value is null
            ? null
            : Type(value) switch
            {
                "S" => value["S"]!.ToString().Length,
                "B" => Bytes(value).Length,
                "M" => value["M"]!.AsObject().Count,
                "L" or "SS" or "NS" or "BS" => value[Type(value)]!.AsArray().Count,
                _ => null,
            };

    public static string Type(JsonObject value) => value.First().Key;

    private static IEnumerable<string> Texts(JsonObject set) => set[Type(set)]!.AsArray().Select(e => e!.ToString());

    private static byte[] Bytes(JsonObject value) =>
        Type(value) == "B" ? Convert.FromBase64String(value["B"]!.ToString()) : Encoding.UTF8.GetBytes(value["S"]!.ToString());

    private static BigInteger Number(JsonObject value) => Parse(value["N"]!.ToString());

    /// <summary>In hundredths, of which the tests have no fractions.</summary>
    private static BigInteger Parse(string text) => new(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) * 100);
}
