using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Parts that are copied, and parts that are read.</summary>
[Collection(TestHostCollection.Name)]
public sealed class PartCopyTests(TestHost host)
{
    private const int Least = 5 * 1024 * 1024;
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Fact]
    public async Task An_object_is_made_of_ranges_of_another_and_its_parts_are_read_by_their_numbers()
    {
        using var s3 = host.S3();
        var content = await PutAsync(s3, "source");
        var done = await CopyInPartsAsync(s3, "source", "copy", (0, Least - 1), (Least, Least + 9));
        Assert.EndsWith("-2\"", done.ETag, StringComparison.Ordinal);
        Assert.Equal(content, await ReadAsync(s3, new() { BucketName = "files", Key = mine + "copy" }));
        Assert.Equal(
            content[Least..],
            await ReadAsync(
                s3,
                new()
                {
                    BucketName = "files",
                    Key = mine + "copy",
                    PartNumber = 2,
                }
            )
        );
        var head = await s3.GetObjectMetadataAsync(
            new GetObjectMetadataRequest
            {
                BucketName = "files",
                Key = mine + "copy",
                PartNumber = 1,
            }
        );
        Assert.Equal((2, (long)Least, $"bytes 0-{Least - 1}/{Least + 10}"), (head.PartsCount, head.ContentLength, head.ContentRange));
        await S3Tests.FailedAsync(
            "InvalidPartNumber",
            () =>
                s3.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "copy",
                        PartNumber = 3,
                    }
                )
        );
        var whole = await s3.GetObjectMetadataAsync(
            new GetObjectMetadataRequest
            {
                BucketName = "files",
                Key = mine + "source",
                PartNumber = 1,
            }
        );
        Assert.Equal(
            (System.Net.HttpStatusCode.PartialContent, null, (long)Least + 10),
            (whole.HttpStatusCode, whole.PartsCount, whole.ContentLength)
        );
        // A copy of it is no longer in parts.
        Assert.Equal(
            (await s3.GetObjectMetadataAsync("files", mine + "source")).ETag,
            (await s3.CopyObjectAsync("files", mine + "copy", "files", mine + "again")).ETag
        );
    }

    [Theory]
    [InlineData("source", "bytes=0-10", 400, "InvalidArgument")]
    [InlineData("source", "bytes=4-", 400, "InvalidArgument")]
    [InlineData("missing", null, 403, "AccessDenied")]
    [InlineData("theirs", null, 403, "AccessDenied")]
    public async Task A_part_is_copied_of_what_there_is_and_what_one_may_read(string source, string? range, int status, string code)
    {
        using var s3 = host.S3();
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        var theirs = $"users/{TestResources.Bob}/part";
        await bob.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = theirs,
                ContentBody = "secret",
            }
        );
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "source",
                ContentBody = "0123456789",
            }
        );
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + "copy")).UploadId;
        async Task<(int Status, string Head, string Body)> CopyAsync(string key) =>
            await new RawRequest("PUT", $"/files/{Uri.EscapeDataString(key)}?partNumber=1&uploadId={upload}", host.Address)
                .Header("x-amz-copy-source", $"files/{Uri.EscapeDataString(source == "theirs" ? theirs : mine + source)}")
                .Header("x-amz-copy-source-range", range)
                .Sign(host.Credentials(), "s3")
                .SendAsync();
        var answer = await CopyAsync(mine + "copy");
        Assert.Equal(status, answer.Status);
        Assert.Contains($"<Code>{code}</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Equal(403, (await CopyAsync(theirs)).Status);
        Assert.Empty((await host.S3(host.Administrator()).ListPartsAsync("files", mine + "copy", upload)).Parts ?? []);
    }

    private async Task<byte[]> PutAsync(AmazonS3Client s3, string name)
    {
        var content = new byte[Least + 10];
        Random.Shared.NextBytes(content);
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + name,
                InputStream = new MemoryStream(content),
            }
        );
        return content;
    }

    private async Task<CompleteMultipartUploadResponse> CopyInPartsAsync(
        AmazonS3Client s3,
        string from,
        string to,
        params (long First, long Last)[] ranges
    )
    {
        var upload = (await s3.InitiateMultipartUploadAsync("files", mine + to)).UploadId;
        var parts = new List<PartETag>();
        foreach (var (first, last) in ranges)
        {
            var part = await s3.CopyPartAsync(
                new CopyPartRequest
                {
                    SourceBucket = "files",
                    SourceKey = mine + from,
                    DestinationBucket = "files",
                    DestinationKey = mine + to,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    FirstByte = first,
                    LastByte = last,
                }
            );
            parts.Add(new(part));
        }

        return await s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = "files",
                Key = mine + to,
                UploadId = upload,
                PartETags = parts,
            }
        );
    }

    private static async Task<byte[]> ReadAsync(AmazonS3Client s3, GetObjectRequest request)
    {
        using var read = await s3.GetObjectAsync(request);
        using var all = new MemoryStream();
        await read.ResponseStream.CopyToAsync(all);
        return all.ToArray();
    }
}
