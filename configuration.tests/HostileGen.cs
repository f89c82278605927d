using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CsCheck;

namespace CognitoStack.Configuration.Tests;

/// <summary>Generators of files that nobody should write.</summary>
internal static class HostileGen
{
    private static readonly string[] Keys = [.. KeysOf(EnvironmentSchema.Create()).Distinct()];

    private static readonly string[] Texts =
    [
        "",
        "dev",
        "lite",
        "email",
        "phone",
        "web",
        "member",
        "files",
        "{identityId}",
        "{tag:",
        "https://a.example.com",
        "http:/x",
        "openid",
        "orders/read",
        "PT1H",
        "P9999999999D",
        "a@example.com",
        "google",
        "machine",
        "*",
        "\u0000",
        "é\n",
    ];

    private static readonly string[] Scalars =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "1.0",
        "1e999",
        "9999999999999999999",
        "\"\\ud800\"",
        "\"\\uDE00\"",
    ];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.OneOf(Scalars),
        Gen.OneOf(Texts).Select(Quote),
        Gen.String.Select(Quote),
        Gen.Double.Select(d => JsonValue.Create(double.IsFinite(d) ? d : 0).ToJsonString())
    );

    private static readonly Gen<string> Key = Gen.Frequency((8, Gen.OneOf(Keys)), (2, Gen.OneOf(Texts)), (1, Gen.String)).Select(Quote);

    /// <summary>Any JSON, up to four levels deep.</summary>
    public static Gen<string> Json { get; } = Nested(4);

    /// <summary>An object of known keys.</summary>
    public static Gen<string> Environment { get; } = Object(Nested(5), 8).Select(o => "{ \"name\": \"dev\", " + o[1..]);

    /// <summary>Replaces one value of a file, counted from the top.</summary>
    public static string Replace(string json, int at, string value)
    {
        var root = JsonNode.Parse(json)!;
        var values = Below(root).ToList();
        values[at % values.Count].ReplaceWith("@value@");
        return root.ToJsonString(EnvironmentJson.Options).Replace("\"@value@\"", value, StringComparison.Ordinal);
    }

    private static Gen<string> Nested(int depth) =>
        depth == 0
            ? Scalar
            : Gen.Frequency(
                (2, Scalar),
                (1, Nested(depth - 1).List[0, 3].Select(items => $"[{string.Join(",", items)}]")),
                (3, Object(Nested(depth - 1), 4))
            );

    private static Gen<string> Object(Gen<string> value, int most) =>
        Gen.Select(Key, value)
            .List[0, most]
            .Select(items => "{" + string.Join(",", items.DistinctBy(i => i.Item1).Select(i => i.Item1 + ":" + i.Item2)) + "}");

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        (
            node switch
            {
                JsonObject o => o.Select(p => p.Value),
                JsonArray a => a,
                _ => [],
            }
        )
            .OfType<JsonNode>()
            .SelectMany(n => Below(n).Prepend(n));

    private static IEnumerable<string> KeysOf(JsonNode? schema) =>
        schema switch
        {
            JsonObject o => (o["properties"] as JsonObject ?? []).Select(p => p.Key).Concat(o.SelectMany(p => KeysOf(p.Value))),
            JsonArray a => a.SelectMany(KeysOf),
            _ => [],
        };
}
