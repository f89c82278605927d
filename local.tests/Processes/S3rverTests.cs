using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>S3's data plane, as the .NET SDK asks it.</summary>
public sealed class S3rverTests(S3rver shared) : IClassFixture<S3rver>, IAsyncLifetime
{
    private readonly AmazonS3Client client = shared.Client;

    // Each test has its own.
    private string Bucket { get; } = $"files-{Guid.NewGuid():N}";

    public Task InitializeAsync() => client.PutBucketAsync(Bucket);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_object_comes_back_as_it_went_with_its_headers_and_in_ranges()
    {
        var request = new PutObjectRequest { BucketName = Bucket, Key = "notes/jane.txt", ContentBody = "hello world", ContentType = "text/plain" };
        request.Metadata["author"] = "Jane";
        var put = await client.PutObjectAsync(request);
        using var got = await client.GetObjectAsync(Bucket, "notes/jane.txt");
        using var range = await client.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = "notes/jane.txt", ByteRange = new ByteRange("bytes=-5") });

        Assert.Equal("\"5eb63bbbe01eeed093cb22bb8f5acdc3\"", put.ETag);
        Assert.Equal(("hello world", "text/plain", "Jane"), (await TextAsync(got), got.Headers.ContentType, got.Metadata["author"]));
        Assert.Equal(("world", "bytes 6-10/11", HttpStatusCode.PartialContent), (await TextAsync(range), range.ContentRange, range.HttpStatusCode));
        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync(Bucket, "notes/joe.txt"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_in_signed_and_unsigned_chunks_are_stored_without_their_frames(bool useChunkEncoding)
    {
        var bytes = new byte[300_000];
        Random.Shared.NextBytes(bytes);
        using var body = new MemoryStream(bytes);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "stream", InputStream = body, UseChunkEncoding = useChunkEncoding, ChecksumAlgorithm = ChecksumAlgorithm.SHA256 });

        using var got = await client.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = "stream", ChecksumMode = ChecksumMode.ENABLED });
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes)), got.ChecksumSHA256);
        Assert.DoesNotContain("aws-chunked", got.Headers.ContentEncoding ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_digest_says_is_refused_and_not_there()
    {
        var request = new PutObjectRequest { BucketName = Bucket, Key = "bad", ContentBody = "x", ChecksumCRC32 = "AAAAAA==" };
        Assert.Equal("BadDigest", (await Assert.ThrowsAsync<AmazonS3Exception>(() => client.PutObjectAsync(request))).ErrorCode);
        await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync(Bucket, "bad"));
    }

    [Fact]
    public async Task Of_many_that_create_the_same_object_one_does()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            try
            {
                await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "once", ContentBody = $"{n}", IfNoneMatch = "*" });
                return HttpStatusCode.OK;
            }
            catch (AmazonS3Exception e)
            {
                return e.StatusCode;
            }
        }));
        Assert.Equal(1, results.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(7, results.Count(status => status == HttpStatusCode.PreconditionFailed));
    }

    [Theory]
    [InlineData("a b+c%d%2Fe&f=g")]
    [InlineData("Jörg/😀")]
    [InlineData("folder/")]
    [InlineData("007")]
    [InlineData("  blanks ")]
    [InlineData("<&\"'>")]
    public async Task A_key_is_what_it_is(string key)
    {
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = key });
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "7", ContentBody = "another" });
        await client.CopyObjectAsync(Bucket, key, Bucket, "copy");
        using var copy = await client.GetObjectAsync(Bucket, "copy");
        Assert.Equal(key, await TextAsync(copy));
        var list = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = key });
        Assert.Equal([key], list.S3Objects.Select(one => one.Key));

        await client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Bucket, Objects = [new KeyVersion { Key = key }] });
        await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync(Bucket, key));
        using var another = await client.GetObjectAsync(Bucket, "7");
        Assert.Equal("another", await TextAsync(another));
    }

    [Fact]
    public async Task A_key_that_climbs_out_of_its_bucket_stays_a_key()
    {
        await client.PutBucketAsync("others");
        await client.PutObjectAsync(new PutObjectRequest { BucketName = "others", Key = "theirs", ContentBody = "theirs" });
        using var http = new HttpClient { DefaultRequestHeaders = { { "x-local-secret", shared.Child.Secret } } };
        var address = await shared.Child.AddressAsync(CancellationToken.None);
        var climbing = new Uri($"{address}{Bucket}/../others/theirs", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(climbing)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PutAsync(climbing, new StringContent("mine"))).StatusCode);
        using var theirs = await client.GetObjectAsync("others", "theirs");
        Assert.Equal("theirs", await TextAsync(theirs));
        Assert.Equal(["../others/theirs"], (await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket })).S3Objects.Select(one => one.Key));
    }

    [Fact]
    public async Task Lists_come_in_pages_with_common_prefixes_in_the_order_of_bytes()
    {
        foreach (var key in (string[])["a", "b/1", "b/2", "c", "d/1", "\uFFFD", "\U0001F600"])
            await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = key });
        var request = new ListObjectsV2Request { BucketName = Bucket, Delimiter = "/", MaxKeys = 2 };
        var seen = new List<string>();
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request);
            seen.Add(string.Join(' ', [.. (page.S3Objects ?? []).Select(one => one.Key), .. page.CommonPrefixes ?? []]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        Assert.Equal(["a b/", "c d/", "\uFFFD \U0001F600"], seen);
    }

    [Fact]
    public async Task A_large_upload_in_parts_is_whole_and_one_that_is_given_up_leaves_nothing()
    {
        var bytes = new byte[12 * 1024 * 1024];
        Random.Shared.NextBytes(bytes);
        using var transfer = new TransferUtility(client, new TransferUtilityConfig { MinSizeBeforePartUpload = 6 * 1024 * 1024 });
        await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = Bucket, Key = "large", InputStream = new MemoryStream(bytes), PartSize = 5 * 1024 * 1024 });
        using var got = await client.GetObjectAsync(Bucket, "large");
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);
        Assert.EndsWith("-3\"", got.ETag, StringComparison.Ordinal);
        Assert.True(bytes.AsSpan().SequenceEqual(read.ToArray()));

        var upload = await client.InitiateMultipartUploadAsync(Bucket, "given-up");
        await client.UploadPartAsync(new UploadPartRequest { BucketName = Bucket, Key = "given-up", UploadId = upload.UploadId, PartNumber = 1, InputStream = new MemoryStream([1, 2, 3]) });
        var before = shared.Bodies;
        await client.AbortMultipartUploadAsync(Bucket, "given-up", upload.UploadId);
        Assert.Equal(before - 1, shared.Bodies);
    }

    internal static async Task<string> TextAsync(GetObjectResponse response)
    {
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync();
    }
}
