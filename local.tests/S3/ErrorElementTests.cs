using System.Text;
using System.Xml.Linq;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What an error tells beside its message.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ErrorElementTests(TestHost host)
{
    private readonly string mine = $"/files/users/{Uri.EscapeDataString(TestResources.Ann)}/{Guid.NewGuid():N}";

    [Fact]
    public async Task Headers_that_are_not_signed_are_named()
    {
        var answer = await Raw("PUT", "", "x")
            .Sign(host.Credentials(), "s3")
            .Header("x-amz-meta-a", "1")
            .Header("x-amz-meta-b", "2")
            .SendAsync();
        Assert.Equal("x-amz-meta-a, x-amz-meta-b", Element(answer.Body, "HeadersNotSigned"));
    }

    [Fact]
    public async Task A_signature_that_does_not_match_is_told_with_what_was_signed_here()
    {
        var request = Raw("GET", "").Sign(host.Credentials(), "s3");
        var answer = await request.At($"{mine}x").SendAsync();
        Assert.StartsWith("AWS4-HMAC-SHA256\n", Element(answer.Body, "StringToSign"), StringComparison.Ordinal);
        Assert.StartsWith($"GET\n{mine}x\n", Element(answer.Body, "CanonicalRequest"), StringComparison.Ordinal);
        Assert.StartsWith("47 45 54 0a", Element(answer.Body, "CanonicalRequestBytes"), StringComparison.Ordinal);
        Assert.Equal(request.Seed, Element(answer.Body, "SignatureProvided"));
        Assert.StartsWith("ASIA", Element(answer.Body, "AWSAccessKeyId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told_the_time()
    {
        var answer = await Raw("GET", "").Sign(host.Credentials(), "s3", at: DateTimeOffset.UtcNow.AddHours(-1)).SendAsync();
        Assert.Equal(
            ("RequestTimeTooSkewed", "900000"),
            (Element(answer.Body, "Code"), Element(answer.Body, "MaxAllowedSkewMilliseconds"))
        );
        Assert.InRange(
            DateTimeOffset.Parse(Element(answer.Body, "ServerTime"), System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset.UtcNow.AddHours(-1),
            DateTimeOffset.UtcNow.AddHours(1)
        );
    }

    [Fact]
    public async Task An_address_that_has_expired_tells_when()
    {
        var answer = await Raw("GET", "")
            .Presign(host.Credentials(), TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow.AddHours(-1))
            .SendAsync();
        Assert.Equal(("AccessDenied", "60"), (Element(answer.Body, "Code"), Element(answer.Body, "X-Amz-Expires")));
        Assert.True(
            DateTimeOffset.Parse(Element(answer.Body, "Expires"), System.Globalization.CultureInfo.InvariantCulture)
                < DateTimeOffset.Parse(Element(answer.Body, "ServerTime"), System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData("GET", "?partNumber=x", null, null, "InvalidArgument", "ArgumentName", "partNumber")]
    [InlineData("GET", "", "Range", "bytes=100-200", "InvalidRange", "RangeRequested", "bytes=100-200")]
    [InlineData("GET", "", "Range", "bytes=100-200", "InvalidRange", "ActualObjectSize", "1")]
    [InlineData("PUT", "", "Content-MD5", "AAAA", "InvalidDigest", "Content-MD5", "AAAA")]
    [InlineData("PUT", "", "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest", "ExpectedDigest", "00000000000000000000000000000000")]
    [InlineData("PUT", "", "x-amz-tagging", "aws:a=b", "InvalidTag", "TagKey", "aws:a")]
    [InlineData("PUT", "", "x-amz-website-redirect-location", "/x", "NotImplemented", "Header", "x-amz-website-redirect-location")]
    [InlineData("PUT", "?uploadId=none&partNumber=1", null, null, "NoSuchUpload", "UploadId", "none")]
    public async Task What_is_wrong_is_named(
        string method,
        string query,
        string? header,
        string? value,
        string code,
        string element,
        string expected
    )
    {
        Assert.Equal(200, (await Raw("PUT", "", "x").Sign(host.Administrator(), "s3").SendAsync()).Status);
        var request = Raw(method, query, method == "PUT" ? "x" : string.Empty);
        if (header is not null)
            request.Header(header, value);
        var answer = await request.Sign(host.Administrator(), "s3").SendAsync();
        Assert.Equal((code, expected), (Element(answer.Body, "Code"), Element(answer.Body, element)));
    }

    [Fact]
    public async Task A_body_that_is_not_what_was_signed_is_told_both_hashes()
    {
        var request = Raw("PUT", "", "x").Sign(host.Credentials(), "s3", payload: new string('0', 64));
        var answer = await request.SendAsync();
        Assert.Equal(
            (new string('0', 64), "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"),
            (Element(answer.Body, "ClientComputedContentSHA256"), Element(answer.Body, "S3ComputedContentSHA256"))
        );
    }

    private static string Element(string body, string name) =>
        XElement.Parse(body[body.IndexOf('<', StringComparison.Ordinal)..(body.LastIndexOf('>') + 1)]).Element(name)?.Value
        ?? $"no {name} in {body}";

    private RawRequest Raw(string method, string query, string body = "") =>
        new(method, mine + query, host.Address) { Body = Encoding.UTF8.GetBytes(body) };
}
