using System.Text;
using System.Xml;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>A request to S3, read once: what is decided upon is what is done.</summary>
internal sealed class S3Call
{
    private static readonly HashSet<string> Subresources =
    [
        "abac",
        "accelerate",
        "acl",
        "analytics",
        "annotation",
        "attributes",
        "cors",
        "delete",
        "encryption",
        "intelligent-tiering",
        "inventory",
        "legal-hold",
        "lifecycle",
        "location",
        "logging",
        "metadataAnnotationTable",
        "metadataConfiguration",
        "metadataInventoryTable",
        "metadataJournalTable",
        "metadataTable",
        "metrics",
        "notification",
        "object-lock",
        "ownershipControls",
        "policy",
        "policyStatus",
        "publicAccessBlock",
        "renameObject",
        "replication",
        "requestPayment",
        "restore",
        "retention",
        "select",
        "session",
        "tagging",
        "torrent",
        "uploadId",
        "uploads",
        "versioning",
        "versions",
        "website",
    ];

    private const int LongestKey = 1024;
    private readonly bool isPresigned;
    private readonly IReadOnlyDictionary<string, string>? fields;

    public S3Call(HttpContext http)
    {
        (Http, Target) = (http, RawTarget.Of(http.Request));
        isPresigned = Target.Has("X-Amz-Signature");
        var path = Target.Path[1..];
        var hosted = LoopbackHosts.BucketOf(http.Request.Host.Host);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        Bucket = hosted ?? Uri.UnescapeDataString(slash < 0 ? path : path[..slash]);
        Key = Uri.UnescapeDataString(
            hosted is not null ? path
            : slash < 0 ? string.Empty
            : path[(slash + 1)..]
        );
        RequireKey(Key);
        Subresource = Target.Query.Select(p => p.Key).Where(Subresources.Contains).Distinct().ToList() switch
        {
            [] => string.Empty,
            [var one] => one,
            var many => throw new AwsException("InvalidArgument", $"Conflicting query string parameters: {string.Join(", ", many)}"),
        };
    }

    /// <summary>The object that a form uploads; its fields, by names in small letters, are what headers are otherwise.</summary>
    public S3Call(S3Call form, string key, IReadOnlyDictionary<string, string> fields)
    {
        (Http, Target, Bucket, Key, Subresource, this.fields) = (form.Http, form.Target, form.Bucket, key, string.Empty, fields);
        if (key.Length == 0)
            throw new AwsException("InvalidArgument", "User key must have a length greater than 0.");
        RequireKey(key);
    }

    public HttpContext Http { get; }

    public RawTarget Target { get; }

    /// <summary>Name of the bucket; empty where none is named.</summary>
    public string Bucket { get; }

    /// <summary>Key of the object; empty where none is named.</summary>
    public string Key { get; }

    /// <summary>Id of the version that is meant; null for the newest one.</summary>
    /// <exception cref="AwsException"><c>InvalidArgument</c>: it is none.</exception>
    public string? VersionId => Versions.Checked(Target["versionId"]);

    /// <summary>What of the bucket or object is meant, such as its tagging; empty for itself.</summary>
    public string Subresource { get; }

    public string Method => Http.Request.Method;

    /// <summary>Whether it is the upload of a form, whose fields are texts, and not bytes as headers are.</summary>
    public bool IsForm => fields is not null;

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>A signature that has been verified; null for a request without one.</summary>
    public VerifiedSignature? Signature { get; set; }

    public Caller Caller => Signature?.Caller ?? new Anonymous();

    /// <summary>A header, or the query parameter that stands for it in a presigned URL; null where it is not there.</summary>
    public string? Header(string name)
    {
        if (fields is not null)
            return fields.GetValueOrDefault(name.ToLowerInvariant());
        // A condition that was signed into the address is not the sender's to change.
        if (
            isPresigned
            && name.StartsWith("If-", StringComparison.OrdinalIgnoreCase)
            && Target.Query.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                is { Key: not null, Value: var signed }
        )
            return signed;
        if (Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0)
            return values.ToString();
        return isPresigned && name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
            ? Target.Query.Where(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).FirstOrDefault()
            : null;
    }

    /// <summary>Headers that begin so, those of a presigned URL included; names in small letters.</summary>
    public Dictionary<string, string> Headers(string prefix)
    {
        var given = isPresigned ? Sent.Concat(Target.Query.Select(p => KeyValuePair.Create(p.Key.ToLowerInvariant(), p.Value))) : Sent;
        return given
            .Where(h => h.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(h => h.Key)
            .ToDictionary(g => g.Key, g => g.First().Value);
    }

    /// <summary>Headers with names in small letters, without those of a presigned URL.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sent =>
        fields ?? Http.Request.Headers.Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), h.Value.ToString()));

    /// <summary>The address of the object, by the path.</summary>
    public string Location => $"{Http.Request.Scheme}://{Http.Request.Host}/{Uri.EscapeDataString(Bucket)}/{Uri.EscapeDataString(Key)}";

    public static void RequireKey(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > LongestKey)
            throw S3Errors.With(
                "KeyTooLongError",
                "Your key is too long",
                ("Size", Encoding.UTF8.GetByteCount(key)),
                ("MaxSizeAllowed", LongestKey)
            );
        // No listing could tell such a key.
        if (key.Any(c => !XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c)))
            throw new AwsException("InvalidURI", "Couldn't parse the specified URI.");
    }

    public static AwsException NotImplemented(string what) => new("NotImplemented", $"{what} is not available here.", 501);

    /// <summary>The same of a header, or what it says.</summary>
    public static AwsException NotImplemented(string what, string header) =>
        S3Errors.With("NotImplemented", $"{what} is not available here.", 501, ("Header", header));
}
