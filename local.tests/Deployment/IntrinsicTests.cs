using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.Deployment;

public sealed class IntrinsicTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData("""{"Ref": "AWS::Region"}""", "us-east-1")]
    [InlineData("""{"Ref": "AWS::AccountId"}""", "111122223333")]
    [InlineData("""{"Ref": "AWS::Partition"}""", "aws")]
    [InlineData("""{"Ref": "AWS::URLSuffix"}""", "amazonaws.com")]
    [InlineData("""{"Ref": "AWS::StackName"}""", "One")]
    [InlineData("""{"Ref": "Stage"}""", "beta")]
    [InlineData("""{"Ref": "Table"}""", "notes")]
    [InlineData("""{"Fn::Select": [1, {"Ref": "Zones"}]}""", "b")]
    [InlineData("""{"Fn::GetAtt": ["Table", "Arn"]}""", "arn:aws:dynamodb:us-east-1:111122223333:table/notes")]
    [InlineData("""{"Fn::GetAtt": "Table.Arn"}""", "arn:aws:dynamodb:us-east-1:111122223333:table/notes")]
    [InlineData("""{"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 3]]}""", "a-beta-3")]
    [InlineData("""{"Fn::Join": [",", {"Ref": "Zones"}]}""", "a,b,c")]
    [InlineData("""{"Fn::Join": [",", ["a", {"Ref": "AWS::NoValue"}]]}""", "a")]
    [InlineData(
        """{"Fn::Sub": "${Stage}/${AWS::Region}/${Table}/${Table.Arn}/${!Literal}"}""",
        "beta/us-east-1/notes/arn:aws:dynamodb:us-east-1:111122223333:table/notes/${Literal}"
    )]
    [InlineData("""{"Fn::Sub": ["${x}-${Stage}", {"x": {"Ref": "Table"}}]}""", "notes-beta")]
    [InlineData("""{"Fn::Sub": ["${Stage}", {"Stage": "given"}]}""", "given")]
    [InlineData("""{"Fn::Select": ["2", {"Fn::Split": ["/", "a/b/c"]}]}""", "c")]
    [InlineData("""{"Fn::If": ["IsBeta", "yes", "no"]}""", "yes")]
    [InlineData("""{"Fn::If": ["IsProd", "yes", "no"]}""", "no")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "memory"]}""", "512")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", "gamma", "memory", {"DefaultValue": {"Ref": "Stage"}}]}""", "beta")]
    [InlineData("""{"Fn::ImportValue": {"Fn::Sub": "Two-Name"}}""", "two's")]
    [InlineData("""{"Fn::GetStackOutput": {"StackName": "Two", "OutputName": "Name"}}""", "two's")]
    [InlineData("""{"Fn::Base64": "grüß"}""", "Z3LDvMOf")]
    [InlineData("""{"Fn::Length": {"Ref": "Zones"}}""", "3")]
    [InlineData("""{"Fn::ToJsonString": {"a": [{"Ref": "Stage"}, 1, true], "b": {"Ref": "AWS::NoValue"}}}""", """{"a":["beta",1,true]}""")]
    [InlineData("""{"Fn::Select": [1, {"Fn::GetAZs": ""}]}""", "us-east-1b")]
    [InlineData("""{"Fn::Select": [0, {"Fn::GetAZs": "eu-west-1"}]}""", "eu-west-1a")]
    public async Task A_function_gives_what_CloudFormation_gives(string expression, string expected)
    {
        Assert.Equal(expected, (await ResolveAsync(expression))?.ToString());
    }

    [Theory]
    [InlineData("""{"Ref": "Nobody"}""", "Nobody is referred to")]
    [InlineData("""{"Ref": {"a": 1}}""", "Ref asks for a name where there is {\"a\":1}")]
    [InlineData("""{"Ref": "NotMade"}""", "its condition leaves it out")]
    [InlineData("""{"Ref": "Asked"}""", "the parameter Asked has no default")]
    [InlineData("""{"Fn::GetAtt": ["Nobody", "Arn"]}""", "Nobody is referred to")]
    [InlineData("""{"Fn::GetAtt": ["Table"]}""", "Fn::GetAtt asks for a logical ID and an attribute")]
    [InlineData("""{"Fn::GetAtt": ["Table", "Colour"]}""", "AWS::DynamoDB::Table has no attribute Colour here")]
    [InlineData("""{"Fn::Join": ["-"]}""", "Fn::Join asks for a list of 2")]
    [InlineData("""{"Fn::Join": ["-", "text"]}""", "Fn::Join asks for a list where there is \"text\"")]
    [InlineData("""{"Fn::Join": ["-", [["nested"]]]}""", "Fn::Join joins text")]
    [InlineData("""{"Fn::Sub": {"a": "b"}}""", "Fn::Sub asks for text")]
    [InlineData("""{"Fn::Sub": "${Nobody}"}""", "Nobody is referred to")]
    [InlineData("""{"Fn::Sub": "${Zones}"}""", "${Zones} is [\"a\",\"b\",\"c\"]")]
    [InlineData("""{"Fn::Select": [3, {"Ref": "Zones"}]}""", "Fn::Select cannot take item 3 of a list of 3")]
    [InlineData("""{"Fn::Select": [-1, {"Ref": "Zones"}]}""", "Fn::Select cannot take item -1")]
    [InlineData("""{"Fn::If": ["Nobody", 1, 2]}""", "there is no condition Nobody")]
    [InlineData("""{"Fn::If": ["IsOdd", 1, 2]}""", "Fn::Odd is not understood as a condition")]
    [InlineData("""{"Fn::If": ["Circle", 1, 2]}""", "circular reference: the condition Circle")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", "gamma", "memory"]}""", "Fn::FindInMap finds nothing in Mappings at Sizes.gamma.memory")]
    [InlineData("""{"Fn::ImportValue": "Three"}""", "No export named Three found")]
    [InlineData("""{"Fn::GetStackOutput": {"StackName": "Two", "OutputName": "Age"}}""", "the stack Two has no output Age")]
    [InlineData("""{"Fn::GetStackOutput": {"StackName": "Two", "OutputName": "NotMade"}}""", "the stack Two has no output NotMade")]
    [InlineData("""{"Fn::GetStackOutput": {"StackName": "Three", "OutputName": "Name"}}""", "there is no stack Three")]
    [InlineData("""{"Fn::Length": "text"}""", "Fn::Length asks for a list")]
    [InlineData("""{"Fn::Cidr": ["10.0.0.0/16", 1, 8]}""", "Fn::Cidr is not understood here")]
    [InlineData("""{"Fn::Transform": {"Name": "AWS::Include"}}""", "Fn::Transform is not understood here")]
    public async Task What_is_not_understood_is_named_with_its_place(string expression, string expected)
    {
        var error = await Assert.ThrowsAsync<DeploymentException>(() => ResolveAsync(expression));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Matches(@"^One: (P\.Value|P|Conditions\.\w+): ", error.Message);
    }

    [Theory]
    [InlineData("""{"Fn::And": [{"Condition": "IsBeta"}, {"Fn::Not": [{"Condition": "IsProd"}]}]}""", true)]
    [InlineData("""{"Fn::And": [{"Condition": "IsBeta"}, {"Condition": "IsProd"}]}""", false)]
    [InlineData("""{"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsBeta"}]}""", true)]
    [InlineData("""{"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsProd"}]}""", false)]
    [InlineData("""{"Fn::Equals": ["1", 1]}""", true)]
    [InlineData("""{"Fn::Equals": [{"Ref": "Stage"}, "Beta"]}""", false)]
    public async Task A_condition_decides_whether_a_resource_is_made(string condition, bool isMade)
    {
        bench.With(
            (
                "One",
                $$$"""
                {
                  "Parameters": {"Stage": {"Type": "String", "Default": "beta"}},
                  "Conditions": {"IsBeta": {"Fn::Equals": [{"Ref": "Stage"}, "beta"]}, "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, "C": {{{condition}}} },
                  "Resources": {"Table": {"Type": "AWS::DynamoDB::Table", "Condition": "C", "Properties": {} } },
                  "Outputs": {"Name": {"Condition": "C", "Value": {"Ref": "Table"} } }
                }
                """
            )
        );

        var deployed = await bench.DeployAsync();

        Assert.Equal(isMade, deployed.Resources.Count == 1);
        Assert.Equal(isMade, deployed.Outputs["One"].ContainsKey("Name"));
    }

    [Fact]
    public async Task What_has_no_value_is_left_out()
    {
        var value = await ResolveAsync(
            """{"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1], "c": {"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]}}"""
        );

        Assert.Equal("""{"b":[1]}""", value?.ToJsonString());
    }

    [Fact]
    public async Task Policy_variables_and_IAM_conditions_are_left_alone()
    {
        const string Statement =
            """{"Condition":{"Null":{"aws:PrincipalTag/tenant":"false"}},"Resource":"x/${cognito-identity.amazonaws.com:sub}/*"}""";

        Assert.Equal(
            Statement,
            (await ResolveAsync(Statement))?.ToJsonString(
                new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        );
    }

    [Fact]
    public async Task A_circle_of_resources_is_named()
    {
        bench.With(
            (
                "One",
                """
                {"Resources": {
                  "A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "B"}}},
                  "B": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::Sub": "${C}"}}},
                  "C": {"Type": "AWS::SSM::Parameter", "DependsOn": "A", "Properties": {}}}}
                """
            )
        );

        Assert.Equal("One: A: circular reference: One/A → One/B → One/C → One/A.", await bench.RefusalAsync());
    }

    [Fact]
    public async Task A_circle_across_stacks_is_named()
    {
        const string Template =
            """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::GetStackOutput": {"StackName": "OTHER", "OutputName": "Name"}}}}}, "Outputs": {"Name": {"Value": {"Ref": "P"}}}}""";
        bench.With(
            ("One", Template.Replace("OTHER", "Two", StringComparison.Ordinal)),
            ("Two", Template.Replace("OTHER", "One", StringComparison.Ordinal))
        );

        Assert.Equal(
            "One: P: circular reference: One/P → Two/Outputs.Name → Two/P → One/Outputs.Name → One/P.",
            await bench.RefusalAsync()
        );
    }

    [Fact]
    public async Task Resources_come_after_what_they_refer_to_or_depend_on()
    {
        bench.With(
            (
                "One",
                """
                {"Resources": {
                  "A": {"Type": "AWS::SSM::Parameter", "DependsOn": ["C"], "Properties": {"Value": {"Ref": "B"}}},
                  "B": {"Type": "AWS::SSM::Parameter", "Properties": {}},
                  "C": {"Type": "AWS::SSM::Parameter", "Properties": {}}}}
                """
            )
        );

        Assert.Equal(["C", "B", "A"], (await bench.DeployAsync()).Resources.Select(r => r.LogicalId));
    }

    [Fact]
    public async Task A_parameter_of_SSM_is_read_from_the_templates_or_the_secrets()
    {
        bench
            .WithSecrets("""{"/cdk-bootstrap/version": "30"}""")
            .With(
                (
                    "One",
                    """
                    {"Parameters": {
                       "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/version"},
                       "Hosts": {"Type": "AWS::SSM::Parameter::Value<List<String>>", "Default": "/hosts"}},
                     "Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::Sub": ["${BootstrapVersion} ${host}", {"host": {"Fn::Select": [1, {"Ref": "Hosts"}]}}]}}}}}
                    """
                ),
                ("Two", """{"Resources": {"H": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/hosts", "Value": "a, b"}}}}""")
            );

        Assert.Equal("30 b", (await bench.DeployAsync()).Resources.Single(r => r.LogicalId == "P").Text("Value"));
    }

    [Fact]
    public async Task A_macro_is_refused()
    {
        bench.With(("One", """{"Transform": "AWS::Serverless-2016-10-31", "Resources": {}}"""));

        Assert.Equal("One: Transform: \"AWS::Serverless-2016-10-31\" is run by CloudFormation alone.", await bench.RefusalAsync());
    }

    public void Dispose() => bench.Dispose();

    private async Task<JsonNode?> ResolveAsync(string expression)
    {
        bench.With(
            (
                "One",
                $$$"""
                {
                  "Parameters": {"Stage": {"Type": "String", "Default": "beta"}, "Zones": {"Type": "CommaDelimitedList", "Default": "a, b,c"}, "Asked": {"Type": "String"}},
                  "Mappings": {"Sizes": {"beta": {"memory": 512} } },
                  "Conditions": {
                    "IsBeta": {"Fn::Equals": [{"Ref": "Stage"}, "beta"]}, "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
                    "IsOdd": {"Fn::Odd": [1]}, "Circle": {"Fn::Not": [{"Condition": "Circle"}]}},
                  "Resources": {
                    "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "notes"}},
                    "NotMade": {"Type": "AWS::DynamoDB::Table", "Condition": "IsProd"},
                    "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {{{expression}}} }}
                  }
                }
                """
            ),
            (
                "Two",
                """
                {
                  "Conditions": {"Never": {"Fn::Equals": [1, 2]}},
                  "Resources": {},
                  "Outputs": {
                    "Name": {"Value": "two's", "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-Name"}}},
                    "NotMade": {"Condition": "Never", "Value": "x", "Export": {"Name": "Three"}}
                  }
                }
                """
            )
        );
        return (await bench.DeployAsync()).Resources.Single(r => r.LogicalId == "P").Properties["Value"];
    }
}
