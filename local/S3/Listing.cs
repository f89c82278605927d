using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Listings of buckets and of objects.</summary>
internal sealed class Listing(ObjectStore store, S3Access access, IDeployment deployment)
{
    /// <summary>What a listing is asked by, in small letters; another parameter would ask for something else of the bucket.</summary>
    public static readonly HashSet<string> Parameters =
    [
        "list-type",
        "prefix",
        "delimiter",
        "marker",
        "max-keys",
        "encoding-type",
        "start-after",
        "continuation-token",
        "fetch-owner",
        "x-id",
        "optional-object-attributes",
    ];

    private const int Most = 1000;
    private const int MostBuckets = 10_000;

    public async Task BucketsAsync(S3Call call)
    {
        if (call.Caller is Anonymous)
            throw new AwsException("AccessDenied", "Access Denied", 403);
        await access.RequireAsync(call, access.OnService(call, "ListAllMyBuckets"));
        var (prefix, region) = (call.Target["prefix"] ?? string.Empty, call.Target["bucket-region"]);
        var most = Number(call, "max-buckets", MostBuckets);
        if (most is < 1 or > MostBuckets)
            throw S3Errors.InvalidArgument(
                $"Argument max-buckets must be an integer between 1 and {MostBuckets}.",
                "max-buckets",
                call.Target["max-buckets"]
            );
        var after = call.Target["continuation-token"] is { } token ? Decode(token) : string.Empty;
        var rest = deployment
            .Current.OfType("AWS::S3::Bucket")
            .Where(b => b.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(b.Name, after) > 0)
            .Where(_ => region is null || region == deployment.Current.Region)
            .OrderBy(b => b.Name, StringComparer.Ordinal)
            .ToList();
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "ListAllMyBucketsResult",
                S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account)),
                S3Xml.Element(
                    "Buckets",
                    rest.Take(most)
                        .Select(b =>
                            S3Xml.Element(
                                "Bucket",
                                S3Xml.Element("Name", b.Name),
                                S3Xml.Element("CreationDate", StoredObject.Iso(store.Since)),
                                S3Xml.Element("BucketRegion", deployment.Current.Region)
                            )
                        )
                ),
                prefix.Length > 0 ? S3Xml.Element("Prefix", prefix) : null,
                rest.Count > most ? S3Xml.Element("ContinuationToken", Encode(rest[most - 1].Name)) : null
            )
        );
    }

    public async Task HeadBucketAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, "ListBucket", bucket));
        call.Http.Response.Headers["x-amz-bucket-region"] = deployment.Current.Region;
    }

    public async Task LocationAsync(S3Call call)
    {
        await access.RequireAsync(call, access.OnBucket(call, "GetBucketLocation", access.BucketOf(call.Bucket)));
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element("LocationConstraint", deployment.Current.Region == "us-east-1" ? null : deployment.Current.Region)
        );
    }

    public async Task ObjectsAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, "ListBucket", bucket));
        var isSecond = call.Target["list-type"] == "2";
        var (prefix, delimiter) = (call.Target["prefix"] ?? string.Empty, call.Target["delimiter"] ?? string.Empty);
        var token = isSecond ? call.Target["continuation-token"] : null;
        var start = call.Target[isSecond ? "start-after" : "marker"] ?? string.Empty;
        var asked = Number(call, "max-keys", Most);
        var page = Page(
            (from, after, _) => store.List(bucket.Name, from, after, Most),
            prefix,
            delimiter,
            token is null ? start : Decode(token),
            Math.Min(asked, Most)
        );
        var text = Encoding(call);
        var withOwner = !isSecond || call.Target["fetch-owner"] == "true";
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "ListBucketResult",
                S3Xml.Element("Name", bucket.Name),
                text("Prefix", prefix),
                delimiter.Length > 0 ? text("Delimiter", delimiter) : null,
                S3Xml.Element("MaxKeys", asked),
                IsEncoded(call) ? S3Xml.Element("EncodingType", "url") : null,
                S3Xml.Element("IsTruncated", page.Next is not null),
                isSecond ? S3Xml.Element("KeyCount", page.Objects.Count + page.Prefixes.Count) : text("Marker", start),
                isSecond && token is not null ? S3Xml.Element("ContinuationToken", token) : null,
                isSecond && start.Length > 0 ? text("StartAfter", start) : null,
                (page.Next, isSecond) switch
                {
                    (null, _) => null,
                    (var next, true) => S3Xml.Element("NextContinuationToken", Encode(next)),
                    (var next, false) => delimiter.Length > 0 ? text("NextMarker", next) : null,
                },
                page.Objects.Select(o =>
                    S3Xml.Element(
                        "Contents",
                        text("Key", o.Key),
                        S3Xml.Element("LastModified", StoredObject.Iso(o.Modified)),
                        S3Xml.Element("ETag", o.ETag),
                        Checksum.Kinds(o.Headers),
                        S3Xml.Element("Size", o.Size),
                        S3Xml.Element("StorageClass", o.StorageClass),
                        withOwner ? S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account)) : null
                    )
                ),
                page.Prefixes.Select(p => S3Xml.Element("CommonPrefixes", text("Prefix", p)))
            )
        );
    }

    /// <summary>Versions and marks of deletion, those of a key the newest first. In a bucket that keeps none, every object is its only version.</summary>
    public async Task VersionsAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, "ListBucketVersions", bucket));
        var (prefix, delimiter, marker, version) = (
            call.Target["prefix"] ?? string.Empty,
            call.Target["delimiter"] ?? string.Empty,
            call.Target["key-marker"] ?? string.Empty,
            call.Target["version-id-marker"]
        );
        if (version is not null && call.Target["key-marker"] is null)
            throw S3Errors.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", version);
        var asked = Number(call, "max-keys", Most);
        var page = Page(
            (from, after, last) =>
                store.ListVersions(bucket.Name, from, after, last?.Version ?? (after == marker && last is null ? version : null), Most),
            prefix,
            delimiter,
            marker,
            Math.Min(asked, Most)
        );
        // The newest of a key stands first, or on the page before.
        var begun = version is null ? null : marker;
        var text = Encoding(call);
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "ListVersionsResult",
                S3Xml.Element("Name", bucket.Name),
                text("Prefix", prefix),
                text("KeyMarker", marker),
                version is null ? null : S3Xml.Element("VersionIdMarker", version),
                delimiter.Length > 0 ? text("Delimiter", delimiter) : null,
                S3Xml.Element("MaxKeys", asked),
                IsEncoded(call) ? S3Xml.Element("EncodingType", "url") : null,
                S3Xml.Element("IsTruncated", page.Next is not null),
                page.Next is null ? null : text("NextKeyMarker", page.Next),
                page.Next is not null && page.Objects is [.., var end] && end.Key == page.Next
                    ? S3Xml.Element("NextVersionIdMarker", end.Version)
                    : null,
                page.Objects.Select(
                    (o, i) =>
                        S3Xml.Element(
                            o.IsMarker ? "DeleteMarker" : "Version",
                            text("Key", o.Key),
                            S3Xml.Element("VersionId", o.Version),
                            S3Xml.Element("IsLatest", o.Key != (i == 0 ? begun : page.Objects[i - 1].Key)),
                            S3Xml.Element("LastModified", StoredObject.Iso(o.Modified)),
                            o.IsMarker
                                ? null
                                : new object[]
                                {
                                    S3Xml.Element("ETag", o.ETag),
                                    Checksum.Kinds(o.Headers),
                                    S3Xml.Element("Size", o.Size),
                                    S3Xml.Element("StorageClass", o.StorageClass),
                                },
                            S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account))
                        )
                ),
                page.Prefixes.Select(p => S3Xml.Element("CommonPrefixes", text("Prefix", p)))
            )
        );
    }

    public static int Number(S3Call call, string parameter, int without) =>
        call.Target[parameter] is not { Length: > 0 } text ? without
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw S3Errors.InvalidArgument($"Provided {parameter} not an integer or within integer range", parameter, text);

    /// <summary>Objects and common prefixes after a key, in one order; both count. A common prefix that the key begins with, or is, stands before it.</summary>
    private static (List<StoredObject> Objects, List<string> Prefixes, string? Next) Page(
        Func<string, string, StoredObject?, IReadOnlyList<StoredObject>> fetch,
        string prefix,
        string delimiter,
        string after,
        int most
    )
    {
        var (objects, prefixes) = (new List<StoredObject>(), new List<string>());
        var from = CommonPrefix(after, prefix, delimiter) is { } passed ? Beyond(passed) : prefix;
        while (from is not null)
        {
            var rows = fetch(from, after, objects.Count > 0 && objects[^1].Key == after ? objects[^1] : null);
            var isSkipping = false;
            foreach (var row in rows)
            {
                if (!row.Key.StartsWith(prefix, StringComparison.Ordinal))
                    return (objects, prefixes, null);
                if (objects.Count + prefixes.Count == most)
                    return (objects, prefixes, most == 0 ? null : after);
                if (CommonPrefix(row.Key, prefix, delimiter) is { } common)
                {
                    prefixes.Add(after = common);
                    from = Beyond(common);
                    isSkipping = true;
                    break;
                }

                objects.Add(row);
                after = row.Key;
            }

            if (!isSkipping && rows.Count < Most)
                break;
        }

        return (objects, prefixes, null);
    }

    /// <summary>Whether keys are encoded, so that XML can say all of them.</summary>
    public static bool IsEncoded(S3Call call) =>
        call.Target["encoding-type"] switch
        {
            null or "" => false,
            "url" => true,
            var other => throw S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", other),
        };

    /// <summary>Makes elements whose text XML may not be able to say.</summary>
    public static Func<string, string, XElement> Encoding(S3Call call) =>
        (name, value) =>
            S3Xml.Element(name, IsEncoded(call) ? Uri.EscapeDataString(value).Replace("%2F", "/", StringComparison.Ordinal) : value);

    private static string? CommonPrefix(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0 || !key.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    /// <summary>The first text that sorts after every key that begins so, in the order of UTF-8; null where there is none.</summary>
    private static string? Beyond(string prefix)
    {
        var kept = prefix.EnumerateRunes().Reverse().SkipWhile(r => r.Value == 0x10FFFF).Reverse().ToList();
        return kept.Count == 0
            ? null
            : string.Concat(kept.SkipLast(1).Append(new Rune(kept[^1].Value == 0xD7FF ? 0xE000 : kept[^1].Value + 1)));
    }

    private static string Encode(string place) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(place));

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? System.Text.Encoding.UTF8.GetString(bytes, 0, length)
            : throw S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }
}
