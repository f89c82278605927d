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
    private const int Most = 1000;

    public async Task BucketsAsync(S3Call call)
    {
        if (call.Caller is Anonymous) throw new AwsException("AccessDenied", "Access Denied", 403);
        await access.RequireAsync(call, new AccessRequest("s3:ListAllMyBuckets", "*"));
        await S3Xml.WriteAsync(call, S3Xml.Element("ListAllMyBucketsResult",
            S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account)),
            S3Xml.Element("Buckets", deployment.Current.OfType("AWS::S3::Bucket").OrderBy(b => b.Name, StringComparer.Ordinal)
                .Select(b => S3Xml.Element("Bucket", S3Xml.Element("Name", b.Name), S3Xml.Element("CreationDate", StoredObject.Iso(DateTimeOffset.UnixEpoch)))))));
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
        await S3Xml.WriteAsync(call, S3Xml.Element("LocationConstraint", deployment.Current.Region == "us-east-1" ? null : deployment.Current.Region));
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
        var page = Page(bucket.Name, prefix, delimiter, After(token is null ? start : Decode(token), prefix, delimiter, isSecond && token is null), Math.Min(asked, Most));
        var isEncoded = call.Target["encoding-type"] == "url";
        XElement Text(string name, string value) => S3Xml.Element(name, isEncoded ? Uri.EscapeDataString(value).Replace("%2F", "/", StringComparison.Ordinal) : value);
        var withOwner = !isSecond || call.Target["fetch-owner"] == "true";
        await S3Xml.WriteAsync(call, S3Xml.Element("ListBucketResult",
            S3Xml.Element("Name", bucket.Name),
            Text("Prefix", prefix),
            delimiter.Length > 0 ? Text("Delimiter", delimiter) : null,
            S3Xml.Element("MaxKeys", asked),
            isEncoded ? S3Xml.Element("EncodingType", "url") : null,
            S3Xml.Element("IsTruncated", page.Next is not null),
            isSecond ? S3Xml.Element("KeyCount", page.Objects.Count + page.Prefixes.Count) : Text("Marker", start),
            isSecond && token is not null ? S3Xml.Element("ContinuationToken", token) : null,
            isSecond && start.Length > 0 ? Text("StartAfter", start) : null,
            (page.Next, isSecond) switch
            {
                (null, _) => null,
                (var next, true) => S3Xml.Element("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(next))),
                (var next, false) => delimiter.Length > 0 ? Text("NextMarker", next) : null,
            },
            page.Objects.Select(o => S3Xml.Element("Contents",
                Text("Key", o.Key), S3Xml.Element("LastModified", StoredObject.Iso(o.Modified)), S3Xml.Element("ETag", o.ETag), S3Xml.Element("Size", o.Size), S3Xml.Element("StorageClass", o.StorageClass),
                withOwner ? S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account)) : null)),
            page.Prefixes.Select(p => S3Xml.Element("CommonPrefixes", Text("Prefix", p)))));
    }

    public static int Number(S3Call call, string parameter, int without) => call.Target[parameter] is not { Length: > 0 } text ? without
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new AwsException("InvalidArgument", $"Provided {parameter} not an integer or within integer range");

    /// <summary>Objects and common prefixes after a key, in one order; both count.</summary>
    private (List<StoredObject> Objects, List<string> Prefixes, string? Next) Page(string bucket, string prefix, string delimiter, string after, int most)
    {
        var (objects, prefixes) = (new List<StoredObject>(), new List<string>());
        var last = after;
        while (true)
        {
            var rows = store.List(bucket, prefix, after, Most);
            var isSkipping = false;
            foreach (var row in rows)
            {
                if (!row.Key.StartsWith(prefix, StringComparison.Ordinal)) return (objects, prefixes, null);
                if (objects.Count + prefixes.Count == most) return (objects, prefixes, most == 0 ? null : last);
                if (CommonPrefix(row.Key, prefix, delimiter) is { } common)
                {
                    prefixes.Add(last = common);
                    after = Beyond(common);
                    isSkipping = true;
                    break;
                }

                objects.Add(row);
                after = last = row.Key;
            }

            if (!isSkipping && rows.Count < Most) return (objects, prefixes, null);
        }
    }

    /// <summary>Where a page starts: what begins with the common prefix that the page before ended with has been told already.</summary>
    private static string After(string key, string prefix, string delimiter, bool isFirst) => !isFirst && CommonPrefix(key, prefix, delimiter) == key ? Beyond(key) : key;

    private static string? CommonPrefix(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0 || !key.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    /// <summary>Sorts after every key that begins so.</summary>
    private static string Beyond(string prefix) => $"{prefix}\U0010FFFF";

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new AwsException("InvalidArgument", "The continuation token provided is incorrect");
    }
}
