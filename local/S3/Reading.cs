using System.Globalization;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Reading objects.</summary>
internal sealed class Reading(ObjectStore store, S3Access access, TimeProvider time)
{
    private static readonly HashSet<string> Overridable =
    [
        "content-type",
        "content-language",
        "expires",
        "cache-control",
        "content-disposition",
        "content-encoding",
    ];

    public async Task GetAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        var (found, content) = await OpenAsync(call, bucket);
        await using var _ = content;
        var overrides = call
            .Target.Query.Where(p => p.Key.StartsWith("response-", StringComparison.Ordinal))
            .Select(p => KeyValuePair.Create(p.Key["response-".Length..], p.Value))
            .ToList();
        if (overrides.Count > 0 && call.Signature is null)
            throw new AwsException("InvalidRequest", "Request specific response headers cannot be used for anonymous GET requests.");
        if (overrides.FirstOrDefault(o => !HeaderText.IsValue(o.Value)) is { Key: { } bad } unspeakable)
            throw S3Errors.InvalidArgument("Header value cannot be represented using ISO-8859-1.", $"response-{bad}", unspeakable.Value);
        var response = call.Http.Response;
        var headers = response.Headers;
        if (Preconditions.IsUnchanged(call, found, time.GetUtcNow()))
        {
            DescribeUnchanged(response, found);
            return;
        }

