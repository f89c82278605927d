using System.Globalization;
using System.Xml.Linq;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>What is known of an object, without its content.</summary>
internal sealed class Attributes(S3Access access, Reading reading)
{
    public async Task GetAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        // Either right is not enough: what is told is told to readers, too.
        await access.RequireAsync(
            call,
            access
                .OnKey(bucket, call.Key, "Decrypt")
                .Prepend(
                    access.OnObject(
                        call,
                        call.Target.Has("versionId") ? "GetObjectVersion" : "GetObject",
                        bucket,
                        call.Key,
                        reading.TagsOf(bucket, call.Key, call.VersionId)
                    )
                )
                .ToArray()
        );
        var found = await reading.FindAsync(call, bucket, "GetObjectAttributes");
        var asked = (call.Header("x-amz-object-attributes") ?? string.Empty)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet();
        if (asked.Count == 0 || asked.Any(a => a is not ("ETag" or "Checksum" or "ObjectParts" or "StorageClass" or "ObjectSize")))
            throw new AwsException("InvalidArgument", "Invalid attribute name specified.");
        call.Http.Response.Headers.LastModified = found.LastModified.ToString("r", CultureInfo.InvariantCulture);
        XElement? If(string name, Func<object?> content) =>
            asked.Contains(name) && content() is { } value ? S3Xml.Element(name, value) : null;
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "GetObjectAttributesResponse",
                If("ETag", () => found.ETag.Trim('"')),
                If("Checksum", () => Checksum.Xml(found.Headers).ToList() is { Count: > 0 } sums ? sums : null),
                If("ObjectParts", () => found.PartSizes.Count > 0 ? PartsOf(call, found) : null),
                If("StorageClass", () => found.StorageClass),
                If("ObjectSize", () => found.Size)
            )
        );
    }

    private static IEnumerable<XElement?> PartsOf(S3Call call, StoredObject found)
    {
        var (most, marker) = (Math.Min(Number(call, "x-amz-max-parts", 1000), 1000), Number(call, "x-amz-part-number-marker", 0));
        var page = found.PartSizes.Select((size, i) => (Number: i + 1, Size: size)).Where(p => p.Number > marker).Take(most).ToList();
        var last = page.Count > 0 ? page[^1].Number : marker;
        return
        [
            S3Xml.Element("PartsCount", found.PartSizes.Count),
            S3Xml.Element("PartNumberMarker", marker),
            S3Xml.Element("NextPartNumberMarker", last),
            S3Xml.Element("MaxParts", most),
            S3Xml.Element("IsTruncated", last < found.PartSizes.Count),
            .. page.Select(p => S3Xml.Element("Part", S3Xml.Element("PartNumber", p.Number), S3Xml.Element("Size", p.Size))),
        ];
    }

    private static int Number(S3Call call, string header, int without) =>
        call.Header(header) is not { } text ? without
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new AwsException("InvalidArgument", $"Provided {header} not an integer or within integer range");
}
