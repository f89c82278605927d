using System.Text;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>The checksum that every object has, and that which its sender gave.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Checking object integrity for data uploads"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class DefaultChecksumTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("123456789", "rosUhgp5mIg=")]
    [InlineData("", "AAAAAAAAAAA=")]
    public async Task An_object_without_one_is_given_CRC64NVME(string content, string sum)
    {
        var put = await Raw("PUT", "a", content).Sign(host.Credentials(), "s3").SendAsync();
        var read = await Raw("GET", "a").Header("x-amz-checksum-mode", "ENABLED").Sign(host.Credentials(), "s3").SendAsync();
        foreach (var head in new[] { put.Head, read.Head })
            Assert.Equal(
                (sum, "FULL_OBJECT"),
                (RawConnection.Header(head, "x-amz-checksum-crc64nvme"), RawConnection.Header(head, "x-amz-checksum-type"))
            );
        Assert.Null(
            RawConnection.Header((await Raw("GET", "a").Sign(host.Credentials(), "s3").SendAsync()).Head, "x-amz-checksum-crc64nvme")
        );
    }

    [Fact]
    public async Task One_that_is_given_is_the_only_one()
    {
        var put = await Raw("PUT", "b", "123456789").Header("x-amz-checksum-crc32", "y/Q5Jg==").Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(
            (200, null, "FULL_OBJECT"),
            (put.Status, RawConnection.Header(put.Head, "x-amz-checksum-crc64nvme"), RawConnection.Header(put.Head, "x-amz-checksum-type"))
        );
        var copy = await Raw("PUT", "c")
            .Header("x-amz-copy-source", $"/files/{Uri.EscapeDataString(mine)}b")
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Contains(
            "<ChecksumCRC32>y/Q5Jg==</ChecksumCRC32><ChecksumType>FULL_OBJECT</ChecksumType>",
            copy.Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_wrong_one_is_still_refused() =>
        Assert.Contains(
            "<Code>BadDigest</Code>",
            (
                await Raw("PUT", "d", "123456789")
                    .Header("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")
                    .Sign(host.Credentials(), "s3")
                    .SendAsync()
            ).Body,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task An_object_in_parts_has_that_of_the_whole()
    {
        var id = (await Raw("POST", "e?uploads").Sign(host.Credentials(), "s3").SendAsync()).Body.Split("UploadId>")[1].TrimEnd('<', '/');
        var part = await Raw("PUT", $"e?uploadId={id}&partNumber=1", "123456789").Sign(host.Credentials(), "s3").SendAsync();
        var complete =
            $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{RawConnection.Header(part.Head, "ETag")}</ETag></Part></CompleteMultipartUpload>";
        var done = await Raw("POST", $"e?uploadId={id}", complete).Sign(host.Credentials(), "s3").SendAsync();
        Assert.Contains(
            "<ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType>",
            done.Body,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("list-type=2&")]
    public async Task A_listing_names_the_algorithm_and_what_it_is_of(string version)
    {
        await Raw("PUT", "f", "x").Sign(host.Credentials(), "s3").SendAsync();
        var listed = await new RawRequest("GET", $"/files?{version}prefix={Uri.EscapeDataString(mine)}", host.Address)
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Contains(
            "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>",
            listed.Body,
            StringComparison.Ordinal
        );
    }

    private RawRequest Raw(string method, string key, string body = "") =>
        new(method, $"/files/{Uri.EscapeDataString(mine)}{key}", host.Address) { Body = Encoding.UTF8.GetBytes(body) };
}
