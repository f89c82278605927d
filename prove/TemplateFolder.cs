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
}
