using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Functions;

/// <summary>Reads what functions write to their log.</summary>
internal static class FunctionLog
{
    private const string Metric = "_aws";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// How grave a line is, and what of it a person wants to read. Lines of Lambda's JSON log format say it; the metric that one carries
    /// is left out, and a line that is nothing but a metric is for the debug log.
    /// </summary>
    public static (LogLevel Level, string Text) Read(string line)
    {
        if (!line.StartsWith('{'))
            return (LogLevel.Information, line);
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json)
                return (LogLevel.Information, line);
            if (json.ContainsKey(Metric) && !json.ContainsKey("message"))
                return (LogLevel.Debug, line);
            // The request ID stands before every line.
            return (
                LevelOf(json["level"]?.ToString()),
                json.Remove(Metric) | json.Remove("requestId") ? json.ToJsonString(Readable) : line
            );
        }
        catch (JsonException)
        {
            return (LogLevel.Information, line);
        }
    }

    private static LogLevel LevelOf(string? level) =>
        level switch
        {
            "FATAL" or "ERROR" => LogLevel.Error,
            "WARN" => LogLevel.Warning,
            "DEBUG" or "TRACE" => LogLevel.Debug,
            _ => LogLevel.Information,
        };
}
