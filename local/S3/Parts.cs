using System.Globalization;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Parts of uploads, sent or copied.</summary>
internal sealed class Parts(ObjectStore store, S3Access access, Reading reading, TimeProvider time)
{
    public const int Most = 10_000;

    public Task PutAsync(S3Call call) =>
        StoreAsync(
            call,
            async (upload, into) =>
            {
                var payload = await Payload.ReadAsync(call, into);
                if (
                    upload.Checksum is { } expected
                    && payload.Checksum?.Key is var sent
                    && sent != expected
                    && (sent is not null || upload.IsComposite)
                )
                    throw new AwsException(
                        "InvalidRequest",
                        $"Checksum Type mismatch occurred, expected checksum Type: {Checksum.AlgorithmOf(expected).ToLowerInvariant()}, actual checksum Type: {(sent is null ? "null" : Checksum.AlgorithmOf(sent).ToLowerInvariant())}"
                    );
                call.Http.Response.Headers.ETag = payload.ETag;
                if (payload.Checksum is { } checksum)
                    call.Http.Response.Headers[checksum.Key] = checksum.Value;
                return payload;
            }
        );

    public async Task CopyAsync(S3Call call, string source)
    {
        var (name, key, version) = Writing.Source(source);
        var from = access.BucketOf(name);
        var part = await StoreAsync(
            call,
            async (upload, into) =>
            {
                var (found, content) = await reading.OpenAsync(call, from, key, version);
                await using var _ = content;
                Preconditions.RequireOfSource(call, found, time.GetUtcNow());
                var (first, length) = Range(call.Header("x-amz-copy-source-range"), found.Size);
                content.Position = first;
                return await Payload.CopyAsync(content, length, into, upload.Checksum, call.Cancel);
            }
        );
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "CopyPartResult",
                S3Xml.Element("LastModified", StoredObject.Iso(part.Modified)),
                S3Xml.Element("ETag", part.ETag),
                Checksum.Xml(part.Checksums)
            )
        );
    }

    public async Task ListAsync(S3Call call)
    {
        await access.RequireAsync(call, access.OnObject(call, "ListMultipartUploadParts", access.BucketOf(call.Bucket), call.Key));
        var upload = store.FindUpload(call);
        var marker = Listing.Number(call, "part-number-marker", 0);
        var most = Math.Min(Listing.Number(call, "max-parts", 1000), 1000);
        var rest = store.Parts(upload.Id).Where(p => p.Number > marker).ToList();
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "ListPartsResult",
                Multipart.Of(upload),
                S3Xml.Element("UploadId", upload.Id),
                S3Xml.Element("PartNumberMarker", marker),
                S3Xml.Element("MaxParts", most),
                S3Xml.Element("StorageClass", "STANDARD"),
                upload.Checksum is { } checksum
                    ? new object[]
                    {
                        S3Xml.Element("ChecksumAlgorithm", Checksum.AlgorithmOf(checksum)),
                        S3Xml.Element("ChecksumType", upload.Headers[Checksum.TypeHeader]),
                    }
                    : null,
                S3Xml.Element("IsTruncated", rest.Count > most),
                rest.Count > most && most > 0 ? S3Xml.Element("NextPartNumberMarker", rest[most - 1].Number) : null,
                rest.Take(most)
                    .Select(p =>
                        S3Xml.Element(
                            "Part",
                            S3Xml.Element("PartNumber", p.Number),
                            S3Xml.Element("LastModified", StoredObject.Iso(p.Modified)),
                            S3Xml.Element("ETag", p.ETag),
                            S3Xml.Element("Size", p.Size),
                            Checksum.Xml(p.Checksums)
                        )
                    )
            )
        );
    }

    /// <summary>Stores a part for somebody who may write the object.</summary>
    private async Task<UploadPart> StoreAsync(S3Call call, Func<Upload, Stream, Task<Payload>> fill)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(
            call,
            [access.OnObject(call, "PutObject", bucket, call.Key), .. access.OnKey(bucket, call.Key, "GenerateDataKey")]
        );
        var upload = store.FindUpload(call);
        if (
            !int.TryParse(call.Target["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > Most
        )
            throw S3Errors.InvalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive",
                "partNumber",
                call.Target["partNumber"]
            );
        var (stream, file) = store.Create();
        try
        {
            Payload payload;
            await using (stream)
                payload = await fill(upload, stream);
            var part = new UploadPart(
                number,
                file,
                payload.Size,
                payload.ETag,
                time.GetUtcNow(),
                payload.Checksum is { } checksum ? new Dictionary<string, string> { [checksum.Key] = checksum.Value } : []
            );
            return store.PutPart(upload.Id, part) ? part : throw ObjectStore.NoSuchUpload(upload.Id);
        }
        catch
        {
            store.Discard(file);
            throw;
        }
    }

    /// <summary>What to copy: all, or from one byte to another, both of which there must be.</summary>
    private static (long From, long Length) Range(string? range, long size)
    {
        if (range is null)
            return (0, size);
        if (
            !range.StartsWith("bytes=", StringComparison.Ordinal)
            || range[6..].Split('-') is not [var first, var last]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        )
            throw S3Errors.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
                "x-amz-copy-source-range",
                range
            );
        if (from > to || to >= size)
            throw S3Errors.InvalidArgument(
                $"Range specified is not valid for source object of size: {size}",
                "x-amz-copy-source-range",
                range
            );
        return (from, to - from + 1);
    }
}
