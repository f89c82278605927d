using System.Text;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>XML that no client should send, and text that XML should not hold.</summary>
[Collection(TestHostCollection.Name)]
public sealed class XmlTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData(9)]
    [InlineData(200_000)]
    public async Task A_depth_that_no_schema_has_is_refused(int depth)
    {
        var body =
            $"<Delete><Object><Key>x</Key></Object>{string.Concat(Enumerable.Repeat("<a>", depth))}{string.Concat(Enumerable.Repeat("</a>", depth))}</Delete>";
        await MalformedAsync(body);
    }

    [Theory]
    [InlineData("<!DOCTYPE Delete [<!ENTITY k \"x\">]><Delete><Object><Key>&k;</Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>x</Key></Object>")]
    [InlineData("<Delete><Object><Key>\u0001</Key></Object></Delete>")]
    public Task What_is_no_plain_XML_is_refused(string body) => MalformedAsync(body);

    [Theory]
    [InlineData("prefix=MINE%01", "<Prefix>MINE&#x1;</Prefix>")]
    [InlineData("prefix=MINE&delimiter=%01", "<Delimiter>&#x1;</Delimiter>")]
    [InlineData("prefix=MINE&marker=%01", "<Marker>&#x1;</Marker>")]
    [InlineData("prefix=MINE&list-type=2&start-after=%EF%BF%BF", "<StartAfter>&#xFFFF;</StartAfter>")]
    [InlineData("prefix=MINE&list-type=2&start-after=%01&encoding-type=url", "<StartAfter>%01</StartAfter>")]
    public async Task What_XML_has_no_place_for_is_written_by_its_number(string query, string expected)
    {
        var answer = await new RawRequest(
            "GET",
            $"/files?{query.Replace("MINE", Uri.EscapeDataString(mine), StringComparison.Ordinal)}",
            host.Address
        )
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(200, answer.Status);
        Assert.Contains(expected.Replace("MINE", mine, StringComparison.Ordinal), answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carriage_return_of_a_key_comes_back()
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "a\rb\nc",
                ContentBody = "x",
            }
        );
        Assert.Equal(
            [mine + "a\rb\nc"],
            (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine })).S3Objects.Select(o => o.Key)
        );
    }

    [Theory]
    [InlineData("/%01", null, 400, "InvalidBucketName")]
    [InlineData("/%01/x", null, 400, "InvalidBucketName")]
    [InlineData("/a%20b/x", null, 400, "InvalidBucketName")]
    [InlineData("/nowhere/x", null, 404, "NoSuchBucket")]
    [InlineData("/files/MINE", "%01/x", 400, "InvalidBucketName")]
    [InlineData("/files/MINE", "files/MINE%01", 404, "NoSuchKey")]
    public async Task A_name_that_cannot_be_is_refused(string path, string? source, int status, string code)
    {
        string Named(string text) => text.Replace("MINE", Uri.EscapeDataString(mine), StringComparison.Ordinal);
        var request = source is null
            ? new RawRequest("GET", path, host.Address)
            : new RawRequest("PUT", Named(path), host.Address)
                .Header("x-amz-copy-source", Named(source))
                .Sign(host.Credentials("Listing"), "s3");
        var answer = await request.SendAsync();
        Assert.Equal(status, answer.Status);
        Assert.Contains($"<Code>{code}</Code>", answer.Body, StringComparison.Ordinal);
    }

    private async Task MalformedAsync(string body)
    {
        var answer = await new RawRequest("POST", "/files?delete", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Sign(host.Administrator(), "s3")
            .SendAsync();
        Assert.Equal(400, answer.Status);
        Assert.Contains("<Code>MalformedXML</Code>", answer.Body, StringComparison.Ordinal);
    }
}
