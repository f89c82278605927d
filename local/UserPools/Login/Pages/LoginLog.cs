namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>What the log says of the pages.</summary>
internal static partial class LoginLog
{
    [LoggerMessage(LogLevel.Information, "{Page} refused: {Error}: {Message}")]
    public static partial void Refused(ILogger log, string page, string error, string message);
}
