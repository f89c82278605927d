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
        "accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption", "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "location", "logging",
        "metadataConfiguration", "metadataTable", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "renameObject", "replication",
        "requestPayment", "restore", "retention", "select", "session", "tagging", "torrent", "uploadId", "uploads", "versioning", "versions", "website",
    ];

    private readonly bool isPresigned;

    public S3Call(HttpContext http)
    {
        (Http, Target) = (http, RawTarget.Of(http.Request));
        isPresigned = Target.Has("X-Amz-Signature");
        var path = Target.Path[1..];
        var hosted = LoopbackHosts.BucketOf(http.Request.Host.Host);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        Bucket = hosted ?? Uri.UnescapeDataString(slash < 0 ? path : path[..slash]);
        Key = Uri.UnescapeDataString(hosted is not null ? path : slash < 0 ? string.Empty : path[(slash + 1)..]);
        RequireKey(Key);
        Subresource = Target.Query.Select(p => p.Key).Where(Subresources.Contains).Distinct().ToList() switch
        {
            [] => string.Empty,
            [var one] => one,
            var many => throw new AwsException("InvalidArgument", $"Conflicting query string parameters: {string.Join(", ", many)}"),
        };
    }

    public HttpContext Http { get; }

    public RawTarget Target { get; }

    /// <summary>Name of the bucket; empty where none is named.</summary>
    public string Bucket { get; }

    /// <summary>Key of the object; empty where none is named.</summary>
    public string Key { get; }

    /// <summary>What of the bucket or object is meant, such as its tagging; empty for itself.</summary>
    public string Subresource { get; }

    public string Method => Http.Request.Method;

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>A signature that has been verified; null for a request without one.</summary>
    public VerifiedSignature? Signature { get; set; }

    public Caller Caller => Signature?.Caller ?? new Anonymous();

    /// <summary>A header, or the query parameter that stands for it in a presigned URL; null where it is not there.</summary>
    public string? Header(string name)
    {
        if (Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0) return values.ToString();
        return isPresigned && name.StartsWith("x-amz-", StringComparison.Ordinal)
            ? Target.Query.Where(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).FirstOrDefault() : null;
    }

    /// <summary>Headers that begin so, those of a presigned URL included; names in small letters.</summary>
    public Dictionary<string, string> Headers(string prefix)
    {
        var given = Http.Request.Headers.Select(h => (Name: h.Key.ToLowerInvariant(), Value: h.Value.ToString()));
        if (isPresigned) given = given.Concat(Target.Query.Select(p => (Name: p.Key.ToLowerInvariant(), p.Value)));
        return given.Where(h => h.Name.StartsWith(prefix, StringComparison.Ordinal)).GroupBy(h => h.Name).ToDictionary(g => g.Key, g => g.First().Value);
    }

    public static void RequireKey(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > 1024) throw new AwsException("KeyTooLongError", "Your key is too long");
        // No listing could tell such a key.
        if (key.Any(c => !XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c))) throw new AwsException("InvalidURI", "Couldn't parse the specified URI.");
    }

    public static AwsException NotImplemented(string what) => new("NotImplemented", $"{what} is not available here.", 501);
}
