using System.Text;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What a tag can be.</summary>
[Collection(TestHostCollection.Name)]
public sealed class TagTests(TestHost host)
{
    private readonly string mine = $"/files/users/{Uri.EscapeDataString(TestResources.Ann)}/{Guid.NewGuid():N}";

    [Theory]
    [InlineData("tenant", "a b_c.d:e/f=g+h-i@j", null)]
    [InlineData("\u00dcbung", "\u65e5\u672c \U00020000 \u0967", null)]
    [InlineData("empty", "", null)]
    [InlineData("awsome", "x", null)]
    [InlineData("aws:cloudformation:stack-name", "x", "System tags cannot be added/updated by requester")]
    [InlineData("AWS:x", "x", "System tags cannot be added/updated by requester")]
    [InlineData("a&b", "x", "The TagKey you have provided is invalid")]
    [InlineData("a?", "x", "The TagKey you have provided is invalid")]
    [InlineData("", "x", "The TagKey you have provided is invalid")]
    [InlineData("a", "x;y", "The TagValue you have provided is invalid")]
    [InlineData("a", "{}", "The TagValue you have provided is invalid")]
    [InlineData("a", "x\ny", "The TagValue you have provided is invalid")]
    public async Task A_tag_has_letters_digits_spaces_and_a_few_signs(string key, string value, string? message)
    {
        var put = await Raw("PUT", string.Empty)
            .Header("x-amz-tagging", $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}")
            .Sign(host.Administrator(), "s3")
            .SendAsync();
        Require(put, message);
        Assert.Equal(200, (await Raw("PUT", string.Empty).Sign(host.Administrator(), "s3").SendAsync()).Status);
        var xml = new System.Xml.Linq.XElement(
            "Tagging",
            new System.Xml.Linq.XElement(
                "TagSet",
                new System.Xml.Linq.XElement("Tag", new System.Xml.Linq.XElement("Key", key), new System.Xml.Linq.XElement("Value", value))
            )
        ).ToString();
        Require(await Raw("PUT", "?tagging", xml).Sign(host.Administrator(), "s3").SendAsync(), message);
        Require(
            await Raw("POST", "?uploads")
                .Header("x-amz-tagging", $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}")
                .Sign(host.Administrator(), "s3")
                .SendAsync(),
            message
        );
    }

    [Theory]
    [InlineData(128, 256, 200)]
    [InlineData(129, 256, 400)]
    [InlineData(128, 257, 400)]
    public async Task A_tags_length_is_that_of_its_letters(int key, int value, int status)
    {
        static string Of(int length) => Uri.EscapeDataString(string.Concat(Enumerable.Repeat("\U00020000", length)));
        Assert.Equal(
            status,
            (
                await Raw("PUT", string.Empty)
                    .Header("x-amz-tagging", $"{Of(key)}={Of(value)}")
                    .Sign(host.Administrator(), "s3")
                    .SendAsync()
            ).Status
        );
    }

    private static void Require((int Status, string Head, string Body) answer, string? message)
    {
        Assert.Equal(message is null ? 200 : 400, answer.Status);
        if (message is not null)
            Assert.Contains($"<Code>InvalidTag</Code><Message>{message}</Message>", answer.Body, StringComparison.Ordinal);
    }

    private RawRequest Raw(string method, string query, string body = "") =>
        new(method, mine + query, host.Address) { Body = Encoding.UTF8.GetBytes(body) };
}
