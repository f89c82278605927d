using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Writing and copying objects.</summary>
internal sealed class Writing(ObjectStore store, S3Access access, Reading reading, TimeProvider time)
{
    private static readonly string[] Kept =
    [
        "content-type",
        "cache-control",
        "content-disposition",
        "content-language",
        "expires",
        "x-amz-storage-class",
    ];

    private static readonly string[] StorageClasses =
    [
        "STANDARD",
        "REDUCED_REDUNDANCY",
        "STANDARD_IA",
        "ONEZONE_IA",
        "INTELLIGENT_TIERING",
        "GLACIER",
        "GLACIER_IR",
        "DEEP_ARCHIVE",
    ];

    /// <summary>Bytes of a user's own metadata, names and values together. A header's text has a letter a byte.</summary>
    /// <remarks>Source: Amazon S3 User Guide, "Working with object metadata"
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html).</remarks>
    private const int MostMetadata = 2048;
    private const string KeyHeader = "x-amz-server-side-encryption-aws-kms-key-id";

    /// <param name="call">The call.</param>
    /// <param name="requireSize">Throws where the content may not be so large.</param>
    public async Task<StoredObject> PutAsync(S3Call call, Action<long>? requireSize = null)
    {
        var bucket = access.BucketOf(call.Bucket);
        await RequirePutAsync(call, bucket);
        var (stream, file) = store.Create();
        StoredObject made;
        try
        {
            Payload payload;
            await using (stream)
                payload = await Payload.ReadAsync(call, stream, isObject: true);
            requireSize?.Invoke(payload.Size);
            var headers = HeadersOf(call, bucket);
            AddChecksum(headers, payload);
            made = new()
            {
                Bucket = bucket.Name,
                Key = call.Key,
                File = file,
                Size = payload.Size,
                ETag = payload.ETag,
                Modified = time.GetUtcNow(),
                Headers = headers,
                Tags = Tagging.OfHeader(call.Header("x-amz-tagging")),
                Version = Versions.Next(bucket) ?? Versions.Null,
            };
            store.Put(made, before => Preconditions.RequireForWrite(call, before));
        }
        catch
        {
            store.Discard(file);
            throw;
        }

        // From here on the object is there, whatever becomes of the answer.
        call.Http.Response.Headers.ETag = made.ETag;
        Versions.TellMade(call, bucket, made);
        Confirm(call, made.Headers);
        return made;
    }

    public async Task CopyAsync(S3Call call, string source)
    {
        var bucket = access.BucketOf(call.Bucket);
        var (name, key, version) = Source(source);
        var from = access.BucketOf(name);
        await RequirePutAsync(call, bucket);
        var isReplaced = IsReplaced(call, "metadata");
        var isTagReplaced = IsReplaced(call, "tagging");
        var (found, content) = await reading.OpenAsync(call, from, key, version);
        await using var _ = content;
        var isTagged = found.Tags.Count > 0 && !isTagReplaced;
        if (isTagged)
            await access.RequireAsync(
                call,
                access.OnObject(call, "GetObjectTagging", from, key, found.Tags),
                access.OnObject(call, "PutObjectTagging", bucket, call.Key)
            );
        Preconditions.RequireOfSource(call, found, time.GetUtcNow());
        // A version of its own may come back as the newest one.
        if (
            !isReplaced
            && version is null
            && from.Name == bucket.Name
            && key == call.Key
            && call.Header("x-amz-storage-class") is null
            && call.Header("x-amz-server-side-encryption") is null
        )
            throw new AwsException(
                "InvalidRequest",
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
            );
        var (stream, file) = store.Create();
        StoredObject copy;
        try
        {
            Payload payload;
            var sum = call.Header(Checksum.AlgorithmHeader) is { } algorithm
                ? Checksum.HeaderOf(algorithm)
                : found.Headers.Keys.FirstOrDefault(Checksum.IsKnown) ?? Checksum.Default;
            await using (stream)
                payload = await Payload.CopyAsync(content, found.Size, stream, sum, call.Cancel);
            var headers = HeadersOf(call, bucket);
            if (!isReplaced)
                headers = found.Headers.Where(h => !IsOfCopy(h.Key)).Concat(headers.Where(h => IsOfCopy(h.Key))).ToDictionary();
            AddChecksum(headers, payload);
            copy = new()
            {
                Bucket = bucket.Name,
                Key = call.Key,
                File = file,
                Size = found.Size,
                ETag = payload.ETag,
                Modified = time.GetUtcNow(),
                Headers = headers,
                Tags = isTagged ? found.Tags : Tagging.OfHeader(call.Header("x-amz-tagging")),
                Version = Versions.Next(bucket) ?? Versions.Null,
            };
            store.Put(copy, before => Preconditions.RequireForWrite(call, before));
        }
        catch
        {
            store.Discard(file);
            throw;
        }

        Versions.TellMade(call, bucket, copy);
        Confirm(call, copy.Headers);
        await S3Xml.WriteAsync(
            call,
            S3Xml.Element(
                "CopyObjectResult",
                S3Xml.Element("LastModified", StoredObject.Iso(copy.Modified)),
                S3Xml.Element("ETag", copy.ETag),
                Checksum.Xml(copy.Headers)
            )
        );
    }

    public async Task TagAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        var isDeleted = HttpMethods.IsDelete(call.Method);
        var found = await reading.FindAsync(call, bucket, isDeleted ? "DeleteObjectTagging" : "PutObjectTagging");
        store.Tag(found, isDeleted ? new Dictionary<string, string>() : Tagging.OfXml(await S3Xml.ReadAsync(call)));
        call.Http.Response.StatusCode = isDeleted ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
    }

    /// <summary>Everything that putting an object takes: its tags and its encryption are rights of their own.</summary>
    public async Task RequirePutAsync(S3Call call, Resource bucket)
    {
        var requests = new List<AccessRequest> { access.OnObject(call, "PutObject", bucket, call.Key) };
        if (call.Header("x-amz-tagging") is not null)
            requests.Add(access.OnObject(call, "PutObjectTagging", bucket, call.Key));
        var acl = call.Header("x-amz-acl");
        if (acl is not null || call.Headers("x-amz-grant-").Count > 0)
            requests.Add(access.OnObject(call, "PutObjectAcl", bucket, call.Key));
        if (call.Header("If-Match") is not null)
            requests.Add(access.OnObject(call, "GetObject", bucket, call.Key, store.Find(bucket.Name, call.Key)?.Tags));
        await access.RequireAsync(call, [.. requests, .. access.OnKey(bucket, call.Key, "GenerateDataKey")]);
        if (call.Header("x-amz-server-side-encryption") is not (null or "AES256" or "aws:kms" or "aws:kms:dsse"))
            throw S3Errors.InvalidArgument(
                "The encryption method specified is not supported",
                "x-amz-server-side-encryption",
                call.Header("x-amz-server-side-encryption")
            );
        if (call.Header(KeyHeader) is { } key && !access.IsKeyOf(bucket, key))
            throw S3Call.NotImplemented($"The header {KeyHeader} with another key than the bucket's");
        if (call.Header("x-amz-storage-class") is { } storage && !StorageClasses.Contains(storage))
            throw new AwsException("InvalidStorageClass", "The storage class you specified is not valid");
        if (acl is not (null or "bucket-owner-full-control") || call.Headers("x-amz-grant-").Count > 0)
            throw new AwsException("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }

    /// <summary>Headers that come back with the object.</summary>
    public static Dictionary<string, string> HeadersOf(S3Call call, Resource bucket)
    {
        var headers = call.Headers(HeaderText.Metadata);
        if (headers.Keys.FirstOrDefault(n => !HeaderText.IsName(n)) is { } bad)
            throw S3Errors.InvalidArgument($"{HeaderText.Encoded(bad)} cannot be the name of a header.", bad, headers[bad]);
        var size = headers.Sum(h => h.Key.Length - HeaderText.Metadata.Length + h.Value.Length);
        if (size > MostMetadata)
            throw S3Errors.With(
                "MetadataTooLarge",
                "Your metadata headers exceed the maximum allowed metadata size",
                ("Size", size),
                ("MaxSizeAllowed", MostMetadata)
            );
        foreach (var name in Kept)
            if (call.Header(name) is { Length: > 0 } value)
                headers[name] = call.IsForm ? HeaderBytes.Of(value) : value;
        if (headers.GetValueOrDefault("x-amz-storage-class") == "STANDARD")
            headers.Remove("x-amz-storage-class");
        headers.TryAdd("content-type", "binary/octet-stream");
        var encodings = (call.Header("content-encoding") ?? string.Empty)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e != "aws-chunked")
            .ToList();
        if (encodings.Count > 0)
            headers["content-encoding"] = string.Join(',', encodings);
        headers["x-amz-server-side-encryption"] =
            call.Header("x-amz-server-side-encryption")
            ?? bucket
                .Properties["BucketEncryption"]
                ?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"]?["SSEAlgorithm"]?.ToString()
            ?? "AES256";
        return headers;
    }

    public static void Confirm(S3Call call, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
            if (name == "x-amz-server-side-encryption" || name.StartsWith("x-amz-checksum-", StringComparison.Ordinal))
                call.Http.Response.Headers[name] = value;
    }

    private static void AddChecksum(Dictionary<string, string> headers, Payload payload)
    {
        if (payload.Checksum is not { } checksum)
            return;
        headers[checksum.Key] = checksum.Value;
        headers[Checksum.TypeHeader] = Checksum.OfWhole;
    }

    /// <summary>Whether a header tells of the object as it is kept: a copy does not take it over.</summary>
    private static bool IsOfCopy(string name) =>
        name == "x-amz-storage-class"
        || name.StartsWith("x-amz-server-side-encryption", StringComparison.Ordinal)
        || name.StartsWith("x-amz-checksum-", StringComparison.Ordinal);

    /// <summary>What a copy is made of, by the header that names it.</summary>
    public static (string Bucket, string Key, string? Version) Source(string header)
    {
        // Encoded as in a form, with or without a slash before it: a plus sign is a space. What follows the question mark is no part of the key.
        var target = RawTarget.Of(HeaderBytes.Text(header.StartsWith('/') ? header : $"/{header}"));
        var parts = Uri.UnescapeDataString(target.Path.Replace('+', ' '))[1..].Split('/', 2);
        if (parts.Length < 2 || parts[1].Length == 0)
            throw S3Errors.InvalidArgument("Invalid copy source object key", "x-amz-copy-source", header);
        if (parts[0].StartsWith("arn:", StringComparison.Ordinal))
            throw S3Call.NotImplemented("An access point as copy source");
        return (parts[0], parts[1], Versions.Checked(target["versionId"]));
    }

    /// <summary>Whether a copy has what the request says, and not what its source has.</summary>
    private static bool IsReplaced(S3Call call, string what) =>
        call.Header($"x-amz-{what}-directive") switch
        {
            null or "COPY" => false,
            "REPLACE" => true,
            var other => throw S3Errors.InvalidArgument($"Unknown {what} directive.", $"x-amz-{what}-directive", other),
        };
}
