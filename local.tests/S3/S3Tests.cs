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
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + name,
                ContentBody = "hello " + name,
                ContentType = "text/plain",
                Metadata = { ["purpose"] = "test" },
            }
        );
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
    public async Task A_listing_is_in_order_and_its_pages_join()
    {
        using var s3 = host.S3();
        string[] names = ["a", "a-b", "a.txt", "a/1", "a/2", "a0", "b/c/d", "z", "é", "\uFFFD", "😀"];
        foreach (var name in names.Reverse())
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + name,
                    ContentBody = name,
                }
            );
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(names, (await PagesAsync(s3, size, null)).Keys);
            var (keys, prefixes) = await PagesAsync(s3, size, "/");
            Assert.Equal(["a", "a-b", "a.txt", "a0", "z", "é", "\uFFFD", "😀"], keys);
            Assert.Equal(["a/", "b/"], prefixes);
        }

        var first = await s3.ListObjectsAsync(
            new ListObjectsRequest
            {
                BucketName = "files",
                Prefix = mine,
                Delimiter = "/",
                MaxKeys = 4,
            }
        );
        var second = await s3.ListObjectsAsync(
            new ListObjectsRequest
            {
                BucketName = "files",
                Prefix = mine,
                Delimiter = "/",
                Marker = first.NextMarker,
            }
        );
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
        string[] names =
        [
            $"a{delimiter}1",
            $"a{delimiter}\U0010FFFF",
            $"a{delimiter}\U0010FFFF\U0010FFFFx",
            $"b{delimiter}\U0010FFFF",
            $"b{delimiter}\U0010FFFF1",
            "c\U0010FFFE",
            "\uE000",
        ];
        foreach (var name in names)
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + name,
                    ContentBody = "x",
                }
            );
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
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "range",
                ContentBody = "0123456789",
            }
        );
        using var read = await s3.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = "files",
                Key = mine + "range",
                ByteRange = new ByteRange(from, to),
            }
        );
        Assert.Equal(expected, await new StreamReader(read.ResponseStream).ReadToEndAsync());
        Assert.Equal(HttpStatusCode.PartialContent, read.HttpStatusCode);
        using var last = await s3.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = "files",
                Key = mine + "range",
                ByteRange = new ByteRange("bytes=-3"),
            }
        );
        Assert.Equal("789", await new StreamReader(last.ResponseStream).ReadToEndAsync());
        Assert.Equal(
            "InvalidRange",
            (
                await Assert.ThrowsAsync<AmazonS3Exception>(() =>
                    s3.GetObjectAsync(
                        new GetObjectRequest
                        {
                            BucketName = "files",
                            Key = mine + "range",
                            ByteRange = new ByteRange(10, 11),
                        }
                    )
                )
            ).ErrorCode
        );
    }

    [Fact]
    public async Task Conditions_are_kept()
    {
        using var s3 = host.S3();
        var put = await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "if",
                ContentBody = "1",
                IfNoneMatch = "*",
            }
        );
        await FailedAsync(
            "PreconditionFailed",
            () =>
                s3.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "if",
                        ContentBody = "2",
                        IfNoneMatch = "*",
                    }
                )
        );
        await FailedAsync(
            "PreconditionFailed",
            () =>
                s3.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "if",
                        ContentBody = "2",
                        IfMatch = "\"other\"",
                    }
                )
        );
        await FailedAsync(
            "PreconditionFailed",
            () =>
                s3.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "if",
                        EtagToMatch = "\"other\"",
                    }
                )
        );
        Assert.Equal(
            HttpStatusCode.NotModified,
            (
                await Assert.ThrowsAsync<AmazonS3Exception>(() =>
                    s3.GetObjectAsync(
                        new GetObjectRequest
                        {
                            BucketName = "files",
                            Key = mine + "if",
                            EtagToNotMatch = put.ETag,
                        }
                    )
                )
            ).StatusCode
        );
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "if",
                ContentBody = "2",
                IfMatch = put.ETag,
            }
        );
        using var read = await s3.GetObjectAsync("files", mine + "if");
        Assert.Equal("2", await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_in_signed_chunks_is_stored_plain(bool chunked)
    {
        using var s3 = host.S3();
        var content = Encoding.UTF8.GetBytes(new string('x', 200_000));
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "stream",
                InputStream = new MemoryStream(content),
                UseChunkEncoding = chunked,
            }
        );
        var head = await s3.GetObjectMetadataAsync("files", mine + "stream");
        Assert.Equal(content.Length, head.ContentLength);
        Assert.True(head.Headers.ContentEncoding is null or "");
    }

    [Fact]
    public async Task Readers_read_whole_objects_as_they_were_or_are_while_a_writer_writes_them_anew()
    {
        using var s3 = host.S3();
        int begun = 0,
            done = 0;
        async Task PutAsync(int i)
        {
            Volatile.Write(ref begun, i);
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + "hot",
                    ContentBody = Content(i),
                }
            );
            Volatile.Write(ref done, i);
        }
        await PutAsync(0);
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 60; i++)
                await PutAsync(i);
        });
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(n =>
                    Task.Run(async () =>
                    {
                        while (!writer.IsCompleted)
                        {
                            var oldest = Volatile.Read(ref done);
                            using var read = await s3.GetObjectAsync("files", mine + "hot");
                            var text = await new StreamReader(read.ResponseStream).ReadToEndAsync();
                            var number = (text.Length - 1) / 37;
                            Assert.Equal(Content(number), text);
                            Assert.InRange(number, oldest, Volatile.Read(ref begun));
                            await s3.CopyObjectAsync("files", mine + "hot", "files", $"{mine}copy{n}");
                        }
                    })
                )
                .Append(writer)
        );

        static string Content(int i) => new((char)('a' + (i % 26)), 1 + (i * 37));
    }

    private async Task<(List<string> Keys, List<string> Prefixes)> PagesAsync(AmazonS3Client s3, int size, string? delimiter)
    {
        var (keys, prefixes, token) = (new List<string>(), new List<string>(), (string?)null);
        do
        {
            var page = await s3.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = "files",
                    Prefix = mine,
                    MaxKeys = size,
                    Delimiter = delimiter,
                    ContinuationToken = token,
                }
            );
            keys.AddRange((page.S3Objects ?? []).Select(o => o.Key[mine.Length..]));
            prefixes.AddRange((page.CommonPrefixes ?? []).Select(p => p[mine.Length..]));
            Assert.True(page.KeyCount <= size && keys.Count + prefixes.Count < 100);
            token = page.NextContinuationToken;
        } while (token is not null);
        return (keys, prefixes);
    }

    internal static Task DeniedAsync(Func<Task> act) => FailedAsync("AccessDenied", act);

    internal static async Task FailedAsync(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<AmazonS3Exception>(act)).ErrorCode);
}