        Describe(call, found);
        foreach (var (name, value) in overrides)
            headers[name] = Overridable.Contains(name)
                ? value
                : throw S3Errors.InvalidArgument(
                    $"response-{name} is not in the set of overridable response headers.",
                    $"response-{name}",
                    value
                );
        var (from, length) = call.Target["partNumber"] is { } part ? Part(call, found, part) : Range(call, found);
        headers.ContentLength = length;
        if (HttpMethods.IsHead(call.Method))
            return;
        content.Position = from;
        await Content.CopyAsync(content, response.Body, length, null, call.Cancel);
    }

    public async Task GetTagsAsync(S3Call call) =>
        await S3Xml.WriteAsync(call, Tagging.Xml((await FindAsync(call, access.BucketOf(call.Bucket), "GetObjectTagging")).Tags));

    /// <summary>The tags of what is there, for decisions.</summary>
    public IReadOnlyDictionary<string, string>? TagsOf(Resource bucket, string key, string? version) => Find(bucket, key, version)?.Tags;

    /// <summary>Opens an object for somebody who may read it. It is open before it is decided upon: what is written anew meanwhile is read as it was decided upon.</summary>
    /// <exception cref="AwsException">Who may not list the bucket is not told that there is no such object.</exception>
    public async Task<(StoredObject Found, FileStream Content)> OpenAsync(
        S3Call call,
        Resource bucket,
        string? key = null,
        string? versionId = null
    )
    {
        var version = versionId ?? call.VersionId;
        var (found, content) = store.Open(bucket.Name, key ?? call.Key, version);
        try
        {
            found = await RequireAsync(call, bucket, "GetObject", found, key ?? call.Key, version);
            return (
                found,
                content
                    ?? throw new AwsException(
                        "InternalError",
                        $"The content of {found.Key} has gone from the state folder (s3/content/{found.File}). Put it again.",
                        500
                    )
            );
        }
        catch
        {
            if (content is not null)
                await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Finds an object for somebody who may do something with it other than reading it.</summary>
    /// <exception cref="AwsException">Who may not list the bucket is not told that there is no such object.</exception>
    public Task<StoredObject> FindAsync(S3Call call, Resource bucket, string action) =>
        RequireAsync(call, bucket, action, Find(bucket, call.Key, call.VersionId), call.Key, call.VersionId);

    private StoredObject? Find(Resource bucket, string key, string? version) =>
        version is null ? store.Find(bucket.Name, key) : store.Find(bucket.Name, key, version);

    private async Task<StoredObject> RequireAsync(
        S3Call call,
        Resource bucket,
        string action,
        StoredObject? found,
        string key,
        string? versionId
    )
    {
        var isVersion = versionId is not null;
        AccessRequest[] requests =
        [
            access.OnObject(
                call,
                isVersion ? action.Replace("Object", "ObjectVersion", StringComparison.Ordinal) : action,
                bucket,
                key,
                found?.Tags
            ),
            .. action == "GetObject" ? access.OnKey(bucket, key, "Decrypt") : [],
        ];
        await access.RequireAsync(call, requests);
        var marker =
            versionId is null ? store.FindMarker(bucket.Name, key)
            : found is { IsMarker: true } ? found
            : null;
        Versions.Tell(call, bucket, found ?? marker);
        if (marker is not null && versionId is not null && call.Header("x-amz-copy-source") is not null)
            throw new AwsException(
                "InvalidRequest",
                "The source of a copy request may not specifically refer to a delete marker by version id."
            );
        if (marker is not null && versionId is not null)
            throw S3Errors.With(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                405,
                ("Method", call.Method),
                ("ResourceType", "DeleteMarker")
            );
        if (found is not null)
            return found;
        if (await access.AllowsAsync(call, access.OnBucket(call, "ListBucket", bucket)))
            throw versionId is not null
                ? Versions.NoSuch(key, versionId)
                : new AwsException("NoSuchKey", "The specified key does not exist.", 404) { Details = new() { ["Key"] = key } };
        throw new AwsException("AccessDenied", "Access Denied", 403);
    }

    /// <summary>Of what a reader has already nothing is told that is about content: clients would hold a checksum against the empty body.</summary>
    private static void DescribeUnchanged(HttpResponse response, StoredObject found)
    {
        response.StatusCode = StatusCodes.Status304NotModified;
        foreach (var name in new[] { "cache-control", "expires" })
            if (found.Headers.TryGetValue(name, out var value))
                response.Headers[name] = HeaderText.Of(name, value);
        Date(response.Headers, found);
    }

    private static void Date(IHeaderDictionary headers, StoredObject found)
    {
        headers.ETag = found.ETag;
        headers.LastModified = found.LastModified.ToString("r", CultureInfo.InvariantCulture);
    }

    private static void Describe(S3Call call, StoredObject found)
    {
        var headers = call.Http.Response.Headers;
        // A checksum is that of the whole.
        var isSummed =
            call.Header("x-amz-checksum-mode") == "ENABLED"
            && !call.Http.Request.Headers.ContainsKey("Range")
            && !call.Target.Has("partNumber");
        foreach (var (name, value) in found.Headers)
            if (isSummed || !name.StartsWith("x-amz-checksum-", StringComparison.Ordinal))
                headers[name] = HeaderText.Of(name, value);
        Date(headers, found);
        headers.AcceptRanges = "bytes";
        if (found.Tags.Count > 0)
            headers["x-amz-tagging-count"] = found.Tags.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Where to read from, and how much: one range of bytes, or all.</summary>
    private static (long From, long Length) Range(S3Call call, StoredObject found)
    {
        if (call.Http.Request.GetTypedHeaders().Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
            return (0, found.Size);
        var range = ranges.First();
        var from = range.From ?? Math.Max(0, found.Size - range.To!.Value);
        var to = range.From is null ? found.Size - 1 : Math.Min(range.To ?? long.MaxValue, found.Size - 1);
        if (from > to)
            throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416)
            {
                Details = new() { ["RangeRequested"] = call.Http.Request.Headers.Range.ToString(), ["ActualObjectSize"] = found.Size },
            };
        return Partial(call, found, from, to - from + 1);
    }

    /// <summary>A part of an object by its number; what was sent as one is its only part.</summary>
    private static (long From, long Length) Part(S3Call call, StoredObject found, string text)
    {
        if (call.Http.Request.Headers.ContainsKey("Range"))
            throw new AwsException("InvalidRequest", "Cannot specify both Range header and partNumber query parameter");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > Parts.Most)
            throw S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
        IReadOnlyList<long> sizes = found.PartSizes.Count > 0 ? found.PartSizes : [found.Size];
        if (number > sizes.Count)
            throw new AwsException("InvalidPartNumber", "The requested partnumber is not satisfiable", 416)
            {
                Details = new() { ["PartNumberRequested"] = number, ["ActualPartCount"] = sizes.Count },
            };
        if (found.PartSizes.Count > 0)
            call.Http.Response.Headers["x-amz-mp-parts-count"] = sizes.Count.ToString(CultureInfo.InvariantCulture);
        return found.Size == 0 ? (0, 0) : Partial(call, found, sizes.Take(number - 1).Sum(), sizes[number - 1]);
    }

    private static (long From, long Length) Partial(S3Call call, StoredObject found, long from, long length)
    {
        call.Http.Response.StatusCode = StatusCodes.Status206PartialContent;
        call.Http.Response.Headers.ContentRange = $"bytes {from}-{from + length - 1}/{found.Size}";
        return (from, length);
    }
}
