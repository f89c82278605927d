using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Functions;

/// <summary>Runs deployed functions.</summary>
public interface IFunctions
{
    /// <summary>Invokes a function and waits for its answer.</summary>
    /// <param name="function">The function.</param>
    /// <param name="payload">The event.</param>
    /// <param name="patience">How long the caller waits, whatever the function's own timeout is: Cognito 5 s.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="FunctionException">The function failed, timed out, or could not be started.</exception>
    Task<JsonNode?> InvokeAsync(Resource function, JsonNode payload, TimeSpan patience, CancellationToken cancel);
}

/// <summary>A function's failure.</summary>
/// <param name="kind">What failed.</param>
/// <param name="message">What the function says (<c>errorMessage</c>), or what happened to it.</param>
public sealed class FunctionException(FunctionFailure kind, string message) : Exception(message)
{
    /// <summary>What failed.</summary>
    public FunctionFailure Kind => kind;
}

/// <summary>Kinds of failure.</summary>
public enum FunctionFailure
{
    /// <summary>The function reported an error.</summary>
    Reported,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The process ended, or used more memory than it has.</summary>
    Crashed,
}
