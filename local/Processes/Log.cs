namespace CognitoStack.Local.Processes;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "{Name} listens on {Address} after {Milliseconds:0} ms, process {ProcessId}")]
    public static partial void Listening(this ILogger logger, string name, Uri address, double milliseconds, int processId);

    [LoggerMessage(LogLevel.Debug, "{Name}: {Line}")]
    public static partial void Output(this ILogger logger, string name, string line);

    [LoggerMessage(LogLevel.Warning, "{Name}: {Line}")]
    public static partial void Complaint(this ILogger logger, string name, string line);

    [LoggerMessage(LogLevel.Warning, "{Name} {What}; it starts again in {Milliseconds:0} ms")]
    public static partial void StartsAgain(this ILogger logger, string name, string what, double milliseconds);

    [LoggerMessage(LogLevel.Error, "{Message}")]
    public static partial void GivesUp(this ILogger logger, string message);
}
