using System.Text.Json;

namespace CognitoStack.Lambda;

/// <summary>
/// A CloudWatch metric inside a log line, so that a function needs no permission and no call for it.
/// Source: AWS, "Specification: Embedded metric format".
/// </summary>
public static class EmbeddedMetric
{
    /// <summary>The CloudWatch namespace of every metric of the functions.</summary>
    public const string Namespace = "CognitoStack";

    /// <summary>The only dimension: the name of the function.</summary>
    public const string Dimension = "FunctionName";

    /// <summary>Adds one count of a metric to a log line.</summary>
    public static void Count(Utf8JsonWriter line, string metric, string functionName, DateTimeOffset at)
    {
        line.WriteStartObject("_aws");
        line.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
        line.WriteStartArray("CloudWatchMetrics");
        line.WriteStartObject();
        line.WriteString("Namespace", Namespace);
        line.WriteStartArray("Dimensions");
        line.WriteStartArray();
        line.WriteStringValue(Dimension);
        line.WriteEndArray();
        line.WriteEndArray();
        line.WriteStartArray("Metrics");
        line.WriteStartObject();
        line.WriteString("Name", metric);
        line.WriteString("Unit", "Count");
        line.WriteEndObject();
        line.WriteEndArray();
        line.WriteEndObject();
        line.WriteEndArray();
        line.WriteEndObject();
        line.WriteString(Dimension, functionName);
        line.WriteNumber(metric, 1);
    }
}
