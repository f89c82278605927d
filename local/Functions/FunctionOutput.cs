using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Logs;

namespace CognitoStack.Local.Functions;

/// <summary>What one invocation took.</summary>
internal sealed record InvocationReport(
    string RequestId,
    TimeSpan Duration,
    TimeSpan Initialization,
    int Megabytes,
    int PeakMegabytes,
    bool HasFailed
)
{
    private double Billed => Math.Ceiling((Duration + Initialization).TotalMilliseconds);

    /// <summary>As Lambda writes it.</summary>
    public override string ToString()
    {
        var init =
            Initialization > TimeSpan.Zero
                ? string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {Initialization.TotalMilliseconds:0.00} ms")
                : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {RequestId}\tDuration: {Duration.TotalMilliseconds:0.00} ms\tBilled Duration: {Billed:0} ms\tMemory Size: {Megabytes} MB\tMax Memory Used: {PeakMegabytes} MB{init}"
        );
    }

    public JsonObject ToJson()
    {
        var metrics = new JsonObject
        {
            ["durationMs"] = Math.Round(Duration.TotalMilliseconds, 3),
            ["billedDurationMs"] = Billed,
            ["memorySizeMB"] = Megabytes,
            ["maxMemoryUsedMB"] = PeakMegabytes,
        };
        if (Initialization > TimeSpan.Zero)
            metrics["initDurationMs"] = Math.Round(Initialization.TotalMilliseconds, 3);
        return new()
        {
            ["requestId"] = RequestId,
            ["metrics"] = metrics,
            ["status"] = HasFailed ? "error" : "success",
        };
    }
}

/// <summary>The stream of one execution environment in the function's log group: its own lines, and Lambda's around them.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Log and monitor …" (START, END, REPORT) and "Configuring JSON and plain text log formats" (platform events).
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html</remarks>
internal sealed class FunctionOutput(FunctionSettings settings, string stream, ILogs logs, TimeProvider clock)
{
    public void Line(string line) => logs.Put(settings.LogGroup, stream, line);

    public void Start(string requestId) =>
        Platform("start", new() { ["requestId"] = requestId, ["version"] = "$LATEST" }, $"START RequestId: {requestId} Version: $LATEST");

    /// <summary>Ends an invocation, after what went wrong with it.</summary>
    public void End(InvocationReport report, string? failure)
    {
        if (failure is not null && !settings.LogsJson)
            Line(failure);
        if (!settings.LogsJson)
            Line($"END RequestId: {report.RequestId}");
        Platform("report", report.ToJson(), report.ToString());
    }

    // As JSON these are events of Lambda's own.
    private void Platform(string kind, JsonObject record, string text) =>
        Line(
            !settings.LogsJson
                ? text
                : new JsonObject
                {
                    ["time"] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    ["type"] = $"platform.{kind}",
                    ["record"] = record,
                }.ToJsonString()
        );
}
