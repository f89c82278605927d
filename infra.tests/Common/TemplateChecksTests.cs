using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Common;

/// <summary>The checks really run and really stop: something bad is put into an environment that passes.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class TemplateChecksTests(Synthesis synthesis)
{
    [Fact]
    public void A_bucket_that_may_be_public_stops_the_synthesis()
    {
        var rules = Rules(stack =>
            _ = new CfnBucket(
                stack,
                "Planted",
                new CfnBucketProps
                {
                    PublicAccessBlockConfiguration = new CfnBucket.PublicAccessBlockConfigurationProperty
                    {
                        BlockPublicAcls = false,
                        IgnorePublicAcls = false,
                    },
                }
            )
        );
        Assert.Equal(
            ["AwsSolutions-S1", "AwsSolutions-S10", "AwsSolutions-S2"],
            rules.Where(r => r.StartsWith("AwsSolutions", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_wildcard_that_nobody_accepted_stops_the_synthesis() =>
        Assert.Equal(
            ["AwsSolutions-IAM5"],
            Rules(stack =>
                new Role(stack, "Planted", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") }).AddToPolicy(
                    new PolicyStatement(new PolicyStatementProps { Actions = ["s3:GetObject"], Resources = ["arn:aws:s3:::somebody-s/*"] })
                )
            )
        );

    [Fact]
    public void What_CloudFormation_would_refuse_stops_the_synthesis() =>
        Assert.Contains(
            Rules(stack =>
                _ = new CfnResource(
                    stack,
                    "Planted",
                    new CfnResourceProps
                    {
                        Type = "AWS::SQS::Queue",
                        Properties = new Dictionary<string, object> { ["NoSuchProperty"] = true },
                    }
                )
            ),
            rule => !rule.StartsWith("AwsSolutions", StringComparison.Ordinal)
        );

    [Fact]
    public void Feature_flags_are_those_that_the_CDK_recommends()
    {
        var recommended = JsonNode
            .Parse(File.ReadAllText(Repository.File("node_modules/aws-cdk-lib/recommended-feature-flags.json")))!
            .AsObject();
        var ours = JsonNode.Parse(File.ReadAllText(Repository.File("cdk.json")))!["context"]!.AsObject();
        ours.Remove("environment");
        ours.Is(recommended.ToJsonString(JsonSerializerOptions.Default));
    }

    /// <summary>Rules that find something once the storage stack holds more than it should.</summary>
    private IEnumerable<string> Rules(Action<Stack> plant) =>
        synthesis
            .Refusal(Environments.Minimal, app => plant((Stack)app.Node.FindChild("CognitoStack-dev-Storage")))
            .SelectMany(report => report!["violations"]!.AsArray())
            .Select(v => v!["ruleName"]!.ToString().Split('[')[0])
            .Distinct()
            .Order(StringComparer.Ordinal);
}
