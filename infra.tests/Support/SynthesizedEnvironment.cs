using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace CognitoStack.Tests.Support;

/// <summary>The cloud assembly of one environment, read from its files.</summary>
public sealed class SynthesizedEnvironment(string name, string folder)
{
    private readonly Dictionary<string, Template> templates = [];

    public Template Authentication => Template("Authentication");

    public Template Storage => Template("Storage");

    public Template Authorization => Template("Authorization");

    /// <summary>Where the assembly lies.</summary>
    public string Folder { get; } = folder;

    /// <summary>What the rule packs and AWS's validator found: empty, or every finding with its construct.</summary>
    public JsonArray Findings =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "validation-report.json")))!["pluginReports"]!.AsArray();

    /// <summary>The parts of the environment that have a stack.</summary>
    public IReadOnlyList<string> Stacks { get; } =
    [
        .. Directory
            .GetFiles(folder, "*.template.json")
            .Select(file => Path.GetFileName(file).Split('.')[0].Split('-')[^1])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A stack's template as CloudFormation gets it.</summary>
    public JsonObject Json(string stack) => JsonNode.Parse(Text(stack))!.AsObject();

    /// <summary>Properties of the only resource of a type, or of the one whose logical ID begins as given.</summary>
    public JsonObject Resource(string stack, string type, string logicalId = "")
    {
        var found = Json(stack)["Resources"]!
            .AsObject()
            .Where(r => r.Value!["Type"]!.GetValue<string>() == type && r.Key.StartsWith(logicalId, StringComparison.Ordinal))
            .ToList();
        Assert.True(
            found.Count == 1,
            $"{found.Count} resources of type {type} in {stack} begin with \"{logicalId}\": {string.Join(", ", found.Select(f => f.Key))}"
        );
        return found[0].Value!.AsObject();
    }

    private Template Template(string stack) =>
        templates.TryGetValue(stack, out var known) ? known : templates[stack] = Amazon.CDK.Assertions.Template.FromString(Text(stack));

    private string Text(string stack) => File.ReadAllText(Path.Combine(Folder, $"CognitoStack-{name}-{stack}.template.json"));
}
