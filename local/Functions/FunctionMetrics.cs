using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Functions;

/// <summary>What Lambda measures of functions.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Types of metrics for Lambda functions". https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html</remarks>
internal static class FunctionMetrics
{
    private const string Namespace = "AWS/Lambda";

    /// <summary>An invocation has ended.</summary>
    public static void Ended(IMetrics metrics, string function, InvocationReport report)
    {
        metrics.Put(Of(function, "Invocations"), 1);
        metrics.Put(Of(function, "Errors"), report.HasFailed ? 1 : 0);
        metrics.Put(Of(function, "Throttles"), 0);
        metrics.Put(Of(function, "Duration"), report.Duration.TotalMilliseconds, "Milliseconds");
    }

    /// <summary>An invocation was not let in.</summary>
    public static void Throttled(IMetrics metrics, string function) => metrics.Put(Of(function, "Throttles"), 1);

    private static MetricName Of(string function, string name) => new(Namespace, name, ("FunctionName", function));
}
