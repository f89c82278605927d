using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class SupportTests
{
    [Fact]
    public void Every_property_that_the_environments_set_has_effect_or_a_reason_why_not()
    {
        var supports = new UserPoolSupport().Types.ToDictionary(s => s.Type);
        var unknown = Resources()
            .Where(r => supports.ContainsKey(r["Type"]!.ToString()))
            .SelectMany(r => Leaves((JsonObject)r["Properties"]!, "").Select(path => (Type: r["Type"]!.ToString(), Path: path)))
            .Where(p => !IsNamed(supports[p.Type].Honours, p.Path) && !IsNamed(supports[p.Type].Ignores.Keys, p.Path))
            .Distinct()
            .ToList();
        Assert.Empty(unknown);
    }

    [Fact]
    public void Nothing_is_both_honoured_and_ignored_and_every_type_is_used()
    {
        var supports = new UserPoolSupport().Types.ToList();
        Assert.All(supports, s => Assert.Empty(s.Honours.Intersect(s.Ignores.Keys)));
        // No shipped environment has the classic pages, which are those of the Lite plan.
        Assert.All(
            supports.Where(s => s.Type != "AWS::Cognito::UserPoolUICustomizationAttachment"),
            s => Assert.Contains(Resources(), r => r["Type"]!.ToString() == s.Type)
        );
    }

    private static bool IsNamed(IEnumerable<string> names, string path) =>
        names.Any(name => path == name || path.StartsWith($"{name}.", StringComparison.Ordinal));

    private static IEnumerable<string> Leaves(JsonObject properties, string prefix) =>
        properties.SelectMany(p =>
            p.Value is JsonObject { Count: > 0 } nested
            && !nested.Any(n => n.Key == "Ref" || n.Key.StartsWith("Fn::", StringComparison.Ordinal))
                ? Leaves(nested, $"{prefix}{p.Key}.")
            : p.Value is JsonArray { Count: > 0 } items
            && items.All(i => i is JsonObject o && !o.Any(n => n.Key == "Ref" || n.Key.StartsWith("Fn::", StringComparison.Ordinal)))
                ? items.SelectMany(i => Leaves((JsonObject)i!, $"{prefix}{p.Key}."))
            : p.Value is JsonArray { Count: > 0 } words && words.All(w => w is JsonValue) ? words.Select(w => $"{prefix}{p.Key}.{w}")
            : [$"{prefix}{p.Key}"]
        );

    private static IEnumerable<JsonNode> Resources() =>
        Directory
            .GetFiles(Snapshots(), "*.snap")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject().Select(r => r.Value!));

    private static string Snapshots([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "infra.tests", "__snapshots__");
}
