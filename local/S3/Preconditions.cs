using System.Globalization;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Conditional requests.</summary>
internal static class Preconditions
{
    /// <summary>Whether a reader has what is there already: 304.</summary>
    /// <exception cref="AwsException"><c>PreconditionFailed</c>.</exception>
    public static bool IsUnchanged(S3Call call, StoredObject found, string prefix = "")
    {
        if (call.Header($"{prefix}if-match") is { } match)
        {
            if (!Matches(match, found)) throw Failed();
        }
        else if (Time(call, $"{prefix}if-unmodified-since") is { } unmodified && found.LastModified > unmodified)
        {
            throw Failed();
        }

        return call.Header($"{prefix}if-none-match") is { } none ? Matches(none, found)
            : Time(call, $"{prefix}if-modified-since") is { } modified && found.LastModified <= modified;
    }

    /// <summary>What a writer demands of what is there.</summary>
    public static void RequireForWrite(S3Call call, StoredObject? found)
    {
        if (call.Header("If-None-Match") is { } none)
        {
            if (none != "*") throw S3Call.NotImplemented("If-None-Match with a value other than *");
            if (found is not null) throw Failed();
        }

        if (call.Header("If-Match") is not { } match) return;
        if (found is null) throw new AwsException("NoSuchKey", "The specified key does not exist.", 404);
        if (!Matches(match, found)) throw Failed();
    }

    /// <summary>What who deletes demands of what is there; nothing is there to differ where it is gone.</summary>
    public static void RequireForDelete(string? match, StoredObject? found)
    {
        if (match is not null && found is not null && !Matches(match, found)) throw Failed();
    }

    public static AwsException Failed() => new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

    private static bool Matches(string tags, StoredObject found) => tags.Split(',').Select(t => t.Trim()).Any(t => t == "*" || t.Trim('"') == found.ETag.Trim('"'));

    private static DateTimeOffset? Time(S3Call call, string header) =>
        DateTimeOffset.TryParse(call.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
