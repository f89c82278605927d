namespace CognitoStack.Local.Functions;

internal static partial class Log
{
    [LoggerMessage("{Function} {RequestId}: {Line}")]
    public static partial void Line(this ILogger logger, LogLevel level, string function, string requestId, string line);

    [LoggerMessage(LogLevel.Debug, "{Function}: process {ProcessId} started")]
    public static partial void Started(this ILogger logger, string function, int processId);

    [LoggerMessage(LogLevel.Debug, "{Function}: process {ProcessId} ends: {Why}")]
    public static partial void Ends(this ILogger logger, string function, int processId, string why);

    [LoggerMessage(LogLevel.Debug, "{Function} {RequestId}: START RequestId: {RequestId} Version: $LATEST")]
    public static partial void Start(this ILogger logger, string function, string requestId);

    [LoggerMessage(LogLevel.Debug, "{Function} {RequestId}: END RequestId: {RequestId}")]
    public static partial void End(this ILogger logger, string function, string requestId);

    [LoggerMessage(LogLevel.Debug, "{Function} {RequestId}: {Report}")]
    public static partial void Report(this ILogger logger, string function, string requestId, string report);

    [LoggerMessage(LogLevel.Warning, "{Function} {RequestId}: {Failure}")]
    public static partial void Failed(this ILogger logger, string function, string requestId, string failure);

    [LoggerMessage(
        LogLevel.Warning,
        "{Function} runs on {Runtime}, which this host does not have: invoking it will fail. Only functions on provided.al2023 run here."
    )]
    public static partial void NoSuchRuntime(this ILogger logger, string function, string runtime);
}
