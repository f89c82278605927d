using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Functions;

/// <summary>An event for a function.</summary>
internal sealed record RuntimeEvent(
    string RequestId,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset Deadline,
    string FunctionArn,
    string TraceId
)
{
    public TaskCompletionSource<RuntimeAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a function says to an event.</summary>
internal sealed record RuntimeAnswer(bool IsError, ReadOnlyMemory<byte> Body)
{
    /// <summary>The message of an error.</summary>
    public string ErrorMessage
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body.Span) is JsonObject error && error["errorMessage"]?.ToString() is { } message ? message : Text;
            }
            catch (JsonException)
            {
                return Text;
            }
        }
    }

    private string Text => Encoding.UTF8.GetString(Body.Span);
}
