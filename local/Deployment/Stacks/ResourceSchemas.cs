using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>What CloudFormation's schemas of types say: which properties cannot be changed in place, by which a resource is known, and where its tags are. <c>tools/schemas.mjs</c> takes it from
/// the data of the CDK.</summary>
internal static class ResourceSchemas
{
    private static readonly JsonObject Types = Read();

    /// <summary>Whether another resource takes the place of one whose property changes.</summary>
    public static bool Replaces(string type, string property) => Has(type, "replaces", property);

    /// <summary>Whether a name that a template gives is all that a resource is known by, so that it cannot be there twice.</summary>
    public static bool IsKnownBy(string type, string? property) =>
        property is not null && Types[type]?["id"] is JsonArray { Count: 1 } id && id[0]!.ToString() == property;

    /// <summary>Properties by which a resource is known.</summary>
    public static IReadOnlyList<string> Identifier(string type) => [.. (Types[type]?["id"] as JsonArray ?? []).Select(p => p!.ToString())];

    /// <summary>The property that has the tags of a type, and whether they are a map; null where it takes none.</summary>
    public static (string Property, bool IsMap)? Tags(string type) =>
        Types[type]?["tags"]?.ToString() is { } property ? (property, Types[type]!["tagsAre"]!.ToString() == "map") : null;

    private static bool Has(string type, string list, string property) =>
        (Types[type]?[list] as JsonArray ?? []).Any(p => p!.ToString() == property);

    private static JsonObject Read()
    {
        using var stream = typeof(ResourceSchemas).Assembly.GetManifestResourceStream("schemas.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
