namespace CognitoStack.Local.Deployment;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Deployed {Resources} resources of {Stacks} stacks from {Folder} as account {Account} in {Region}"
    )]
    public static partial void Deployed(this ILogger log, int resources, int stacks, string folder, string account, string region);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deployed again: {Changes}")]
    public static partial void Redeployed(this ILogger log, string changes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deployed again: no resource changed")]
    public static partial void NothingChanged(this ILogger log);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Holder} is no longer in the templates; its name and data are kept until you start with --fresh"
    )]
    public static partial void Left(this ILogger log, string holder);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not deployed, what was deployed before stays: {Reason}")]
    public static partial void Refused(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not deployed, what was deployed before stays")]
    public static partial void Failed(this ILogger log, Exception exception);
}
