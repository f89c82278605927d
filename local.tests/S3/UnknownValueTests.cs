using System.Text;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What S3 has a closed list or a limit for, and something else is given.</summary>
[Collection(TestHostCollection.Name)]
public sealed class UnknownValueTests(TestHost host)
{
    private readonly string mine = $"/files/users/{Uri.EscapeDataString(TestResources.Ann)}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("x-amz-metadata-directive", "NOPE", "Unknown metadata directive.")]
    [InlineData("x-amz-tagging-directive", "replace", "Unknown tagging directive.")]
    public async Task A_directive_of_a_copy_is_one_of_two(string header, string value, string message)
    {
        await PutAsync("source");
        Refused(
            await Raw("PUT", "copy")
                .Header("x-amz-copy-source", $"{mine}source")
                .Header(header, value)
                .Sign(host.Administrator(), "s3")
                .SendAsync(),
            "InvalidArgument",
            message
        );
        Assert.Equal(404, (await Raw("GET", "copy").Sign(host.Administrator(), "s3").SendAsync()).Status);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "!!")]
    [InlineData("x-amz-checksum-crc32", "AAAA")]
    [InlineData("x-amz-checksum-sha256", "AAAAAA==")]
    public async Task A_checksum_has_the_length_of_its_kind(string header, string value) =>
        Refused(
            await Raw("PUT", "sum", "x").Header(header, value).Sign(host.Administrator(), "s3").SendAsync(),
            "InvalidRequest",
            $"Value for {header} header is invalid."
        );

    [Fact]
    public async Task A_tag_stands_once_in_a_header() =>
        Refused(
            await Raw("PUT", "tagged", "x").Header("x-amz-tagging", "a=1&a=2").Sign(host.Administrator(), "s3").SendAsync(),
            "InvalidArgument",
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
        );

    [Theory]
    [InlineData(2047, 200)]
    [InlineData(2048, 400)]
    public async Task Metadata_has_two_kilobytes_of_names_and_values(int length, int status)
    {
        var answer = await Raw("PUT", "meta", "x")
            .Header("x-amz-meta-a", new string('x', length))
            .Sign(host.Administrator(), "s3")
            .SendAsync();
        Assert.Equal(status, answer.Status);
        if (status == 400)
            Refused(answer, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
    }

    [Theory]
    [InlineData("?list-type=2")]
    [InlineData("?versions")]
    [InlineData("?uploads")]
    public async Task Keys_of_listings_are_encoded_as_in_an_address_or_not_at_all(string listing)
    {
        var mark = listing.StartsWith("?list", StringComparison.Ordinal) ? "prefix" : "key-marker";
        Refused(
            await Bucket($"{listing}&encoding-type=gzip").SendAsync(),
            "InvalidArgument",
            "Invalid Encoding Method specified in Request"
        );
        var answer = await Bucket($"{listing}&encoding-type=url&{mark}=a%20b").SendAsync();
        Assert.Equal(200, answer.Status);
        Assert.Contains("<EncodingType>url</EncodingType>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(">a%20b<", answer.Body, StringComparison.Ordinal);
    }

    private static void Refused((int Status, string Head, string Body) answer, string code, string message)
    {
        Assert.Equal(400, answer.Status);
        Assert.Contains($"<Code>{code}</Code><Message>{message}</Message>", answer.Body, StringComparison.Ordinal);
    }

    private async Task PutAsync(string key) =>
        Assert.Equal(200, (await Raw("PUT", key, "x").Sign(host.Administrator(), "s3").SendAsync()).Status);

    private RawRequest Bucket(string query) => new RawRequest("GET", $"/files{query}", host.Address).Sign(host.Administrator(), "s3");

    private RawRequest Raw(string method, string key, string body = "") =>
        new(method, mine + key, host.Address) { Body = Encoding.UTF8.GetBytes(body) };
}
