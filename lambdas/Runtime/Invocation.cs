using System.Text.Json;

namespace CognitoStack.Lambda;

/// <summary>Answers one invocation; what it returns goes back to the caller as it is.</summary>
public delegate Task<ReadOnlyMemory<byte>> InvocationHandler(Invocation invocation);

/// <summary>One event that Lambda hands to the function. Source: AWS, "Using the Lambda runtime API for custom runtimes"
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
public sealed record Invocation
{
    // Deeper than anybody means an event to be, and shallow enough for who reads it by recursion.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Lambda's request ID; each retry of Cognito's has a new one.</summary>
    public required string RequestId { get; init; }

    /// <summary>When Lambda ends the invocation.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The event as it came: to return it unchanged keeps whatever fields Cognito adds one day.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }

    /// <summary>The function's log, with this request's ID on every line.</summary>
    public required Log Log { get; init; }

    /// <summary>Reads the event; whoever disposes of the document is done with every part of it.</summary>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public JsonDocument Parse() => JsonDocument.Parse(Event, Options);
}
