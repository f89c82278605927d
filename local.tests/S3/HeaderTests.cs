using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Headers that come back with an object, and those that cannot.</summary>
[Collection(TestHostCollection.Name)]
public sealed class HeaderTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("rot13")]
    [InlineData("AES256\u00e4")]
    public async Task An_encryption_that_there_is_not_is_refused_and_leaves_what_is_there(string encryption)
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "sse",
                ContentBody = "before",
            }
        );
        var answer = await Raw("PUT", "sse").Header("x-amz-server-side-encryption", encryption).Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(400, answer.Status);
        Assert.Contains("<Code>InvalidArgument</Code>", answer.Body, StringComparison.Ordinal);
        using var read = await s3.GetObjectAsync("files", mine + "sse");
        Assert.Equal("before", await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Theory]
    // The example of AWS's page, "Working with object metadata": bytes are read as ISO-8859-1.
    [InlineData("x-amz-meta-nonascii", "\u00c4M\u00c4Z\u00d5\u00d1 S3", "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=")]
    [InlineData("x-amz-meta-title", "a\tb", "a\tb")]
    [InlineData("x-amz-meta-title", "=?UTF-8?B?w7w=?=", "=?UTF-8?B?w7w=?=")]
    [InlineData("Content-Disposition", "attachment; filename=\u00fc", "attachment; filename=\u00fc")]
    [InlineData("Cache-Control", "max-age=1, x=\u65e5\u672c", "max-age=1, x=\u65e5\u672c")]
    public async Task Metadata_that_is_not_ASCII_comes_back_encoded_and_every_other_header_byte_for_byte(
        string name,
        string value,
        string expected
    )
    {
        Assert.Equal(200, (await Raw("PUT", "meta").Header(name, value).Sign(host.Credentials(), "s3").SendAsync()).Status);
        var read = await Raw("GET", "meta").Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(200, read.Status);
        Assert.Contains($"{name}: {expected}\r\n", read.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("x-amz-meta-a=b%0D%0Ac", 200)]
    [InlineData("x-amz-meta-%C3%BC=b", 400)]
    [InlineData("x-amz-meta-a%20b=c", 400)]
    public async Task Metadata_of_a_presigned_link_can_be_given_back_or_is_refused(string parameter, int status)
    {
        var credentials = host.Credentials();
        Assert.Equal(
            status,
            (
                await new RawRequest("PUT", $"/files/{Uri.EscapeDataString(mine)}linked?{parameter}", host.Address)
                    .Presign(credentials, TimeSpan.FromMinutes(1))
                    .SendAsync()
            ).Status
        );
        if (status == 200)
            Assert.Contains(
                "x-amz-meta-a: =?UTF-8?B?Yg0KYw==?=",
                (await Raw("GET", "linked").Sign(credentials, "s3").SendAsync()).Head,
                StringComparison.OrdinalIgnoreCase
            );
    }

    [Theory]
    [InlineData("attachment", 200)]
    [InlineData("%C3%BC", 200)]
    [InlineData("%E6%97%A5", 400)]
    [InlineData("a%0D%0Ab", 400)]
    public async Task An_override_that_cannot_be_a_header_is_refused(string value, int status)
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "o",
                ContentBody = "x",
            }
        );
        var answer = await Raw("GET", $"o?response-content-disposition={value}").Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(
            (status, status == 400),
            (answer.Status, answer.Body.Contains("<Code>InvalidArgument</Code>", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("If-None-Match", "*")]
    public async Task Who_has_an_object_already_is_told_nothing_of_its_content(string condition, string value)
    {
        var put = Raw("PUT", "304")
            .Header("Content-Type", "text/plain")
            .Header("Cache-Control", "max-age=60")
            .Header("Expires", "never")
            .Header("x-amz-meta-a", "b");
        put.Body = "0123456789"u8.ToArray();
        Assert.Equal(200, (await put.Header("x-amz-checksum-crc32", "poTHxg==").Sign(host.Credentials(), "s3").SendAsync()).Status);
        var answer = await Raw("GET", "304")
            .Header("x-amz-checksum-mode", "ENABLED")
            .Header(condition, value)
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(304, answer.Status);
        var names = answer
            .Head.Split("\r\n")
            .Skip(1)
            .Select(l => l.Split(':')[0].ToLowerInvariant())
            .Where(n => !n.Contains("id", StringComparison.Ordinal) && n is not ("date" or "server" or "connection"));
        Assert.Equal(["cache-control", "etag", "expires", "last-modified"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("x-amz-expected-bucket-owner", TestResources.Account, 200)]
    [InlineData("x-amz-expected-bucket-owner", "999999999999", 403)]
    [InlineData("x-amz-source-expected-bucket-owner", "999999999999", 403)]
    public async Task Whoever_expects_another_owner_is_refused(string name, string account, int status)
    {
        Assert.Equal(status, (await Raw("PUT", "owned").Header(name, account).Sign(host.Credentials(), "s3").SendAsync()).Status);
        Assert.Equal(
            status,
            (
                await new RawRequest("PUT", $"/files/{Uri.EscapeDataString(mine)}owned?{name}={account}", host.Address)
                    .Presign(host.Credentials(), TimeSpan.FromMinutes(1))
                    .SendAsync()
            ).Status
        );
    }

    [Theory]
    [InlineData("PUT", "x-amz-website-redirect-location", "/other")]
    [InlineData("PUT", "x-amz-server-side-encryption-aws-kms-key-id", "another-key")]
    [InlineData("PUT", "x-amz-server-side-encryption-customer-algorithm", "AES256")]
    [InlineData("PUT", "x-amz-object-lock-mode", "GOVERNANCE")]
    [InlineData("PUT", "x-amz-of-tomorrow", "x")]
    [InlineData("DELETE", "x-amz-mfa", "1 2")]
    [InlineData("GET", "x-amz-copy-source", "files/x")]
    public async Task A_header_that_is_not_honoured_is_refused_by_its_name(string method, string name, string value)
    {
        var answer = await Raw(method, "told").Header(name, value).Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(501, answer.Status);
        Assert.Contains($"<Code>NotImplemented</Code><Message>The header {name}", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_changes_its_storage_class_by_a_copy_to_itself_and_a_copy_has_its_own()
    {
        using var s3 = host.S3();
        async Task<string?> ClassAsync(string name) => (await s3.GetObjectMetadataAsync("files", mine + name)).StorageClass?.Value;
        Task CopyAsync(string to, string? storage) =>
            s3.CopyObjectAsync(
                new CopyObjectRequest
                {
                    SourceBucket = "files",
                    SourceKey = mine + "a",
                    DestinationBucket = "files",
                    DestinationKey = mine + to,
                    StorageClass = storage,
                }
            );
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "a",
                ContentBody = "x",
                ContentType = "text/plain",
            }
        );
        await CopyAsync("a", "STANDARD_IA");
        Assert.Equal(
            ("STANDARD_IA", "text/plain"),
            (await ClassAsync("a"), (await s3.GetObjectMetadataAsync("files", mine + "a")).Headers.ContentType)
        );
        await CopyAsync("b", null);
        Assert.Null(await ClassAsync("b"));
        await CopyAsync("a", "STANDARD");
        Assert.Null(await ClassAsync("a"));
        await S3Tests.FailedAsync("InvalidStorageClass", () => CopyAsync("a", "COLD"));
    }

    [Fact]
    public async Task Buckets_are_listed_by_their_prefix_a_page_at_a_time_with_a_date_that_stays()
    {
        using var s3 = host.S3(host.Administrator());
        var first = await s3.ListBucketsAsync(new ListBucketsRequest { MaxBuckets = 3 });
        Assert.Equal(["files", "keyed", "open"], first.Buckets.Select(b => b.BucketName));
        Assert.Equal(
            ["restricted"],
            (await s3.ListBucketsAsync(new ListBucketsRequest { ContinuationToken = first.ContinuationToken })).Buckets.Select(b =>
                b.BucketName
            )
        );
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "open",
                Key = "new",
                ContentBody = "x",
            }
        );
        var named = await s3.ListBucketsAsync(new ListBucketsRequest { Prefix = "op" });
        Assert.Equal([("open", first.Buckets[2].CreationDate)], named.Buckets.Select(b => (b.BucketName, b.CreationDate)));
    }

    private RawRequest Raw(string method, string name) => new(method, $"/files/{Uri.EscapeDataString(mine)}{name}", host.Address);
}
