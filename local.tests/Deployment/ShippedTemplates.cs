using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Parameters;

namespace CognitoStack.Local.Tests.Deployment;

/// <summary>The templates of the environments that the project ships, as the snapshots have them.</summary>
internal static class ShippedTemplates
{
    private const string Asset = "<asset hash>";

    /// <summary>The stacks of an environment.</summary>
    public static IEnumerable<(string Name, JsonObject Template)> Of(string environment)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CognitoStack.sln")))
            root = Path.GetDirectoryName(root)!;
        foreach (var stack in new[] { "Authentication", "Storage", "Authorization", "Operations" })
        {
            var file = Path.Combine(
                root,
                "infra.tests",
                "__snapshots__",
                $"SnapshotTests.Template_is_the_committed_one_{environment}_{stack}.snap"
            );
            if (File.Exists(file))
                yield return ($"CognitoStack-{environment}-{stack}", JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        }
    }

    /// <summary>Deploys an environment.</summary>
    public static async Task<Deployed> DeployAsync(Bench bench, string environment)
    {
        Directory.CreateDirectory(Path.Combine(bench.Assembly, "asset"));
        bench.Supports.Add(new OtherTypes());
        bench.Supports.Add(new ParameterSupport());
        bench
            .WithAsset("asset", $"{Asset}.zip")
            .With("aws://unknown-account/eu-west-1", [.. Of(environment).Select(t => (t.Name, t.Template.ToJsonString()))]);
        return await bench.DeployAsync();
    }
}
