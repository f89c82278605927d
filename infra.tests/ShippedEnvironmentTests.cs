using CognitoStack.Tests.Support;

namespace CognitoStack.Tests;

[Collection(SynthesisCollection.Name)]
public sealed class ShippedEnvironmentTests(Synthesis synthesis)
{
    public static readonly string[] Shipped = ["dev", "local", "prod", "staging"];

    public static TheoryData<string> Names => [.. Shipped];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_rule_pack_and_no_validator_finds_anything(string name) =>
        Assert.Equal("[]", synthesis.Shipped(name).Findings.ToJsonString());

    [Fact]
    public void Every_shipped_environment_is_tested()
    {
        var files = Directory
            .GetFiles(Repository.File("cdk/environments"), "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(n => n != "environment.schema");
        Assert.Equal(Shipped, files.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Synthesis_is_repeatable(string name)
    {
        var first = synthesis.Shipped(name);
        var second = synthesis.Of(File.ReadAllText(Repository.File($"cdk/environments/{name}.json")) + " ");
        foreach (var stack in first.Stacks)
            Assert.Equal(first.Json(stack).ToJsonString(), second.Json(stack).ToJsonString());
    }
}
