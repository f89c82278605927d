using System.Collections.Concurrent;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Uploads in parts.</summary>
internal sealed class Multipart(ObjectStore store, S3Access access, Writing writing, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Bucket, string Key, string Id), (Completion Asked, StoredObject Made)> done = new();

    public async Task BeginAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await writing.RequirePutAsync(call, bucket);
        var headers = Writing.HeadersOf(call, bucket);
        foreach (var (name, value) in ChecksumOf(call))
            headers[name] = value;
        var upload = new Upload(
            ObjectStore.NewUploadId(),
            bucket.Name,
            call.Key,
            time.GetUtcNow(),
            headers,
            Tagging.OfHeader(call.Header("x-amz-tagging")),
            store.Find(bucket.Name, call.Key)?.File ?? string.Empty
        );
        store.Begin(upload);
        Writing.Confirm(call, upload.Headers);
        await S3Xml.WriteAsync(call, S3Xml.Element("InitiateMultipartUploadResult", Of(upload), S3Xml.Element("UploadId", upload.Id)));
    }

    public async Task CompleteAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(
            call,
            [access.OnObject(call, "PutObject", bucket, call.Key), .. access.OnKey(bucket, call.Key, "Decrypt", "GenerateDataKey")]
        );
        var asked = Completion.Of(await S3Xml.ReadAsync(call, isChecked: false));
        // Whoever has not heard that it is done asks once more.
        if (
            done.TryGetValue((call.Bucket, call.Key, call.Target["uploadId"] ?? string.Empty), out var before) && before.Asked.IsSame(asked)
        )
        {
            await AnswerAsync(call, bucket, before.Made);
            return;
        }

        var upload = store.FindUpload(call);
        var all = store.Parts(upload.Id);
        var parts = asked.Chosen(upload, all);
        Completion.RequireSize(call, parts);
        var (stream, file) = store.Create();
        StoredObject made;
        try
        {
            var headers = upload.Headers.Where(h => h.Key != Checksum.AlgorithmHeader).ToDictionary();
            using (var whole = Completion.WholeOf(call, upload))
            {
                await using (stream)
                {
                    foreach (var part in parts)
                    {
                        await using var content = store.Open(part.File) ?? throw ObjectStore.NoSuchUpload(upload.Id);
                        await Content.CopyAsync(content, stream, part.Size, piece => whole?.Append(piece.Span), call.Cancel);
                    }
                }

                Completion.AddChecksum(call, upload, parts, whole, headers);
            }

            made = new()
            {
                Bucket = bucket.Name,
                Key = call.Key,
                File = file,
                Size = parts.Sum(p => p.Size),
                ETag = Completion.ETagOf(parts),
                Modified = time.GetUtcNow(),
                Headers = headers,
                Tags = upload.Tags,
                PartSizes = [.. parts.Select(p => p.Size)],
                Version = Versions.Next(bucket) ?? Versions.Null,
            };
            store.Put(made, found => Preconditions.RequireForCompletion(call, upload, found), upload.Id);
            done[(call.Bucket, call.Key, upload.Id)] = (asked, made);
        }
        catch
        {
            store.Discard(file);
            throw;
        }

        foreach (var part in all)
            store.Discard(part.File);
        await AnswerAsync(call, bucket, made);
    }

    public async Task AbortAsync(S3Call call)
    {
        await access.RequireAsync(call, access.OnObject(call, "AbortMultipartUpload", access.BucketOf(call.Bucket), call.Key));
        store.Abort(store.FindUpload(call).Id);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task ListAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, "ListBucketMultipartUploads", bucket));
        if (call.Target["delimiter"] is { Length: > 0 })
            throw S3Call.NotImplemented("A delimiter in ListMultipartUploads");
        var text = Listing.Encoding(call);
        var prefix = call.Target["prefix"] ?? string.Empty;
        var after = (Key: call.Target["key-marker"] ?? string.Empty, Id: call.Target["upload-id-marker"] ?? string.Empty);
        var most = Math.Min(Listing.Number(call, "max-uploads", 1000), 1000);
        // Uploads of one key in the order of their ids: a marker is a place in that order.
        var rest = store
            .UploadsOf(bucket.Name)
            .Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(u => u.Key, StringComparer.Ordinal)
            .ThenBy(u => u.Id, StringComparer.Ordinal)
            .Where(u =>
                string.CompareOrdinal(u.Key, after.Key) is var order
                && (order > 0 || (order == 0 && after.Id.Length > 0 && string.CompareOrdinal(u.Id, after.Id) > 0))
            )
            .ToList();
        var last = rest.Count > most && most > 0 ? rest[most - 1] : null;
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "ListMultipartUploadsResult",
                S3Xml.Element("Bucket", bucket.Name),
                text("KeyMarker", after.Key),
                S3Xml.Element("UploadIdMarker", after.Id),
                text("Prefix", prefix),
                Listing.IsEncoded(call) ? S3Xml.Element("EncodingType", "url") : null,
                last is null ? null : new object[] { text("NextKeyMarker", last.Key), S3Xml.Element("NextUploadIdMarker", last.Id) },
                S3Xml.Element("MaxUploads", most),
                S3Xml.Element("IsTruncated", last is not null),
                rest.Take(most)
                    .Select(u =>
                        S3Xml.Element(
                            "Upload",
                            text("Key", u.Key),
                            S3Xml.Element("UploadId", u.Id),
                            S3Xml.Element("Initiated", StoredObject.Iso(u.Started)),
                            S3Xml.Element("StorageClass", "STANDARD")
                        )
                    )
            )
        );
    }

    public static object[] Of(Upload upload) => [S3Xml.Element("Bucket", upload.Bucket), S3Xml.Element("Key", upload.Key)];

    private static Task AnswerAsync(S3Call call, Resource bucket, StoredObject made)
    {
        Versions.TellMade(call, bucket, made);
        Writing.Confirm(call, made.Headers.Where(h => !h.Key.StartsWith("x-amz-checksum-", StringComparison.Ordinal)).ToDictionary());
        return S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "CompleteMultipartUploadResult",
                S3Xml.Element("Location", call.Location),
                S3Xml.Element("Bucket", made.Bucket),
                S3Xml.Element("Key", made.Key),
                S3Xml.Element("ETag", made.ETag),
                Checksum.Xml(made.Headers)
            )
        );
    }

    /// <summary>The checksum that an upload is begun with, and whether it will be one of the whole object or one of those of the parts.</summary>
    private static Dictionary<string, string> ChecksumOf(S3Call call)
    {
        var (algorithm, type) = (call.Header(Checksum.AlgorithmHeader)?.ToUpperInvariant(), call.Header(Checksum.TypeHeader));
        if (algorithm is null)
            return type is null
                ? []
                : throw new AwsException(
                    "InvalidRequest",
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
                );
        Checksum.HeaderOf(algorithm);
        type ??= algorithm == "CRC64NVME" ? Checksum.OfWhole : "COMPOSITE";
        if (type is not ("FULL_OBJECT" or "COMPOSITE"))
            throw new AwsException("InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
        if (
            type
            == (
                algorithm == "CRC64NVME" ? "COMPOSITE"
                : algorithm.StartsWith("SHA", StringComparison.Ordinal) ? "FULL_OBJECT"
                : string.Empty
            )
        )
            throw new AwsException(
                "InvalidRequest",
                $"The {type} checksum type cannot be used with the {algorithm.ToLowerInvariant()} checksum algorithm."
            );
        return new() { [Checksum.AlgorithmHeader] = algorithm, [Checksum.TypeHeader] = type };
    }
}
