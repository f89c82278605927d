using System.Globalization;
using System.Security.Cryptography;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Uploads in parts.</summary>
internal sealed class Multipart(ObjectStore store, S3Access access, Writing writing, TimeProvider time)
{
    private const int MostParts = 10_000;
    private const long SmallestPart = 5 * 1024 * 1024;

    public async Task BeginAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await writing.RequirePutAsync(call, bucket);
        var upload = new Upload(ObjectStore.NewUploadId(), bucket.Name, call.Key, time.GetUtcNow(), Writing.HeadersOf(call, bucket), Tagging.OfHeader(call.Header("x-amz-tagging")));
        store.Begin(upload);
        Writing.Confirm(call, upload.Headers);
        await S3Xml.WriteAsync(call, S3Xml.Element("InitiateMultipartUploadResult", Of(upload), S3Xml.Element("UploadId", upload.Id)));
    }

    public async Task PutPartAsync(S3Call call)
    {
        if (call.Header("x-amz-copy-source") is not null) throw S3Call.NotImplemented("UploadPartCopy");
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, [access.OnObject(call, "PutObject", bucket, call.Key), .. access.OnKey(bucket, call.Key, "GenerateDataKey")]);
        var upload = Find(call);
        if (!int.TryParse(call.Target["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostParts)
            throw new AwsException("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        var (stream, file) = store.Create();
        try
        {
            Payload payload;
            await using (stream) payload = await Payload.ReadAsync(call, stream);
            if (!store.PutPart(upload.Id, new(number, file, payload.Size, payload.ETag, time.GetUtcNow()))) throw NoSuchUpload();
            call.Http.Response.Headers.ETag = payload.ETag;
            if (payload.Checksum is { } checksum) call.Http.Response.Headers[checksum.Key] = checksum.Value;
        }
        catch
        {
            store.Discard(file);
            throw;
        }
    }

    public async Task CompleteAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, [access.OnObject(call, "PutObject", bucket, call.Key), .. access.OnKey(bucket, call.Key, "Decrypt", "GenerateDataKey")]);
        var body = await S3Xml.ReadAsync(call);
        var upload = Find(call);
        var all = store.Parts(upload.Id);
        var parts = Chosen([.. body.Elements().Where(e => e.Name.LocalName == "Part").Select(p => (Number: S3Xml.Text(p, "PartNumber"), ETag: S3Xml.Text(p, "ETag").Trim().Trim('"')))], all);
        var (stream, file) = store.Create();
        StoredObject made;
        try
        {
            await using (stream)
            {
                foreach (var part in parts)
                {
                    await using var content = store.Open(part.File) ?? throw NoSuchUpload();
                    await content.CopyToAsync(stream, call.Cancel);
                }
            }

#pragma warning disable CA5351 // The ETag of an object in parts is a hash of their hashes.
            var hash = Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(p => Convert.FromHexString(p.ETag.Trim('"')))]));
