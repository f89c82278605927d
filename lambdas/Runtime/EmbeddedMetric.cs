using System.Text.Json;

namespace CognitoStack.Lambda;

/// <summary>One count of something, in total and for each of a few values that it is told apart by.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="By">Dimensions beside the function's name, of few values each, since CloudWatch bills every combination.</param>
public sealed record Metric(string Name, params (string Dimension, string Value)[] By);

/// <summary>
/// CloudWatch metrics inside a log line, so that a function needs no permission and no call for them.
/// Source: AWS, "Specification: Embedded metric format"
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
public static class EmbeddedMetric
{
    /// <summary>The CloudWatch namespace of every metric of the functions.</summary>
    public const string Namespace = "CognitoStack";

    /// <summary>The dimension of every metric: the name of the function.</summary>
    public const string FunctionName = "FunctionName";

    /// <summary>Adds one count of each metric to a log line: by function alone, and by function and each dimension of its own.</summary>
    public static void Count(Utf8JsonWriter line, string functionName, DateTimeOffset at, params ReadOnlySpan<Metric> metrics)
    {
        line.WriteStartObject("_aws");
        line.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
        line.WriteStartArray("CloudWatchMetrics");
        foreach (var metric in metrics)
            WriteDirective(line, metric);
        line.WriteEndArray();
        line.WriteEndObject();

        line.WriteString(FunctionName, functionName);
        foreach (var metric in metrics)
        {
            foreach (var (dimension, value) in metric.By)
                line.WriteString(dimension, value);
            line.WriteNumber(metric.Name, 1);
        }
    }

    private static void WriteDirective(Utf8JsonWriter line, Metric metric)
    {
        line.WriteStartObject();
        line.WriteString("Namespace", Namespace);
        line.WriteStartArray("Dimensions");
        WriteNames(line, FunctionName);
        foreach (var (dimension, _) in metric.By)
            WriteNames(line, FunctionName, dimension);
        line.WriteEndArray();
        line.WriteStartArray("Metrics");
        line.WriteStartObject();
        line.WriteString("Name", metric.Name);
        line.WriteString("Unit", "Count");
        line.WriteEndObject();
        line.WriteEndArray();
        line.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter line, params ReadOnlySpan<string> names)
    {
        line.WriteStartArray();
        foreach (var name in names)
            line.WriteStringValue(name);
        line.WriteEndArray();
    }
}
