using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What requests say of objects, and how they ask for them, in every operation that takes it.</summary>
[Collection(TestHostCollection.Name)]
public sealed class RoundTripTests : IDisposable
{
    private readonly string mine = $"round/{Guid.NewGuid():N}/";
    private readonly TestHost host;
    private readonly AmazonS3Client s3;

    public RoundTripTests(TestHost host) => (this.host, s3) = (host, host.S3(host.Administrator()));

    public void Dispose() => s3.Dispose();

    [Theory]
    [InlineData("put")]
    [InlineData("copied")]
    [InlineData("parts")]
    public async Task Whatever_describes_an_object_comes_back_with_it(string way)
    {
        var key = mine + way;
        switch (way)
        {
            case "put":
                var put = new PutObjectRequest
                {
                    BucketName = "files",
                    Key = key,
                    ContentBody = "x",
                };
                Describe(put.Headers, put.Metadata);
                await s3.PutObjectAsync(put);
                break;
            case "copied":
                await PutAsync("source", "x");
                var copy = new CopyObjectRequest
                {
                    SourceBucket = "files",
                    SourceKey = mine + "source",
                    DestinationBucket = "files",
                    DestinationKey = key,
                    MetadataDirective = S3MetadataDirective.REPLACE,
                    TaggingDirective = TaggingDirective.REPLACE,
                    TagSet = [new() { Key = "a", Value = "b" }],
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                };
                Describe(copy.Headers, copy.Metadata);
                await s3.CopyObjectAsync(copy);
                Assert.Equal("b", (await s3.GetObjectTaggingAsync(new() { BucketName = "files", Key = key })).Tagging.Single().Value);
                break;
            default:
                var initiate = new InitiateMultipartUploadRequest { BucketName = "files", Key = key };
                Describe(initiate.Headers, initiate.Metadata);
                var upload = (await s3.InitiateMultipartUploadAsync(initiate)).UploadId;
                var part = await UploadAsync(key, upload, 1);
                await s3.CompleteMultipartUploadAsync(
                    new()
                    {
                        BucketName = "files",
                        Key = key,
                        UploadId = upload,
                        PartETags = [new(1, part)],
                        MpuObjectSize = 1,
                    }
                );
                break;
        }

        var read = await Raw("HEAD", way).SendAsync();
        foreach (
            var header in new[]
            {
                "Cache-Control: max-age=7",
                "Content-Disposition: attachment",
                "Content-Encoding: gzip",
                "Content-Language: de",
                "Content-Type: text/plain",
                "Expires: Thu, 01 Jan 2099 00:00:00 GMT",
                "x-amz-meta-of: me",
            }
        )
            Assert.Contains($"{header}\r\n", $"{read.Head}\r\n", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task HEAD_asks_as_GET_does()
    {
        await PutAsync("a", "0123456789");
        var etag = (await s3.GetObjectMetadataAsync("files", mine + "a")).ETag;
        var (past, future) = (Http(DateTimeOffset.UtcNow.AddDays(-1)), Http(DateTimeOffset.UtcNow.AddSeconds(-1)));

        Assert.Equal(304, (await Raw("HEAD", "a", ("If-None-Match", etag)).SendAsync()).Status);
        Assert.Equal(412, (await Raw("HEAD", "a", ("If-Match", "\"another\"")).SendAsync()).Status);
        Assert.Equal(200, (await Raw("HEAD", "a", ("If-Modified-Since", past)).SendAsync()).Status);
        Assert.Equal(412, (await Raw("HEAD", "a", ("If-Unmodified-Since", past)).SendAsync()).Status);
        Assert.NotEqual(412, (await Raw("HEAD", "a", ("If-Unmodified-Since", future), ("If-Match", etag)).SendAsync()).Status);
        var ranged = await Raw("HEAD", "a", ("Range", "bytes=2-4")).SendAsync();
        Assert.Equal(206, ranged.Status);
        Assert.Contains("Content-Length: 3\r\n", ranged.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Headers_of_an_answer_are_as_the_request_wants_them(string method)
    {
        await PutAsync("a", "x");
        var asked = new Dictionary<string, string>
        {
            ["cache-control"] = "no-store",
            ["content-disposition"] = "inline",
            ["content-encoding"] = "br",
            ["content-language"] = "fr",
            ["content-type"] = "text/csv",
            ["expires"] = "never",
        };
        var query = string.Join('&', asked.Select(a => $"response-{a.Key}={Uri.EscapeDataString(a.Value)}"));

        var read = await Raw(method, $"a?{query}").SendAsync();

        Assert.Equal(200, read.Status);
        Assert.All(asked, a => Assert.Contains($"{a.Key}: {a.Value}\r\n", $"{read.Head}\r\n", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whoever says what must not be there, or what must, loses nothing by a copy.</summary>
    [Fact]
    public async Task A_copy_is_made_on_the_condition_that_it_names()
    {
        await PutAsync("a", "a");
        await PutAsync("b", "b");
        var etag = (await s3.GetObjectMetadataAsync("files", mine + "b")).ETag;
        Task<(int Status, string Head, string Body)> CopyAsync(params (string, string)[] headers) =>
            Raw("PUT", "b", [("x-amz-copy-source", $"/files/{mine}a"), .. headers]).SendAsync();

        Assert.Equal(412, (await CopyAsync(("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await CopyAsync(("If-Match", "\"another\""))).Status);
        Assert.Equal("b", await new StreamReader((await s3.GetObjectAsync("files", mine + "b")).ResponseStream).ReadToEndAsync());
        Assert.Equal(200, (await CopyAsync(("If-Match", etag))).Status);
        Assert.Equal("a", await new StreamReader((await s3.GetObjectAsync("files", mine + "b")).ResponseStream).ReadToEndAsync());
    }

    [Fact]
    public async Task Listings_are_of_what_they_are_asked_for()
    {
        foreach (var key in new[] { "a b", "c/d", "e" })
            await PutAsync(key, "x");

        var versions = await s3.ListVersionsAsync(
            new ListVersionsRequest
            {
                BucketName = "files",
                Prefix = mine,
                Delimiter = "/",
                Encoding = EncodingType.Url,
            }
        );
        Assert.Equal([mine + "a b", mine + "e"], versions.Versions.Select(v => Uri.UnescapeDataString(v.Key)));
        Assert.Equal([mine + "c/"], versions.CommonPrefixes.Select(Uri.UnescapeDataString));
        var first = await Signed(new("GET", $"/files?encoding-type=url&prefix={Uri.EscapeDataString(mine)}", host.Address), []).SendAsync();
        Assert.Contains("a%20b</Key>", first.Body, StringComparison.Ordinal);
        var owned = await s3.ListObjectsV2Async(
            new()
            {
                BucketName = "files",
                Prefix = mine,
                FetchOwner = true,
            }
        );
        Assert.All(owned.S3Objects, o => Assert.NotNull(o.Owner));
        Assert.Empty((await s3.ListBucketsAsync(new ListBucketsRequest { BucketRegion = "eu-north-1" })).Buckets ?? []);
    }

    [Fact]
    public async Task Uploads_and_their_parts_are_listed_by_pages()
    {
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
            ids.Add((await s3.InitiateMultipartUploadAsync("files", mine + "a b")).UploadId);
        var seen = new List<string>();
        ListMultipartUploadsResponse? page = null;
        do
        {
            page = await s3.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest
                {
                    BucketName = "files",
                    Prefix = mine,
                    MaxUploads = 1,
                    Encoding = EncodingType.Url,
                    KeyMarker = page is null ? null : mine + "a b",
                    UploadIdMarker = page?.NextUploadIdMarker,
                }
            );
            seen.Add(page.MultipartUploads.Single().UploadId);
        } while (page.IsTruncated == true);
        Assert.Equal(ids.Order(StringComparer.Ordinal), seen);

        await UploadAsync(mine + "a b", ids[0], 1);
        await UploadAsync(mine + "a b", ids[0], 2);
        var second = await s3.ListPartsAsync(
            new()
            {
                BucketName = "files",
                Key = mine + "a b",
                UploadId = ids[0],
                MaxParts = 1,
                PartNumberMarker = "1",
            }
        );
        Assert.Equal(2, Assert.Single(second.Parts).PartNumber);
    }

    [Theory]
    [InlineData(200, "x")]
    [InlineData(400, "y")]
    public async Task A_part_is_what_its_MD5_says(int status, string said)
    {
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + "a")).UploadId;
#pragma warning disable CA5351 // It is what S3 asks for.
        var md5 = Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(said)));
#pragma warning restore CA5351
        Assert.Equal(status, (await Raw("PUT", $"a?partNumber=1&uploadId={upload}", [("Content-MD5", md5)], "x").SendAsync()).Status);
    }

    [Fact]
    public async Task A_part_s_checksum_of_a_kind_that_there_is_not_is_refused_by_its_name()
    {
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + "a")).UploadId;
        var etag = await UploadAsync(mine + "a", upload, 1);
        var answer = await Raw(
                "POST",
                $"a?uploadId={upload}",
                [],
                $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag><ChecksumSHA512>x</ChecksumSHA512></Part></CompleteMultipartUpload>"
            )
            .SendAsync();
        Assert.Equal(501, answer.Status);
        Assert.Contains("ChecksumSHA512 of a part is not available here", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_is_deleted_quietly_nothing_is_said()
    {
        await PutAsync("a", "x");
        var gone = await s3.DeleteObjectsAsync(
            new()
            {
                BucketName = "files",
                Objects = [new() { Key = mine + "a" }],
                Quiet = true,
            }
        );
        Assert.Empty(gone.DeletedObjects ?? []);
        Assert.Equal(404, (await Raw("HEAD", "a").SendAsync()).Status);
    }

    private static void Describe(HeadersCollection headers, MetadataCollection metadata)
    {
        headers.CacheControl = "max-age=7";
        headers.ContentDisposition = "attachment";
        headers.ContentEncoding = "gzip";
        headers.ContentType = "text/plain";
        headers["Content-Language"] = "de";
        headers["Expires"] = "Thu, 01 Jan 2099 00:00:00 GMT";
        metadata["of"] = "me";
    }

    private static string Http(DateTimeOffset time) => time.ToString("r", CultureInfo.InvariantCulture);

    private async Task PutAsync(string key, string content) =>
        await s3.PutObjectAsync(
            new()
            {
                BucketName = "files",
                Key = mine + key,
                ContentBody = content,
            }
        );

    private async Task<string> UploadAsync(string key, string upload, int number) =>
        (
            await s3.UploadPartAsync(
                new()
                {
                    BucketName = "files",
                    Key = key,
                    UploadId = upload,
                    PartNumber = number,
                    InputStream = new MemoryStream("x"u8.ToArray()),
                }
            )
        ).ETag;

    private RawRequest Raw(string method, string key, params (string Name, string Value)[] headers) => Raw(method, key, headers, "");

    private RawRequest Raw(string method, string key, (string Name, string Value)[] headers, string body) =>
        Signed(new RawRequest(method, $"/files/{mine}{key}", host.Address) { Body = Encoding.UTF8.GetBytes(body) }, headers);

    private RawRequest Signed(RawRequest request, (string Name, string Value)[] headers) =>
        headers.Aggregate(request, (r, h) => r.Header(h.Name, h.Value)).Sign(host.Administrator(), "s3");
}
