using CognitoStack.Local.Functions;

namespace CognitoStack.Local.UserPools;

/// <summary>What the user pools tell the developer.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Medium} to {Recipient}, not sent: {Code} ({Trigger})")]
    public static partial void MessageKept(ILogger log, string medium, string recipient, string code, string trigger);

    [LoggerMessage(Level = LogLevel.Information, Message = "{User} signed in to {Client}")]
    public static partial void SignedIn(ILogger log, string user, string client);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Trigger} of {Pool} was not called: no AWS::Lambda::Permission lets cognito-idp.amazonaws.com invoke {Arn} for this user pool"
    )]
    public static partial void TriggerNotPermitted(ILogger log, string trigger, string pool, string arn);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A code of {Pool} cannot be encrypted for the custom sender: {Reason}")]
    public static partial void CodeNotEncrypted(ILogger log, string pool, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trigger} ({Function}) did not answer; try {Attempt} of 3")]
    public static partial void TriggerRetried(ILogger log, string trigger, string function, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trigger} ({Function}) failed ({Kind}): {Reason}")]
    public static partial void TriggerFailed(ILogger log, string trigger, string function, FunctionFailure kind, string reason);
}
