namespace CognitoStack.Local.IdentityPools;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Identity {Identity} gets {Role} ({Because})")]
    public static partial void Exchanged(this ILogger log, string identity, string role, string because);

    [LoggerMessage(Level = LogLevel.Information, Message = "STS gives {Role} to {Subject} of {Provider}")]
    public static partial void Assumed(this ILogger log, string role, string subject, string provider);
}
