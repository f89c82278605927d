using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Metrics;

/// <summary>Metrics that are in a line of a log (<c>_aws</c>), which CloudWatch Logs takes out of it.</summary>
/// <remarks>Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html</remarks>
internal static class EmbeddedMetrics
{
    /// <summary>The metrics of a line, with their values; none of a line that is of another form.</summary>
    public static IEnumerable<(MetricName Metric, double Value, string Unit)> In(string line)
    {
        if (!line.StartsWith('{') || !line.Contains("\"_aws\"", StringComparison.Ordinal) || Read(line) is not { } json)
            return [];
        return from directive in Objects((json["_aws"] as JsonObject)?["CloudWatchMetrics"])
            let name = directive["Namespace"]?.ToString()
            where name is not null
            from definition in Objects(directive["Metrics"])
            let metric = definition["Name"]?.ToString()
            where metric is not null
            from value in Values(json[metric])
            from dimensions in Dimensions(json, directive["Dimensions"])
            select (new MetricName(name, metric, dimensions), value, definition["Unit"]?.ToString() ?? "None");
    }

    // Without a list there is one metric without dimensions; one whose dimension has no value is none.
    private static IEnumerable<DimensionSet> Dimensions(JsonObject json, JsonNode? lists) =>
        lists is not JsonArray { Count: > 0 } all
            ? [new DimensionSet([])]
            : all.OfType<JsonArray>()
                .Select(list => list.Select(n => n?.ToString() ?? string.Empty).ToList())
                .Where(names => names.TrueForAll(n => json[n] is JsonValue))
                .Select(names => new DimensionSet(names.Select(n => (n, json[n]!.ToString()))));

    private static IEnumerable<double> Values(JsonNode? node) =>
        node switch
        {
            JsonArray many => many.SelectMany(Values),
            JsonValue one when one.TryGetValue<double>(out var value) => [value],
            _ => [],
        };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
