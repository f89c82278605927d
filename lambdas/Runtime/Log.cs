using System.Buffers;
using System.Text.Json;

namespace CognitoStack.Lambda;

/// <summary>
/// Writes one JSON object a line, in the field names of Lambda's own JSON log format: timestamp, level, message, requestId.
/// </summary>
public sealed class Log
{
    private readonly Stream output;
    private readonly TimeProvider clock;
    private readonly string? requestId;

    /// <param name="output">Standard output, which Lambda sends to CloudWatch Logs line by line.</param>
    /// <param name="clock">The system's clock where it is not given.</param>
    public Log(Stream output, TimeProvider? clock = null)
        : this(output, clock ?? TimeProvider.System, null) { }

    private Log(Stream output, TimeProvider clock, string? requestId)
    {
        this.output = output;
        this.clock = clock;
        this.requestId = requestId;
    }

    /// <summary>The same log with a request's ID on every line.</summary>
    public Log ForRequest(string id) => new(output, clock, id);

    /// <summary>Something worth knowing.</summary>
    public void Info(string message, Action<Utf8JsonWriter>? fields = null) => Write("INFO", message, null, fields);

    /// <summary>Something that an operator may want to look at.</summary>
    public void Warn(string message, Exception? exception = null, Action<Utf8JsonWriter>? fields = null) =>
        Write("WARN", message, exception, fields);

    /// <summary>Something that does not work.</summary>
    public void Error(string message, Exception? exception = null, Action<Utf8JsonWriter>? fields = null) =>
        Write("ERROR", message, exception, fields);

    private void Write(string level, string message, Exception? exception, Action<Utf8JsonWriter>? fields)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Iso8601.Milliseconds(clock.GetUtcNow()));
            json.WriteString("level", level);
            json.WriteString("message", message);
            if (requestId is not null)
                json.WriteString("requestId", requestId);
            fields?.Invoke(json);
            if (exception is not null)
            {
                json.WriteString("errorType", exception.GetType().FullName);
                json.WriteString("errorMessage", exception.Message);
                json.WriteString("stackTrace", exception.StackTrace);
            }
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        lock (output)
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }
}
