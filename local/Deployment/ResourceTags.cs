using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.Deployment;

/// <summary>Tags of resources: those of their template, and those of their stack.</summary>
internal static class ResourceTags
{
    /// <summary>The tags of a resource, by key.</summary>
    public static IReadOnlyDictionary<string, string> Of(Resource resource) =>
        ResourceSchemas.Tags(resource.Type) is { } tags
            ? Read(resource.Properties[tags.Property])
            : throw new InvalidOperationException($"{resource.Type} takes no tags.");

    /// <summary>The tags as a list, as most services tell them.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="key">What the service calls a key.</param>
    /// <param name="value">What it calls a value.</param>
    public static JsonArray List(Resource resource, string key = "Key", string value = "Value") =>
        [.. Of(resource).Select(t => new JsonObject { [key] = t.Key, [value] = t.Value })];

    /// <summary>The tags as a map, as some services tell them.</summary>
    public static JsonObject Map(Resource resource) => new(Of(resource).Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    /// <summary>Passes a stack's tags on to a resource; its own count for more.</summary>
    /// <remarks>Source: AWS CloudFormation API Reference, "CreateStack", Tags (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html).</remarks>
    public static Resource With(Resource resource, IReadOnlyDictionary<string, string> ofStack)
    {
        if (ofStack.Count == 0 || ResourceSchemas.Tags(resource.Type) is not { } tags)
            return resource;
        var own = Read(resource.Properties[tags.Property]);
        var all = own.Concat(ofStack.Where(t => !own.ContainsKey(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal));
        var properties = resource.Properties.DeepClone().AsObject();
        properties[tags.Property] = tags.IsMap
            ? new JsonObject(all.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)))
            : new JsonArray([.. all.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]);
        return resource with { Properties = properties };
    }

    private static Dictionary<string, string> Read(JsonNode? tags) =>
        tags switch
        {
            JsonObject map => map.ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty),
            JsonArray list => list.OfType<JsonObject>()
                .Where(t => t["Key"] is not null)
                .GroupBy(t => t["Key"]!.ToString())
                .ToDictionary(t => t.Key, t => t.Last()["Value"]?.ToString() ?? string.Empty),
            _ => [],
        };
}
