using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using Checksum = CognitoStack.Local.S3.Checksum;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Checksums of parts, and of what they become.</summary>
[Collection(TestHostCollection.Name)]
public sealed class PartChecksumTests(TestHost host)
{
    private readonly string key = $"users/{TestResources.Ann}/{Guid.NewGuid():N}";
    private readonly byte[][] contents = [new byte[5 * 1024 * 1024], "end"u8.ToArray()];

    [Theory]
    [InlineData("SHA256", null, "COMPOSITE")]
    [InlineData("CRC32", null, "COMPOSITE")]
    [InlineData("CRC32", "FULL_OBJECT", "FULL_OBJECT")]
    [InlineData("SHA1", null, "COMPOSITE")]
    public async Task The_object_has_a_checksum_of_its_parts_or_of_all_of_it(string algorithm, string? asked, string type)
    {
        using var s3 = host.S3();
        var begun = await BeginAsync(s3, algorithm, asked);
        Assert.Equal((algorithm, type), (begun.ChecksumAlgorithm.Value, begun.ChecksumType.Value));
        var parts = await PutAsync(s3, begun.UploadId, algorithm);
        var done = await s3.CompleteMultipartUploadAsync(Complete(begun.UploadId, [.. parts]));
        var name = $"x-amz-checksum-{algorithm.ToLowerInvariant()}";
        using var sum = Checksum.Of(name)!;
        foreach (var content in contents)
            sum.Append(type == "COMPOSITE" ? Convert.FromBase64String(SumOf(name, content)) : content);
        var expected = sum.Value + (type == "COMPOSITE" ? "-2" : string.Empty);
        var head = await s3.GetObjectMetadataAsync(
            new GetObjectMetadataRequest
            {
                BucketName = "files",
                Key = key,
                ChecksumMode = ChecksumMode.ENABLED,
            }
        );
        foreach (var told in new[] { Told(done), Told(head) })
            Assert.Contains(expected, told);
        Assert.Equal((type, type), (done.ChecksumType.Value, head.ChecksumType.Value));
        // Whoever has not heard of it asks again.
        Assert.Equal(done.ETag, (await s3.CompleteMultipartUploadAsync(Complete(begun.UploadId, [.. parts]))).ETag);
        await S3Tests.FailedAsync("NoSuchUpload", () => s3.CompleteMultipartUploadAsync(Complete(begun.UploadId, [parts[0]])));
    }

    [Fact]
    public async Task What_is_not_as_it_was_sent_is_no_object()
    {
        using var s3 = host.S3();
        var upload = (await BeginAsync(s3, "CRC32", null)).UploadId;
        await S3Tests.FailedAsync("InvalidRequest", () => PutAsync(s3, upload, "SHA256"));
        var parts = await PutAsync(s3, upload, "CRC32");
        var wrong = new PartETag(1, parts[0].ETag) { ChecksumCRC32 = "AAAAAA==" };
        await S3Tests.FailedAsync("InvalidPart", () => s3.CompleteMultipartUploadAsync(Complete(upload, [wrong, parts[1]])));
        var without = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            s3.CompleteMultipartUploadAsync(Complete(upload, [new PartETag(1, parts[0].ETag), parts[1]]))
        );
        Assert.Equal(
            "The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.",
            without.Message
        );
        var whole = Complete(upload, [.. parts]);
        whole.ChecksumCRC32 = "AAAAAA==";
        await S3Tests.FailedAsync("BadDigest", () => s3.CompleteMultipartUploadAsync(whole));
        var size = Complete(upload, [.. parts]);
        size.MpuObjectSize = 1;
        await S3Tests.FailedAsync("InvalidRequest", () => s3.CompleteMultipartUploadAsync(size));
        await s3.CompleteMultipartUploadAsync(Complete(upload, [.. parts]));
    }

    [Fact]
    public async Task A_wrong_checksum_of_a_part_is_refused_though_the_upload_was_begun_without_one()
    {
        using var s3 = host.S3();
        var upload = (await s3.InitiateMultipartUploadAsync("files", key)).UploadId;
        var parts = await PutAsync(s3, upload, "CRC32");
        await S3Tests.FailedAsync(
            "InvalidPart",
            () =>
                s3.CompleteMultipartUploadAsync(Complete(upload, [new PartETag(1, parts[0].ETag) { ChecksumCRC32 = "AAAAAA==" }, parts[1]]))
        );
        await s3.CompleteMultipartUploadAsync(Complete(upload, [new PartETag(1, parts[0].ETag), new PartETag(2, parts[1].ETag)]));
    }

    private static string SumOf(string header, byte[] content)
    {
        using var sum = Checksum.Of(header)!;
        sum.Append(content);
        return sum.Value;
    }

    private static string?[] Told(CompleteMultipartUploadResponse r) => [r.ChecksumCRC32, r.ChecksumSHA1, r.ChecksumSHA256];

    private static string?[] Told(GetObjectMetadataResponse r) => [r.ChecksumCRC32, r.ChecksumSHA1, r.ChecksumSHA256];

    private Task<InitiateMultipartUploadResponse> BeginAsync(AmazonS3Client s3, string algorithm, string? type) =>
        s3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = "files",
                Key = key,
                ChecksumAlgorithm = algorithm,
                ChecksumType = type,
            }
        );

    private async Task<List<PartETag>> PutAsync(AmazonS3Client s3, string upload, string algorithm)
    {
        var parts = new List<PartETag>();
        foreach (var content in contents)
        {
            var part = await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = "files",
                    Key = key,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    InputStream = new MemoryStream(content),
                    ChecksumAlgorithm = algorithm,
                }
            );
            parts.Add(
                new(parts.Count + 1, part.ETag)
                {
                    ChecksumCRC32 = part.ChecksumCRC32,
                    ChecksumSHA1 = part.ChecksumSHA1,
                    ChecksumSHA256 = part.ChecksumSHA256,
                }
            );
        }

        return parts;
    }

    private CompleteMultipartUploadRequest Complete(string upload, List<PartETag> parts) =>
        new()
        {
            BucketName = "files",
            Key = key,
            UploadId = upload,
            PartETags = parts,
        };
}
