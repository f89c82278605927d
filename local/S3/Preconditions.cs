using System.Globalization;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Conditional requests.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Add preconditions to S3 operations with conditional requests"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html); RFC 9110, section 13.</remarks>
internal static class Preconditions
{
    /// <summary>What begins the names of conditions on the source of a copy.</summary>
    public const string OfSource = "x-amz-copy-source-";

    private const string Match = "If-Match",
        NoneMatch = "If-None-Match",
        Modified = "If-Modified-Since",
        Unmodified = "If-Unmodified-Since";

    /// <summary>Whether a reader has what is there already: 304.</summary>
    /// <exception cref="AwsException"><c>PreconditionFailed</c>.</exception>
    public static bool IsUnchanged(S3Call call, StoredObject found, DateTimeOffset now) =>
        Unchanged(call, found, now, string.Empty) is not null;

    /// <summary>What who copies demands of the source.</summary>
    /// <exception cref="AwsException"><c>PreconditionFailed</c>.</exception>
    public static void RequireOfSource(S3Call call, StoredObject found, DateTimeOffset now)
    {
        if (Unchanged(call, found, now, OfSource) is { } condition)
            throw Failed(condition);
    }

    /// <summary>What a writer demands of what is there.</summary>
    public static void RequireForWrite(S3Call call, StoredObject? found)
    {
        if (call.Header(NoneMatch) is not null && call.Header(Match) is not null)
            throw NotTaken(Match, "Multiple conditional request headers present in the request");
        if (call.Header(NoneMatch) is { } none)
        {
            if (none != "*")
                throw NotTaken(NoneMatch);
            if (found is not null)
                throw Failed(NoneMatch);
        }

        if (call.Header(Match) is not { } match)
            return;
        if (match.Trim() == "*")
            throw NotTaken(Match);
        if (found is null)
            throw S3Errors.With("NoSuchKey", "The specified key does not exist.", 404, ("Key", call.Key));
        if (!Matches(match, found))
            throw Failed(Match);
    }

    /// <summary>The same of who completes an upload: what was written or deleted since it began is a conflict, and the upload has to begin anew.</summary>
    /// <remarks>Source: Amazon S3 API Reference, "CompleteMultipartUpload" (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html),
    /// If-Match and If-None-Match.</remarks>
    public static void RequireForCompletion(S3Call call, Upload upload, StoredObject? found)
    {
        var condition =
            call.Header(NoneMatch) is not null ? NoneMatch
            : call.Header(Match) is not null ? Match
            : null;
        if (condition is not null && (found?.File ?? string.Empty) != upload.Before)
            throw S3Errors.With(
                "ConditionalRequestConflict",
                "The conditional request cannot succeed due to a conflicting operation against this resource.",
                409,
                ("Condition", condition),
                ("Key", call.Key)
            );
        RequireForWrite(call, found);
    }

    /// <summary>What who deletes demands of what is there; nothing is there to differ where it is gone.</summary>
    public static void RequireForDelete(string? match, StoredObject? found)
    {
        if (match is not null && found is not null && !Matches(match, found))
            throw Failed(Match);
    }

    /// <summary>A condition that S3 does not judge for writers.</summary>
    private static AwsException NotTaken(string header, string? why = null) =>
        S3Errors.With(
            "NotImplemented",
            "A header you provided implies functionality that is not implemented",
            501,
            ("Header", header),
            ("additionalMessage", why ?? $"We don't accept the provided value of {header} header for this API")
        );

    private static AwsException Failed(string condition) =>
        S3Errors.With("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, ("Condition", condition));

    /// <summary>The condition by which what is there is not wanted; null for none.</summary>
    private static string? Unchanged(S3Call call, StoredObject found, DateTimeOffset now, string prefix)
    {
        if (call.Header(prefix + Match) is { } match)
        {
            if (!Matches(match, found))
                throw Failed(prefix + Match);
        }
        else if (Time(call, prefix + Unmodified) is { } unmodified && found.LastModified > unmodified)
        {
            throw Failed(prefix + Unmodified);
        }

        if (call.Header(prefix + NoneMatch) is { } none)
            return Matches(none, found) ? prefix + NoneMatch : null;
        // A date that is still to come is none.
        return Time(call, prefix + Modified) is { } modified && modified <= now && found.LastModified <= modified
            ? prefix + Modified
            : null;
    }

    private static bool Matches(string tags, StoredObject found) =>
        tags.Split(',').Select(t => t.Trim()).Any(t => t == "*" || t.Trim('"') == found.ETag.Trim('"'));

    private static DateTimeOffset? Time(S3Call call, string header) =>
        DateTimeOffset.TryParse(call.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
