using System.Text;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Http;

/// <summary>What somebody without a signature can ask of this machine: no more than to be refused.</summary>
[Collection(TestHostCollection.Name)]
public sealed class AnonymousTests(TestHost host)
{
    [Fact]
    public async Task Who_is_nobody_is_refused_before_the_body_of_a_signed_service_comes()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        var request = new RawRequest("POST", "/", host.Address)
            .Header("X-Amz-Target", "DynamoDB_20120810.GetItem")
            .Header("Content-Type", "application/x-amz-json-1.0");
        // The body is only announced.
        await connection.SendAsync(request.Head($"Content-Length: {15 * 1024 * 1024}"));
        var answer = await connection.ReceiveAsync();
        Assert.Equal(400, answer.Status);
        Assert.Contains("MissingAuthenticationTokenException", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_what_was_signed_is_not_read_as_JSON()
    {
        var request = new RawRequest("POST", "/", host.Address)
            .Header("X-Amz-Target", "DynamoDB_20120810.GetItem")
            .Header("Content-Type", "application/x-amz-json-1.0")
            .Sign(host.Credentials(), "dynamodb");
        request.Body = "{ no JSON"u8.ToArray();
        Assert.Contains("InvalidSignatureException", (await request.SendAsync()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 65 * 1024, "EntityTooLarge")]
    [InlineData(true, 65 * 1024, "MalformedXML")]
    [InlineData(true, 5 * 1024 * 1024, "EntityTooLarge")]
    public async Task XML_is_bounded_and_that_of_nobody_more_so(bool isSigned, int size, string code)
    {
        var request = new RawRequest("POST", "/open?delete", host.Address)
        {
            Body = Encoding.UTF8.GetBytes($"<Delete>{new string(' ', size)}</Delete>"),
        };
        if (isSigned)
            request.Sign(host.Administrator(), "s3");
        Assert.Contains($"<Code>{code}</Code>", (await request.SendAsync()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 10, false)]
    [InlineData(9, 10, true)]
    [InlineData(40_000, 200_000, true)]
    [InlineData(0, 90_000, false)]
    [InlineData(0, 100_000, true)]
    public async Task XML_that_is_costly_to_read_is_malformed(int namespaces, int elements, bool isMalformed)
    {
        // Each name is looked up among the namespaces in scope.
        var scope = string.Concat(Enumerable.Range(0, namespaces).Select(n => $" xmlns:a{n}=\"u{n}\""));
        var body =
            $"<Delete{scope}><Object><Key>costly</Key></Object>{string.Concat(Enumerable.Repeat(namespaces > 0 ? "<a1:b/>" : "<a/>", elements))}</Delete>";
        var answer = await new RawRequest("POST", "/open?delete", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Sign(host.Administrator(), "s3")
            .SendAsync();
        Assert.Contains(isMalformed ? "<Code>MalformedXML</Code>" : "<Key>costly</Key>", answer.Body, StringComparison.Ordinal);
    }
}
