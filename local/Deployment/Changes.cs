using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment;

/// <summary>What a deployment changes.</summary>
internal static class Changes
{
    /// <summary>Says which resources were added, changed and removed; empty where none was.</summary>
    public static string Between(Deployed before, Deployed after)
    {
        var (old, now) = (before.Resources.ToDictionary(Id), after.Resources.ToDictionary(Id));
        return string.Join(
            "; ",
            new[]
            {
                Named("added", now.Keys.Except(old.Keys)),
                Named("changed", now.Where(r => old.TryGetValue(r.Key, out var o) && !IsSame(o, r.Value)).Select(r => r.Key)),
                Named("removed", old.Keys.Except(now.Keys)),
            }.Where(t => t.Length > 0)
        );
    }

    private static string Id(Resource resource) => $"{resource.Stack}/{resource.LogicalId}";

    private static bool IsSame(Resource a, Resource b) => a.Name == b.Name && JsonNode.DeepEquals(a.Properties, b.Properties);

    private static string Named(string what, IEnumerable<string> ids) =>
        ids.ToList() is { Count: > 0 } list ? $"{what} {string.Join(", ", list)}" : string.Empty;
}
