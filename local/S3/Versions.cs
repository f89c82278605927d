using System.Security.Cryptography;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Versions of objects, where a bucket keeps them.</summary>
/// <remarks>Source: Amazon S3 User Guide, "How S3 Versioning works" (https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html).</remarks>
internal static class Versions
{
    /// <summary>The version of what was written while its bucket kept none, or no longer did.</summary>
    public const string Null = "null";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
    private const int Length = 32;
    private const string Header = "x-amz-version-id",
        SourceHeader = "x-amz-copy-source-version-id",
        MarkerHeader = "x-amz-delete-marker";

    /// <summary>The version of what is written now, or of the mark that it is deleted; null where the bucket has never kept any.</summary>
    public static string? Next(Resource bucket) =>
        bucket.Properties["VersioningConfiguration"]?["Status"]?.ToString() switch
        {
            "Enabled" => RandomNumberGenerator.GetString(Letters, Length),
            "Suspended" => Null,
            _ => null,
        };

    /// <summary>Tells which version was written, read or deleted; nothing of a bucket that has never kept any.</summary>
    public static void Tell(S3Call call, Resource bucket, StoredObject? about) =>
        Tell(call, bucket, about, HttpMethods.IsPut(call.Method) && call.Header("x-amz-copy-source") is not null ? SourceHeader : Header);

    /// <summary>The same of what was made, be it a copy or not.</summary>
    public static void TellMade(S3Call call, Resource bucket, StoredObject made) => Tell(call, bucket, made, Header);

    private static void Tell(S3Call call, Resource bucket, StoredObject? about, string header)
    {
        if (about is null || (about.Version == Null && Next(bucket) is null))
            return;
        call.Http.Response.Headers[header] = about.Version;
        if (about.IsMarker)
            call.Http.Response.Headers[MarkerHeader] = "true";
    }

    /// <summary>An id that may be one.</summary>
    /// <exception cref="AwsException"><c>InvalidArgument</c>: no version has such an id.</exception>
    public static string? Checked(string? id) =>
        id switch
        {
            "" => throw S3Errors.InvalidArgument("Version id cannot be the empty string", "versionId", id),
            null or Null => id,
            _ when id.Length == Length && id.All(Letters.Contains) => id,
            _ => throw S3Errors.InvalidArgument("Invalid version id specified", "versionId", id),
        };

    /// <summary>There is no version of that name.</summary>
    public static AwsException NoSuch(string key, string version) =>
        S3Errors.With("NoSuchVersion", "The specified version does not exist.", 404, ("Key", key), ("VersionId", version));
}
