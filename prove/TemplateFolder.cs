using System.Text.Json.Nodes;

namespace CognitoStack.Prove;

/// <summary>A folder of synthesized templates: <c>STACK.template.json</c>.</summary>
public static class TemplateFolder
{
    private const string Ending = ".template.json";

    /// <summary>The templates of one environment by the names of their stacks; none where there is no such folder.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Read(string folder, string environment) => !Directory.Exists(folder)
        ? new Dictionary<string, JsonObject>()
        : Directory.GetFiles(folder, $"CognitoStack-{environment}-*{Ending}").Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileName(file)[..^Ending.Length], file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    /// <summary>The Region that an environment was synthesized for; null where it is left to the deployment.</summary>
    public static string? RegionOf(string folder, string environment)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        var artifacts = File.Exists(manifest) ? JsonNode.Parse(File.ReadAllText(manifest))!["artifacts"]!.AsObject() : [];
        // aws://ACCOUNT/REGION
        var place = artifacts.FirstOrDefault(a => a.Key.StartsWith($"CognitoStack-{environment}-", StringComparison.Ordinal) && a.Value!["environment"] is not null).Value?["environment"]?.ToString();
        return place?.Split('/')[^1] is { } region && region != "unknown-region" ? region : null;
    }
}
