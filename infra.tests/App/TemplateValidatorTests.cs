using Amazon.CDK;
using CognitoStack.App;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.App;

/// <summary>The verdicts of AWS's template validator that are kept: what they spare, and what they must never hide.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class TemplateValidatorTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("verdicts-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_template_without_a_finding_is_not_asked_about_again()
    {
        Assert.True(Passes("DelaySeconds", 1));
        var verdict = Assert.Single(folder.EnumerateFiles());
        var before = DateTime.UtcNow.AddDays(-10);
        File.SetLastWriteTimeUtc(verdict.FullName, before);
        Assert.True(Passes("DelaySeconds", 1));
        Assert.Equal(verdict.Name, Assert.Single(folder.EnumerateFiles()).Name);
        Assert.True(File.GetLastWriteTimeUtc(verdict.FullName) > before, "the verdict was not used");
    }

    [Fact]
    public void What_is_found_is_found_each_time_also_beside_kept_verdicts()
    {
        Assert.True(Passes("DelaySeconds", 1));
        var kept = folder.GetFiles().Select(f => f.Name);
        for (var time = 0; time < 2; time++)
            Assert.False(Passes("NoSuchProperty", 1), "a finding went unseen");
        Assert.Equal(kept, folder.GetFiles().Select(f => f.Name));
    }

    [Fact]
    public void A_verdict_is_that_of_one_template_in_one_place()
    {
        Assert.True(Passes("DelaySeconds", 1));
        Assert.True(Passes("DelaySeconds", 2));
        Assert.True(Passes("DelaySeconds", 2, region: "eu-central-1"));
        Assert.True(Passes("DelaySeconds", 2, account: "444455556666"));
        Assert.Equal(4, folder.GetFiles().Length);
    }

    [Fact]
    public void A_verdict_that_nobody_used_for_a_month_goes_with_the_next_that_is_kept()
    {
        Assert.True(Passes("DelaySeconds", 1));
        var unused = Assert.Single(folder.EnumerateFiles());
        File.SetLastWriteTimeUtc(unused.FullName, DateTime.UtcNow.AddDays(-31));
        Assert.True(Passes("DelaySeconds", 2));
        Assert.NotEqual(unused.Name, Assert.Single(folder.EnumerateFiles()).Name);
    }

    /// <summary>Whether AWS's validator lets an app pass that has one queue.</summary>
    private bool Passes(string property, int value, string account = "111122223333", string region = "eu-west-1")
    {
        var assembly = Directory.CreateTempSubdirectory("app-");
        try
        {
            var app = Composition.NewApp(
                new Dictionary<string, object>
                {
                    ["@aws-cdk/core:failSynthOnValidationErrors"] = false,
                    ["@aws-cdk/core:validateAgainstDefaultRules"] = true,
                },
                assembly.FullName
            );
            var stack = new Stack(
                app,
                "Planted",
                new StackProps
                {
                    Env = new Amazon.CDK.Environment { Account = account, Region = region },
                }
            );
            _ = new CfnResource(
                stack,
                "Queue",
                new CfnResourceProps
                {
                    Type = "AWS::SQS::Queue",
                    Properties = new Dictionary<string, object> { [property] = value },
                }
            );
            Composition.AddChecks(app, folder.FullName);
            app.Synth();
            return !new SynthesizedEnvironment("test", assembly.FullName).Findings.Any(f =>
                f!["pluginName"]!.ToString() == "CloudFormation Validate"
            );
        }
        finally
        {
            assembly.Delete(recursive: true);
        }
    }
}
