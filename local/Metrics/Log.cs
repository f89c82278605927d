namespace CognitoStack.Local.Metrics;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The alarms could not be evaluated; the next minute tries again")]
    public static partial void NotEvaluated(ILogger log, Exception e);
}
