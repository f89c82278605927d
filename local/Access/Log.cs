using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Access;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "ALLOW {Action} {Resource} for {Who} by {By}{Request}")]
    public static partial void Allowed(ILogger logger, string action, string resource, string who, string by, string request);

    [LoggerMessage(Level = LogLevel.Information, Message = "DENY {Action} {Resource} for {Who}: {By}{Request}")]
    public static partial void Denied(ILogger logger, string action, string resource, string who, string by, string request);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "DENY {Action} {Resource} for {Who}: its policies cannot be judged: {Problem}{Request}"
    )]
    public static partial void Unjudged(ILogger logger, string action, string resource, string who, string problem, string request);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The policy evaluator failed; another one is started in {Wait} s, and nothing is allowed until then."
    )]
    public static partial void EvaluatorFailed(ILogger logger, Exception exception, double wait);
}