#pragma warning restore CA5351
            made = new()
            {
                Bucket = bucket.Name, Key = call.Key, File = file, Size = parts.Sum(p => p.Size), ETag = $"\"{hash}-{parts.Count}\"", Modified = time.GetUtcNow(), Headers = upload.Headers, Tags = upload.Tags,
            };
            store.Put(made, before => Preconditions.RequireForWrite(call, before), upload.Id);
        }
        catch
        {
            store.Discard(file);
            throw;
        }

        foreach (var part in all) store.Discard(part.File);
        await S3Xml.WriteAsync(call, S3Xml.Element("CompleteMultipartUploadResult",
            S3Xml.Element("Location", $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/{Uri.EscapeDataString(bucket.Name)}/{Uri.EscapeDataString(call.Key)}"), Of(upload), S3Xml.Element("ETag", made.ETag)));
    }

    public async Task AbortAsync(S3Call call)
    {
        await access.RequireAsync(call, access.OnObject(call, "AbortMultipartUpload", access.BucketOf(call.Bucket), call.Key));
        store.Abort(Find(call).Id);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task ListPartsAsync(S3Call call)
    {
        await access.RequireAsync(call, access.OnObject(call, "ListMultipartUploadParts", access.BucketOf(call.Bucket), call.Key));
        var upload = Find(call);
        var marker = Listing.Number(call, "part-number-marker", 0);
        var most = Math.Min(Listing.Number(call, "max-parts", 1000), 1000);
        var rest = store.Parts(upload.Id).Where(p => p.Number > marker).ToList();
        await S3Xml.WriteAsync(call, S3Xml.Element("ListPartsResult",
            Of(upload), S3Xml.Element("UploadId", upload.Id), S3Xml.Element("PartNumberMarker", marker), S3Xml.Element("MaxParts", most), S3Xml.Element("StorageClass", "STANDARD"),
            S3Xml.Element("IsTruncated", rest.Count > most), rest.Count > most && most > 0 ? S3Xml.Element("NextPartNumberMarker", rest[most - 1].Number) : null,
            rest.Take(most).Select(p => S3Xml.Element("Part", S3Xml.Element("PartNumber", p.Number), S3Xml.Element("LastModified", StoredObject.Iso(p.Modified)), S3Xml.Element("ETag", p.ETag), S3Xml.Element("Size", p.Size)))));
    }

    public async Task ListAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, "ListBucketMultipartUploads", bucket));
        if (call.Target["delimiter"] is { Length: > 0 }) throw S3Call.NotImplemented("A delimiter in ListMultipartUploads");
        var prefix = call.Target["prefix"] ?? string.Empty;
        var after = (Key: call.Target["key-marker"] ?? string.Empty, Id: call.Target["upload-id-marker"] ?? string.Empty);
        var most = Math.Min(Listing.Number(call, "max-uploads", 1000), 1000);
        // Uploads of one key in the order of their ids: a marker is a place in that order.
        var rest = store.UploadsOf(bucket.Name).Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(u => u.Key, StringComparer.Ordinal).ThenBy(u => u.Id, StringComparer.Ordinal)
            .Where(u => string.CompareOrdinal(u.Key, after.Key) is var order && (order > 0 || (order == 0 && after.Id.Length > 0 && string.CompareOrdinal(u.Id, after.Id) > 0))).ToList();
        var last = rest.Count > most && most > 0 ? rest[most - 1] : null;
        await S3Xml.WriteAsync(call, S3Xml.Element("ListMultipartUploadsResult",
            S3Xml.Element("Bucket", bucket.Name), S3Xml.Element("KeyMarker", after.Key), S3Xml.Element("UploadIdMarker", after.Id), S3Xml.Element("Prefix", prefix),
            last is null ? null : new object[] { S3Xml.Element("NextKeyMarker", last.Key), S3Xml.Element("NextUploadIdMarker", last.Id) },
            S3Xml.Element("MaxUploads", most), S3Xml.Element("IsTruncated", last is not null),
            rest.Take(most).Select(u => S3Xml.Element("Upload", S3Xml.Element("Key", u.Key), S3Xml.Element("UploadId", u.Id), S3Xml.Element("Initiated", StoredObject.Iso(u.Started)), S3Xml.Element("StorageClass", "STANDARD")))));
    }

    private Upload Find(S3Call call) => store.FindUpload(call.Bucket, call.Key, call.Target["uploadId"] ?? string.Empty) ?? throw NoSuchUpload();

    private static List<UploadPart> Chosen(IReadOnlyList<(string Number, string ETag)> asked, IReadOnlyList<UploadPart> all)
    {
        if (asked.Count == 0) throw S3Xml.Malformed();
        var known = all.ToDictionary(p => p.Number.ToString(CultureInfo.InvariantCulture));
        var parts = asked.Select(a => known.GetValueOrDefault(a.Number) is { } part && part.ETag.Trim('"') == a.ETag ? part
            : throw new AwsException("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")).ToList();
        if (parts.Zip(parts.Skip(1)).Any(p => p.First.Number >= p.Second.Number)) throw new AwsException("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
        if (parts.SkipLast(1).Any(p => p.Size < SmallestPart)) throw new AwsException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        return parts;
    }

    private static object[] Of(Upload upload) => [S3Xml.Element("Bucket", upload.Bucket), S3Xml.Element("Key", upload.Key)];

    private static AwsException NoSuchUpload() =>
        new("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404);
}
