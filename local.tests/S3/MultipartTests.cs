using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

[Collection(TestHostCollection.Name)]
public sealed class MultipartTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";
    private readonly string another = $"users/{TestResources.Bob}/{Guid.NewGuid():N}/";

    [Fact]
    public async Task An_upload_in_parts_becomes_one_object()
    {
        using var s3 = host.S3();
        var key = mine + "parts";
        var upload = (
            await s3.InitiateMultipartUploadAsync(
                new InitiateMultipartUploadRequest
                {
                    BucketName = "files",
                    Key = key,
                    ContentType = "x/y",
                }
            )
        ).UploadId;
        var large = new byte[5 * 1024 * 1024];
        Random.Shared.NextBytes(large);
        var one = await s3.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = "files",
                Key = key,
                UploadId = upload,
                PartNumber = 1,
                InputStream = new MemoryStream(large),
            }
        );
        var two = await s3.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = "files",
                Key = key,
                UploadId = upload,
                PartNumber = 2,
                InputStream = new MemoryStream("end"u8.ToArray()),
            }
        );
        await S3Tests.FailedAsync(
            "NoSuchUpload",
            () =>
                s3.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = "files",
                        Key = mine + "other",
                        UploadId = upload,
                        PartNumber = 1,
                        InputStream = new MemoryStream([1]),
                    }
                )
        );
        await S3Tests.FailedAsync("NoSuchUpload", () => s3.CompleteMultipartUploadAsync(Complete(mine + "other", upload, (1, one.ETag))));
        await S3Tests.FailedAsync("InvalidPart", () => s3.CompleteMultipartUploadAsync(Complete(key, upload, (1, two.ETag))));
        var done = await s3.CompleteMultipartUploadAsync(Complete(key, upload, (1, one.ETag), (2, two.ETag)));
        Assert.EndsWith("-2\"", done.ETag, StringComparison.Ordinal);
        using var read = await s3.GetObjectAsync("files", key);
        using var all = new MemoryStream();
        await read.ResponseStream.CopyToAsync(all);
        Assert.Equal([.. large, .. "end"u8], all.ToArray());
        Assert.Equal("x/y", read.Headers.ContentType);
        await S3Tests.FailedAsync("NoSuchUpload", () => s3.CompleteMultipartUploadAsync(Complete(key, upload, (1, one.ETag))));
    }

    [Fact]
    public async Task Anothers_upload_is_out_of_reach_and_ones_own_can_be_given_up()
    {
        using var s3 = host.S3();
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + "parts")).UploadId;
        await S3Tests.FailedAsync("NoSuchUpload", () => bob.AbortMultipartUploadAsync("files", another + "parts", upload));
        await S3Tests.DeniedAsync(() => bob.AbortMultipartUploadAsync("files", mine + "parts", upload));
        await S3Tests.DeniedAsync(() => s3.ListPartsAsync("files", mine + "parts", upload));
        await s3.AbortMultipartUploadAsync("files", mine + "parts", upload);
        await S3Tests.FailedAsync("NoSuchUpload", () => s3.AbortMultipartUploadAsync("files", mine + "parts", upload));
    }

    [Fact]
    public async Task Parts_out_of_order_or_none_make_no_object()
    {
        using var s3 = host.S3();
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + "parts")).UploadId;
        var tags = new List<string>();
        foreach (var number in new[] { 1, 2 })
            tags.Add(
                (
                    await s3.UploadPartAsync(
                        new UploadPartRequest
                        {
                            BucketName = "files",
                            Key = mine + "parts",
                            UploadId = upload,
                            PartNumber = number,
                            InputStream = new MemoryStream([1]),
                        }
                    )
                ).ETag
            );
        async Task<string> CompleteAsync(params int[] numbers)
        {
            var body =
                $"<CompleteMultipartUpload>{string.Concat(numbers.Select(n => $"<Part><PartNumber>{n}</PartNumber><ETag>{tags[n - 1]}</ETag></Part>"))}</CompleteMultipartUpload>";
            return (
                await new RawRequest("POST", $"/files/{mine}parts?uploadId={upload}", host.Address)
                {
                    Body = System.Text.Encoding.UTF8.GetBytes(body),
                }
                    .Sign(host.Credentials(), "s3")
                    .SendAsync()
            ).Body;
        }

        Assert.Contains("<Code>InvalidPartOrder</Code>", await CompleteAsync(2, 1), StringComparison.Ordinal);
        Assert.Contains("<Code>InvalidPartOrder</Code>", await CompleteAsync(1, 1), StringComparison.Ordinal);
        Assert.Contains("<Code>EntityTooSmall</Code>", await CompleteAsync(1, 2), StringComparison.Ordinal);
        Assert.Contains("<Code>MalformedXML</Code>", await CompleteAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "-1&quot;</ETag>".Replace("&quot;", "\"", StringComparison.Ordinal),
            await CompleteAsync(2),
            StringComparison.Ordinal
        );
    }

    private static CompleteMultipartUploadRequest Complete(string key, string upload, params (int Number, string ETag)[] parts) =>
        new()
        {
            BucketName = "files",
            Key = key,
            UploadId = upload,
            PartETags = [.. parts.Select(p => new PartETag(p.Number, p.ETag))],
        };
}
