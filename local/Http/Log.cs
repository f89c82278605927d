using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Http;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request for the host {Host}: only this machine's own names are answered")]
    public static partial void ForeignHost(ILogger logger, string host);
}
