using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.App;

/// <summary>The stacks of an environment as the CLI deploys them.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class CompositionTests(Synthesis synthesis)
{
    /// <summary>Taggable types whose resources must bear the environment's tags.</summary>
    private static readonly Dictionary<string, string> TagProperties = new()
    {
        ["AWS::Cognito::UserPool"] = "UserPoolTags",
        ["AWS::Cognito::IdentityPool"] = "IdentityPoolTags",
        ["AWS::Lambda::Function"] = "Tags",
        ["AWS::Logs::LogGroup"] = "Tags",
        ["AWS::DynamoDB::Table"] = "Tags",
        ["AWS::S3::Bucket"] = "Tags",
        ["AWS::SSM::Parameter"] = "Tags",
        ["AWS::CloudWatch::Alarm"] = "Tags",
        ["AWS::WAFv2::WebACL"] = "Tags",
        ["AWS::WAFv2::IPSet"] = "Tags",
        ["AWS::SNS::Topic"] = "Tags",
        ["AWS::KMS::Key"] = "Tags",
    };

    [Theory]
    [InlineData(Environments.Minimal, "dev", false, null, "Authentication", "Authorization", "Storage")]
    [InlineData(
        Environments.Production,
        "live",
        true,
        "aws://111122223333/eu-west-1",
        "Authentication",
        "Authorization",
        "Operations",
        "Storage"
    )]
    public void Stacks_are_named_placed_and_protected_as_the_file_says(
        string environment,
        string name,
        bool production,
        string? place,
        params string[] parts
    )
    {
        var stacks = Stacks(environment);
        Assert.Equal(parts.Select(s => $"CognitoStack-{name}-{s}"), stacks.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            stacks.Values,
            stack =>
            {
                Assert.Equal(production, stack["properties"]!["terminationProtection"]?.GetValue<bool>() ?? false);
                if (place is not null)
                    Assert.Equal(place, stack["environment"]!.ToString());
            }
        );
    }

    /// <summary>Another app may use the stacks with feature flags of its own, or none.</summary>
    [Fact]
    public void Stacks_need_no_feature_flag_of_the_app() =>
        Assert.Equal(
            synthesis.Of(Environments.Production).Properties(TemplateJson.Storage, "AWS::S3::BucketPolicy").Count,
            synthesis.WithoutFlags(Environments.Production).Properties(TemplateJson.Storage, "AWS::S3::BucketPolicy").Count
        );

    [Fact]
    public void Authorization_is_deployed_after_the_other_two_which_wait_for_nobody_and_nobody_waits_for_operations()
    {
        Assert.Equal(["Authentication"], Awaited("Operations"));
        Assert.Equal(["Authentication", "Storage"], Awaited("Authorization"));
        Assert.Empty(Awaited("Authentication"));
        Assert.Empty(Awaited("Storage"));

        IEnumerable<string> Awaited(string stack) =>
            Stacks(Environments.Production)[$"CognitoStack-live-{stack}"]
                ["dependencies"]
                ?.AsArray()
                .Select(d => d!.ToString())
                .Where(d => !d.EndsWith(".assets", StringComparison.Ordinal))
                .Select(d => d.Split('-')[^1])
                .Order()
            ?? Enumerable.Empty<string>();
    }

    [Fact]
    public void Every_resource_that_can_bears_the_tags()
    {
        var bearers = 0;
        foreach (var stack in synthesis.Of(Environments.Production).Stacks)
        {
            foreach (var resource in synthesis.Of(Environments.Production).Json(stack)["Resources"]!.AsObject().Select(r => r.Value!))
            {
                if (!TagProperties.TryGetValue(resource["Type"]!.ToString(), out var property))
                    continue;
                var tags = resource["Properties"]![property];
                Assert.True(tags is not null, $"{resource["Type"]} in {stack} has no tags.");
                tags.Is(tags is JsonArray ? """[{ "Key": "team", "Value": "identity" }]""" : """{ "team": "identity" }""");
                bearers++;
            }
        }

        Assert.True(bearers > 15, $"{bearers} resources bear tags.");
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void No_rule_pack_and_no_validator_finds_anything(string environment) =>
        Assert.Equal("[]", synthesis.Of(environment).Findings.ToJsonString());

    private Dictionary<string, JsonNode> Stacks(string environment) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(synthesis.Of(environment).Folder, "manifest.json")))!["artifacts"]!
            .AsObject()
            .Where(a => a.Value!["type"]!.ToString() == "aws:cloudformation:stack")
            .ToDictionary(a => a.Key, a => a.Value!);
}
