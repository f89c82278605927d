using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class EmbeddedMetricTests
{
    [Fact]
    public void A_metric_is_in_the_embedded_metric_format()
    {
        var line = Line(new Metric("Failures"));

        var metadata = JsonNode.Parse(
            """
            {
              "Timestamp": 0,
              "CloudWatchMetrics": [
                { "Namespace": "CognitoStack", "Dimensions": [["FunctionName"]], "Metrics": [{ "Name": "Failures", "Unit": "Count" }] }
              ]
            }
            """
        );
        Assert.True(JsonNode.DeepEquals(metadata, line["_aws"]));
        Assert.Equal("audit", line.Text("FunctionName"));
        Assert.Equal(1, (int?)line["Failures"]);
    }

    [Fact]
    public void Metrics_of_one_line_have_dimensions_of_their_own()
    {
        var line = Line(new Metric("Failures"), new Metric("SignIns", ("ClientId", "c"), ("Provider", "Google")));

        var directives = line["_aws"]!["CloudWatchMetrics"]!.AsArray();
        Assert.Equal(
            ["""[["FunctionName"]]""", """[["FunctionName"],["FunctionName","ClientId"],["FunctionName","Provider"]]"""],
            directives.Select(directive => directive!["Dimensions"]!.ToJsonString())
        );
        Assert.Equal(("c", "Google"), (line.Text("ClientId"), line.Text("Provider")));
        Assert.Equal((1, 1), ((int?)line["Failures"], (int?)line["SignIns"]));
    }

    private static JsonObject Line(params Metric[] metrics)
    {
        using var output = new MemoryStream();
        new Log(output).Error("It broke.", fields: json => EmbeddedMetric.Count(json, "audit", DateTimeOffset.UnixEpoch, metrics));
        return Assert.Single(LogLines.Parse(output));
    }
}
