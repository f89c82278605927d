using System.Text.RegularExpressions;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;
using Snapshooter;
using Snapshooter.Xunit;

namespace CognitoStack.Tests;

/// <summary>What would be deployed, word for word: a change of a template is seen in the review of the change. <c>npm run snapshots</c> takes it over.</summary>
[Collection(SynthesisCollection.Name)]
public sealed partial class SnapshotTests(Synthesis synthesis)
{
    public static TheoryData<string, string> Stacks
    {
        get
        {
            var stacks = new TheoryData<string, string>();
            foreach (var name in ShippedEnvironmentTests.Shipped)
            {
                foreach (var stack in new[] { "Authentication", "Storage", "Authorization" })
                    stacks.Add(name, stack);
                if (
                    EnvironmentLoader
                        .Load(
                            File.ReadAllText(Repository.File($"cdk/environments/{name}.json")),
                            $"{name}.json",
                            new ProjectFiles(Repository.File("cdk"))
                        )
                        .HasOperations
                )
                    stacks.Add(name, "Operations");
            }

            return stacks;
        }
    }

    [Theory]
    [MemberData(nameof(ShippedEnvironmentTests.Names), MemberType = typeof(ShippedEnvironmentTests))]
    public void Every_stack_has_a_snapshot(string environment) =>
        Assert.All(
            synthesis.Shipped(environment).Stacks,
            stack =>
                Assert.True(
                    File.Exists(
                        Repository.File(
                            $"infra.tests/__snapshots__/{nameof(SnapshotTests)}.{nameof(Template_is_the_committed_one)}_{environment}_{stack}.snap"
                        )
                    ),
                    stack
                )
        );

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Template_is_the_committed_one(string environment, string stack)
    {
        var template = synthesis
            .Shipped(environment)
            .Json(stack)
            .ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        // A function's code has tests of its own; its hash would change the template with every line of it.
        Snapshot.Match(AssetHash().Replace(template, "<asset hash>"), new SnapshotNameExtension(environment, stack));
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex AssetHash();
}
