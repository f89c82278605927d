namespace CognitoStack.Local.CloudFormation;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "An operation on the stack {Stack} failed")]
    public static partial void Failed(this ILogger log, Exception exception, string stack);
}
