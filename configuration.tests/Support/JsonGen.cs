using System.Text.Json.Nodes;
using CsCheck;

namespace CognitoStack.Tests.Support;

/// <summary>What the generators of environments share.</summary>
internal static class JsonGen
{
    /// <summary>Some of the items, in their order.</summary>
    public static Gen<string[]> Some(int least, params string[] items) =>
        Gen.Int[0, (1 << items.Length) - 1]
            .Select(mask => items.Where((_, i) => (mask >> i & 1) == 1).ToArray())
            .Where(chosen => chosen.Length >= least);

    public static Gen<string> OneOf(params string[] items) => Gen.OneOf(items);

    /// <summary>A value, or its absence: the key is left out.</summary>
    public static Gen<JsonNode?> Maybe(Gen<JsonNode?> value) => Gen.Bool.SelectMany(given => given ? value : Gen.Const((JsonNode?)null));

    public static Gen<JsonNode?> Maybe(Gen<string> value) => Maybe(value.Select(v => (JsonNode?)v));

    public static Gen<JsonNode?> Maybe(Gen<string[]> value) => Maybe(value.Select(v => (JsonNode?)List(v)));

    public static Gen<JsonNode?> Maybe(Gen<int> value) => Maybe(value.Select(v => (JsonNode?)v));

    public static Gen<JsonNode?> MaybeBool { get; } = Maybe(Gen.Bool.Select(v => (JsonNode?)v));

    /// <summary>An object of keys and values; keys without a value are left out.</summary>
    public static JsonObject Object(params (string Key, JsonNode? Value)[] properties) =>
        new(properties.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value)));

    public static JsonArray List(IEnumerable<string> items) => new([.. items.Select(i => (JsonNode?)i)]);

    /// <summary>An object with a value for each of the names.</summary>
    public static Gen<JsonObject> Named(IReadOnlyList<string> names, Func<string, int, Gen<JsonNode?>> value) =>
        names
            .Select((name, index) => value(name, index).Select(v => (Key: name, Value: v)))
            .Aggregate(Gen.Const(Array.Empty<(string, JsonNode?)>()), (all, one) => Gen.Select(all, one, (a, o) => a.Append(o).ToArray()))
            .Select(Object);
}
