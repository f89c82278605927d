using CognitoStack.Local.Http;

namespace CognitoStack.Local.Front;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} failed: {Method} {Path} {Target}")]
    public static partial void Failed(ILogger logger, Exception exception, string id, string method, string path, string target);

    [LoggerMessage(Message = "{Operation} of {Service}: {Code}: {Message} (request {Id})")]
    public static partial void Refused(
        ILogger logger,
        LogLevel level,
        string id,
        string operation,
        string service,
        string code,
        string message
    );
}
