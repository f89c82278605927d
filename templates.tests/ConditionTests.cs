using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Templates.Tests;

/// <summary>What a condition switches off is not there, wherever it stands; what cannot be switched is rejected by name.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Policies_and_statements_are_there_where_their_condition_holds(bool isOn)
    {
        var set = Read(SwitchedDeny.Template(isOn));
        var policies = TemplatePolicies.OfRole(set, set.Find("AWS::IAM::Role", "Reader")!).Read;
        Assert.Equal(isOn, TemplatePolicies.OfResource(set, set.Find("AWS::S3::Bucket", "files")!) is not null);
        Assert.Equal(isOn ? ["Allow", "Deny", "Deny"] : ["Allow"], SwitchedDeny.Effects(policies.SelectMany(p => p.Statements)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_output_is_there_where_its_condition_holds(bool isOn)
    {
        var set = Read(SwitchedDeny.Template(isOn));
        Assert.Equal(isOn, set.Output("Policy") is not null);
        Assert.Equal("files", set.Output("Bucket"));
    }

    [Fact]
    public void An_output_that_is_switched_off_is_read_by_no_other_stack() =>
        Assert.Contains(
            "the stack One has no output Policy",
            Flaw("""{ "Fn::GetStackOutput": { "StackName": "One", "OutputName": "Policy" } }""", SwitchedDeny.Template(isOn: false)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Who_refers_to_what_is_switched_off_is_told() =>
        Assert.Equal("Two: Asking.TableName: Off is referred to, and its condition leaves it out.", Flaw("""{ "Ref": "Off" }"""));

    [Theory]
    [InlineData("\"Nowhere\"", "there is no condition Nowhere in Conditions.")]
    [InlineData("{ \"Fn::Equals\": [1, 1] }", "Condition asks for a name where there is {\"Fn::Equals\":[1,1]}.")]
    [InlineData("\"Round\"", "the condition Round asks for itself")]
    [InlineData("\"Odd\"", "Fn::Contains is not understood as a condition here")]
    [InlineData("\"Empty\"", "a condition is one function, not {}")]
    public void A_condition_that_is_not_understood_is_rejected_by_name(string condition, string error)
    {
        var template = $$"""
            { "Conditions": { "Round": { "Condition": "Round" }, "Odd": { "Fn::Contains": [["a"], "a"] }, "Empty": {} },
              "Resources": { "Files": { "Type": "AWS::S3::Bucket", "Condition": {{condition}} } } }
            """;
        Assert.Contains(error, Assert.Throws<TemplateException>(() => Read(template)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": "IsOn" }""")]
    [InlineData("""[{ "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": ["IsOn"] }]""")]
    [InlineData("\"Deny\"")]
    public void A_statement_that_only_looks_switched_is_rejected(string statement)
    {
        var set = Read(
            $$"""
            { "Resources": { "Reader": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Statement": {{statement}} } }] } } } }
            """
        );
        var policy = Assert.Single(TemplatePolicies.OfRole(set, set.Resources[0]).Read);
        Assert.Contains(
            "A statement of Reader/Access is no object, or its Condition is none",
            Assert.Throws<TemplateException>(() => policy.Statements.ToList()).Message,
            StringComparison.Ordinal
        );
    }

    private static TemplateSet Read(string template) =>
        TemplatesAlone.Read(new Dictionary<string, JsonObject> { [SwitchedDeny.Stack] = Parse(template) });

    /// <summary>Why a resource with an expression cannot be read.</summary>
    private static string Flaw(string expression, string? other = null)
    {
        var templates = new Dictionary<string, JsonObject>
        {
            ["Two"] = Parse(
                $$"""
                { "Conditions": { "Never": { "Fn::Not": [{ "Fn::Equals": ["a", "a"] }] } },
                  "Resources": { "Off": { "Type": "AWS::S3::Bucket", "Condition": "Never" }, "Asking": { "Type": "AWS::SNS::Subscription", "Properties": { "TableName": {{expression}} } } } }
                """
            ),
        };
        if (other is not null)
            templates[SwitchedDeny.Stack] = Parse(other);
        return TemplatesAlone.Read(templates).OfType("AWS::SNS::Subscription").Single().Flaw!;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
