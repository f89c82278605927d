using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>S3 by AWS's own SDK, as a member and as others.</summary>
[Collection(TestHostCollection.Name)]
public sealed class S3Tests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";
    private readonly string another = $"users/{TestResources.Bob}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("a b+c&d=e?f#g%20h.txt")]
    [InlineData("über/日本/😀.txt")]
    [InlineData("a//b/./c/../d")]
    [InlineData("quote'\"<>[]{}|\\^`~!@$*().txt")]
    [InlineData("folder/")]
    [InlineData("%2e%2e/x")]
    public async Task What_is_put_under_a_key_is_read_listed_and_deleted_under_it(string name)
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + name, ContentBody = "hello " + name, ContentType = "text/plain", Metadata = { ["purpose"] = "test" } });
        using var read = await s3.GetObjectAsync("files", mine + name);
        Assert.Equal("hello " + name, await new StreamReader(read.ResponseStream).ReadToEndAsync());
        Assert.Equal(("text/plain", "test"), (read.Headers.ContentType, read.Metadata["purpose"]));
        var listed = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine });
        Assert.Equal([mine + name], listed.S3Objects.Select(o => o.Key));
        Assert.Equal(read.ETag, listed.S3Objects[0].ETag);
        await s3.DeleteObjectAsync("files", mine + name);
        Assert.Empty((await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine })).S3Objects ?? []);
    }

    [Fact]
    public async Task Anothers_objects_are_refused_in_every_way()
    {
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        await bob.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = another + "secret", ContentBody = "secret" });
        using var s3 = host.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "own", ContentBody = "own" });
        await DeniedAsync(() => s3.GetObjectAsync("files", another + "secret"));
        await DeniedAsync(() => s3.GetObjectAsync("files", $"users/{TestResources.Ann}/../{another[6..]}secret"));
        await DeniedAsync(() => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = another + "secret", ContentBody = "x" }));
        await DeniedAsync(() => s3.DeleteObjectAsync("files", another + "secret"));
        await DeniedAsync(() => s3.CopyObjectAsync("files", another + "secret", "files", mine + "copy"));
        await DeniedAsync(() => s3.CopyObjectAsync("files", mine + "own", "files", another + "copy"));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = another }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files" }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = "users/" }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = $"users/{TestResources.Ann}" }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = "*" }));
        await DeniedAsync(() => s3.InitiateMultipartUploadAsync("files", another + "parts"));
        await DeniedAsync(() => s3.ListBucketsAsync());
        await DeniedAsync(() => s3.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = "files", Key = mine + "own" }));
        using var read = await bob.GetObjectAsync("files", another + "secret");
        Assert.Equal("secret", await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Fact]
    public async Task Who_may_not_list_is_not_told_that_an_object_is_missing()
    {
        using var member = host.S3();
        using var admin = host.S3(host.Credentials("Admin"));
        await DeniedAsync(() => member.GetObjectAsync("files", mine + "missing"));
        Assert.Equal("NoSuchKey", (await Assert.ThrowsAsync<NoSuchKeyException>(() => admin.GetObjectAsync("files", "missing"))).ErrorCode);
        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => member.GetObjectAsync("nowhere", "x"))).ErrorCode);
    }

    [Fact]
    public async Task Deleting_many_deletes_what_is_ones_own_and_tells_what_is_not()
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "1", ContentBody = "x" });
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        await bob.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = another + "2", ContentBody = "x" });
        var error = await Assert.ThrowsAsync<DeleteObjectsException>(() => s3.DeleteObjectsAsync(new DeleteObjectsRequest
        {
            BucketName = "files", Objects = [new() { Key = mine + "1" }, new() { Key = another + "2" }, new() { Key = mine + "missing" }],
        }));
        Assert.Equal([mine + "1", mine + "missing"], error.Response.DeletedObjects.Select(d => d.Key));
        Assert.Equal([(another + "2", "AccessDenied")], error.Response.DeleteErrors.Select(e => (e.Key, e.Code)));
        Assert.Equal(HttpStatusCode.OK, (await bob.GetObjectAsync("files", another + "2")).HttpStatusCode);
    }

    [Fact]
    public async Task A_listing_is_in_order_and_its_pages_join()
    {
        using var s3 = host.S3();
        string[] names = ["a", "a-b", "a.txt", "a/1", "a/2", "a0", "b/c/d", "z", "é", "\uFFFD", "😀"];
        foreach (var name in names.Reverse()) await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + name, ContentBody = name });
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(names, (await PagesAsync(s3, size, null)).Keys);
            var (keys, prefixes) = await PagesAsync(s3, size, "/");
            Assert.Equal(["a", "a-b", "a.txt", "a0", "z", "é", "\uFFFD", "😀"], keys);
            Assert.Equal(["a/", "b/"], prefixes);
        }

        var first = await s3.ListObjectsAsync(new ListObjectsRequest { BucketName = "files", Prefix = mine, Delimiter = "/", MaxKeys = 4 });
        var second = await s3.ListObjectsAsync(new ListObjectsRequest { BucketName = "files", Prefix = mine, Delimiter = "/", Marker = first.NextMarker });
        Assert.Equal([mine + "a/"], first.CommonPrefixes);
        Assert.Equal([mine + "b/"], second.CommonPrefixes);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("\uD7FF")]
    [InlineData("\U0010FFFF")]
    public async Task A_listing_ends_and_tells_every_prefix_once_whatever_follows_it(string delimiter)
    {
        using var s3 = host.S3();
        string[] names = [$"a{delimiter}1", $"a{delimiter}\U0010FFFF", $"a{delimiter}\U0010FFFF\U0010FFFFx", $"b{delimiter}\U0010FFFF", $"b{delimiter}\U0010FFFF1", "c\U0010FFFE", "\uE000"];
        foreach (var name in names) await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + name, ContentBody = "x" });
        foreach (var size in new[] { 1, 2, 1000 })
        {
            var (keys, prefixes) = await PagesAsync(s3, size, delimiter);
            Assert.Equal(["c\U0010FFFE", "\uE000"], keys);
            Assert.Equal([$"a{delimiter}", $"b{delimiter}"], prefixes);
        }
    }

    [Theory]
    [InlineData(0, 4, "01234")]
    [InlineData(5, 100, "56789")]
    [InlineData(9, 9, "9")]
    public async Task A_range_is_read(long from, long to, string expected)
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "range", ContentBody = "0123456789" });
        using var read = await s3.GetObjectAsync(new GetObjectRequest { BucketName = "files", Key = mine + "range", ByteRange = new ByteRange(from, to) });
        Assert.Equal(expected, await new StreamReader(read.ResponseStream).ReadToEndAsync());
        Assert.Equal(HttpStatusCode.PartialContent, read.HttpStatusCode);
        using var last = await s3.GetObjectAsync(new GetObjectRequest { BucketName = "files", Key = mine + "range", ByteRange = new ByteRange("bytes=-3") });
        Assert.Equal("789", await new StreamReader(last.ResponseStream).ReadToEndAsync());
        Assert.Equal("InvalidRange", (await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync(new GetObjectRequest { BucketName = "files", Key = mine + "range", ByteRange = new ByteRange(10, 11) }))).ErrorCode);
    }

    [Fact]
    public async Task Conditions_are_kept()
    {
        using var s3 = host.S3();
        var put = await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "if", ContentBody = "1", IfNoneMatch = "*" });
        await FailedAsync("PreconditionFailed", () => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "if", ContentBody = "2", IfNoneMatch = "*" }));
        await FailedAsync("PreconditionFailed", () => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "if", ContentBody = "2", IfMatch = "\"other\"" }));
        await FailedAsync("PreconditionFailed", () => s3.GetObjectAsync(new GetObjectRequest { BucketName = "files", Key = mine + "if", EtagToMatch = "\"other\"" }));
        Assert.Equal(HttpStatusCode.NotModified, (await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync(new GetObjectRequest { BucketName = "files", Key = mine + "if", EtagToNotMatch = put.ETag }))).StatusCode);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "if", ContentBody = "2", IfMatch = put.ETag });
        using var read = await s3.GetObjectAsync("files", mine + "if");
        Assert.Equal("2", await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Fact]
    public async Task The_right_to_put_is_not_the_right_to_tag_or_to_give_away()
    {
        using var s3 = host.S3();
        await DeniedAsync(() => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "t", ContentBody = "x", TagSet = [new() { Key = "a", Value = "b" }] }));
        await DeniedAsync(() => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "t", ContentBody = "x", CannedACL = S3CannedACL.PublicRead }));
        using var administrator = host.S3(host.Administrator());
        await FailedAsync("AccessControlListNotSupported", () => administrator.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "t", ContentBody = "x", CannedACL = S3CannedACL.PublicRead }));
        await administrator.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "t", ContentBody = "x", TagSet = [new() { Key = "a", Value = "b=c" }] });
        Assert.Equal(["a=b=c"], (await administrator.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = "files", Key = mine + "t" })).Tagging.Select(t => $"{t.Key}={t.Value}"));
    }

    [Fact]
    public async Task An_encrypted_bucket_needs_its_key_too()
    {
        using var admin = host.S3(host.Credentials("Admin"));
        using var keyholder = host.S3(host.Credentials("Keyholder"));
        await DeniedAsync(() => admin.PutObjectAsync(new PutObjectRequest { BucketName = "keyed", Key = "a", ContentBody = "x" }));
        await keyholder.PutObjectAsync(new PutObjectRequest { BucketName = "keyed", Key = "a", ContentBody = "x" });
        await DeniedAsync(() => admin.GetObjectAsync("keyed", "a"));
        using var read = await keyholder.GetObjectAsync("keyed", "a");
        Assert.Equal("aws:kms", read.ServerSideEncryptionMethod.Value);
    }

    [Fact]
    public async Task Buckets_are_made_by_deploying_and_their_settings_stay()
    {
        using var administrator = host.S3(host.Administrator());
        await FailedAsync("NotImplemented", () => administrator.PutBucketAsync("another"));
        await FailedAsync("NotImplemented", () => administrator.DeleteBucketAsync("files"));
        await FailedAsync("NotImplemented", () => administrator.PutBucketPolicyAsync("keyed", "{}"));
        await FailedAsync("NotImplemented", () => administrator.GetBucketWebsiteAsync("files"));
        Assert.Equal(["files", "keyed", "open", "restricted"], (await administrator.ListBucketsAsync()).Buckets.Select(b => b.BucketName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_in_signed_chunks_is_stored_plain(bool chunked)
    {
        using var s3 = host.S3();
        var content = Encoding.UTF8.GetBytes(new string('x', 200_000));
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "stream", InputStream = new MemoryStream(content), UseChunkEncoding = chunked });
        var head = await s3.GetObjectMetadataAsync("files", mine + "stream");
        Assert.Equal(content.Length, head.ContentLength);
        Assert.True(head.Headers.ContentEncoding is null or "");
    }

    [Fact]
    public async Task Readers_read_whole_objects_while_a_writer_writes_them_anew()
    {
        using var s3 = host.S3();
        Task PutAsync(int i) => s3.PutObjectAsync(new PutObjectRequest { BucketName = "files", Key = mine + "hot", ContentBody = new string((char)('a' + (i % 26)), 1 + (i * 37)) });
        await PutAsync(0);
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 150; i++) await PutAsync(i);
        });
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            while (!writer.IsCompleted)
            {
                using var read = await s3.GetObjectAsync("files", mine + "hot");
                var text = await new StreamReader(read.ResponseStream).ReadToEndAsync();
                Assert.Equal(new string(text[0], 1 + ((text.Length - 1) / 37 * 37)), text);
                await s3.CopyObjectAsync("files", mine + "hot", "files", $"{mine}copy{n}");
            }
        })).Append(writer));
    }

    private async Task<(List<string> Keys, List<string> Prefixes)> PagesAsync(AmazonS3Client s3, int size, string? delimiter)
    {
        var (keys, prefixes, token) = (new List<string>(), new List<string>(), (string?)null);
        do
        {
            var page = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine, MaxKeys = size, Delimiter = delimiter, ContinuationToken = token });
            keys.AddRange((page.S3Objects ?? []).Select(o => o.Key[mine.Length..]));
            prefixes.AddRange((page.CommonPrefixes ?? []).Select(p => p[mine.Length..]));
            Assert.True(page.KeyCount <= size && keys.Count + prefixes.Count < 100);
            token = page.NextContinuationToken;
        }
        while (token is not null);
        return (keys, prefixes);
    }

    internal static Task DeniedAsync(Func<Task> act) => FailedAsync("AccessDenied", act);

    internal static async Task FailedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAnyAsync<AmazonS3Exception>(act)).ErrorCode);
}
