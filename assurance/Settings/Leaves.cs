using System.Text.Json.Nodes;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>A resource as a list of its single properties: <c>Policies.PasswordPolicy.MinimumLength</c>, <c>Schema[tenant].Mutable</c>.</summary>
internal static class Leaves
{
    /// <summary>What tells the members of a list apart, so that their order does not matter.</summary>
    private static readonly string[] Names = ["Name", "AttributeName", "ScopeName", "EventSource", "ClientId", "Key"];

    /// <summary>The values by path. A list of texts is one value; its order means nothing to any service here.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(Resource resource)
    {
        var leaves = new Dictionary<string, IReadOnlyList<string>>();
        Add(string.Empty, resource.Properties, leaves);
        foreach (
            var (name, policy) in new[]
            {
                ("DeletionPolicy", resource.DeletionPolicy),
                ("UpdateReplacePolicy", resource.UpdateReplacePolicy),
            }
        )
            if (policy is not null)
                leaves[name] = [policy];
        return leaves;
    }

    private static void Add(string path, JsonNode? node, Dictionary<string, IReadOnlyList<string>> leaves)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }:
                leaves[path] = ["{}"];
                break;
            case JsonObject properties:
                foreach (var (name, value) in properties)
                    Add(path.Length == 0 ? name : $"{path}.{name}", value, leaves);
                break;
            case JsonArray items when items.All(i => i is JsonValue):
                leaves[path] = [.. items.Select(i => i!.ToString()).Order(StringComparer.Ordinal)];
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    Add(
                        Free($"{path}[{Names.Select(n => (items[i] as JsonObject)?[n]).FirstOrDefault(n => n is JsonValue) ?? i}]", leaves),
                        items[i],
                        leaves
                    );
                break;
            case not null:
                leaves[path] = [node.ToString()];
                break;
        }
    }

    /// <summary>A path that nothing has yet: the second member of a name must not hide the first.</summary>
    private static string Free(string path, Dictionary<string, IReadOnlyList<string>> leaves)
    {
        while (leaves.Keys.Any(k => k.StartsWith(path, StringComparison.Ordinal)))
            path += "'";
        return path;
    }
}
