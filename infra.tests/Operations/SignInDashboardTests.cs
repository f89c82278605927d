using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Operations;

/// <summary>The page of graphs: valid for CloudWatch, and about what the environment has.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class SignInDashboardTests(Synthesis synthesis)
{
    private const string Type = "AWS::CloudWatch::Dashboard";

    [Theory]
    [InlineData(OperatedEnvironments.Everything, 10)]
    [InlineData(Environments.Production, 9)]
    public void It_has_a_graph_of_everything_that_there_is(string environment, int graphs)
    {
        var widgets = Widgets(environment);
        Assert.Equal(graphs, widgets.Count);
        Assert.Equal(graphs, widgets.Select(w => w["properties"]!["title"]!.ToString()).Distinct().Count());
        Assert.Equal(graphs, widgets.Select(w => (w["x"]!.GetValue<int>(), w["y"]!.GetValue<int>())).Distinct().Count());
        Assert.All(
            widgets,
            w =>
            {
                Assert.InRange(w["x"]!.GetValue<int>() + w["width"]!.GetValue<int>(), 1, 24);
                Assert.NotEmpty(w["properties"]!["metrics"]!.AsArray());
                Assert.Equal("<AWS::Region>", w["properties"]!["region"]!.ToString());
            }
        );
    }

    [Fact]
    public void Sign_ins_are_by_client_and_refusals_by_reason()
    {
        var graphs = Widgets(OperatedEnvironments.Everything)
            .ToDictionary(w => w["properties"]!["title"]!.ToString(), w => w["properties"]!["metrics"]!);
        graphs["Sign-ins, by app client"]
            .Is(
                """
                [
                  ["AWS/Cognito", "SignInSuccesses", "UserPool", "<CognitoStack-watched-Authentication.UserPoolId>", "UserPoolClient", "<CognitoStack-watched-Authentication.ClientIdWeb>", { "stat": "Sum" }],
                  ["AWS/Cognito", "SignInSuccesses", "UserPool", "<CognitoStack-watched-Authentication.UserPoolId>", "UserPoolClient", "<CognitoStack-watched-Authentication.ClientIdPortal>", { "stat": "Sum" }]
                ]
                """
            );
        graphs["Sign-ins that the gate rejected, by reason"]
            .Is(
                """
                [[{ "expression": "SEARCH('{CognitoStack,FunctionName,Reason} MetricName=\"SignInsRefused\" FunctionName=\"<CognitoStack-watched-Authentication.GateFunctionName>\"', 'Sum', 300)" }]]
                """
            );
    }

    [Fact]
    public void It_is_where_production_is_and_elsewhere_where_it_is_asked_for()
    {
        Assert.Single(synthesis.Shipped("prod").Properties(TemplateJson.Operations, Type));
        Assert.Single(synthesis.Shipped("staging").Properties(TemplateJson.Operations, Type));
        Assert.Empty(synthesis.Of(OperatedEnvironments.OwnTopic).Properties(TemplateJson.Operations, Type));
    }

    private List<JsonObject> Widgets(string environment) =>
        [
            .. JsonNode.Parse(synthesis.Of(environment).Only(TemplateJson.Operations, Type)["DashboardBody"]!.ToString())!["widgets"]!
                .AsArray()
                .Select(w => w!.AsObject()),
        ];
}
