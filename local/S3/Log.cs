namespace CognitoStack.Local.S3;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A page of {Origin} may not {Method} objects of the bucket {Bucket} ({Output}): {Because}. Its origins are those of storage.buckets.….cors in the environment file"
    )]
    public static partial void PreflightRefused(ILogger log, string origin, string method, string bucket, string output, string because);
}
