using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.Front;

[Collection(TestHostCollection.Name)]
public sealed class AwsFrontTests(TestHost host)
{
    [Theory]
    [InlineData("localhost:4566", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:4566", true)]
    [InlineData("files.localhost:4566", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("evillocalhost", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("127.0.0.1:4566@evil.example", false)]
    [InlineData("", false)]
    public async Task Only_names_of_this_machine_are_answered(string name, bool answered)
    {
        var (status, _, body) = await Echo().Header("Host", name).SendAsync();
        if (answered)
            Assert.Equal(200, status);
        else
            Assert.True(status is 403 or 400 && !body.Contains("input", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_header_of_many_beginnings_is_refused()
    {
        for (var i = 0; i < 4; i++)
            Assert.Equal(
                400,
                (
                    await new RawRequest("GET", "/files", host.Address)
                        .Header("Authorization", string.Concat(Enumerable.Repeat("Credential=/12345678/", 1400)))
                        .SendAsync()
                ).Status
            );
    }

    [Fact]
    public async Task A_call_gets_its_service_with_its_caller()
    {
        var (status, head, body) = await Echo("""{ "a": "\u00fc" }""").Sign(host.Credentials(), "echo").SendAsync();
        Assert.Equal(200, status);
        Assert.Contains("x-amzn-requestid", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Type: application/x-amz-json-1.1", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            """{"input":{"a":"ü"},"caller":"arn:aws:sts::111122223333:assumed-role/Member/CognitoIdentityCredentials","operation":"Say"}""",
            body
        );
        Assert.Equal("*", JsonNode.Parse((await Echo().SendAsync()).Body)!["caller"]!.ToString());
    }

    [Fact]
    public async Task A_header_of_another_scheme_is_no_signature_where_none_is_needed_and_refused_where_one_is()
    {
        const string Bearer = "Bearer eyJraWQiOiJ4In0.e30.AAAA";
        var (status, _, body) = await Echo().Header("Authorization", Bearer).SendAsync();
        Assert.Equal((200, "*"), (status, JsonNode.Parse(body)!["caller"]!.ToString()));
        // One of AWS's own is looked at, whoever asks for it.
        (status, _, body) = await Echo().Header("Authorization", "AWS4-HMAC-SHA256 Credential=x").SendAsync();
        Assert.Equal((400, "IncompleteSignatureException"), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
        (status, _, body) = await new RawRequest("POST", "/", host.Address)
            .Header("X-Amz-Target", "DynamoDB_20120810.GetItem")
            .Header("Authorization", Bearer)
            .SendAsync();
        Assert.Equal((400, "IncompleteSignatureException"), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
    }

    [Theory]
    [InlineData("Echo.Refuse", "{}", "EchoException")]
    [InlineData("Echo.Say", "{", "SerializationException")]
    [InlineData("Echo.Say", "[]", "SerializationException")]
    [InlineData("Echo.Say", "", "SerializationException")]
    [InlineData("Echo.Say", """{ "a": 1, "a": 2 }""", "SerializationException")]
    [InlineData("Echo.Say", """{ "a": "\ud800" }""", "SerializationException")]
    [InlineData("Echo.Say", """{ "a": ["\udc00\ud800"] }""", "SerializationException")]
    [InlineData("Echo.Say", """{ "\ud800": 1 }""", "SerializationException")]
    [InlineData("Nobody.Say", "{}", "UnknownOperationException")]
    [InlineData("Echo", "{}", "UnknownOperationException")]
    public async Task An_error_has_the_form_of_the_JSON_protocols(string target, string body, string code)
    {
        var (status, head, answer) = await Echo(body).Header("X-Amz-Target", target).SendAsync();
        Assert.Equal((400, code), (status, JsonNode.Parse(answer)!["__type"]!.ToString()));
        Assert.Contains($"x-amzn-errortype: {code}", head, StringComparison.OrdinalIgnoreCase);
        Assert.False(string.IsNullOrEmpty(JsonNode.Parse(answer)!["message"]!.ToString()));
    }

    [Fact]
    public async Task A_text_that_is_no_UTF8_is_refused()
    {
        var request = Echo();
        request.Body = [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8];
        var (status, _, body) = await request.SendAsync();
        Assert.Equal((400, "SerializationException"), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
    }

    [Fact]
    public async Task An_error_of_the_inside_is_logged_and_not_told()
    {
        var (status, _, body) = await Echo().Header("X-Amz-Target", "Echo.Fail").SendAsync();
        Assert.Equal((500, "InternalFailure"), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Contains(
            host.Log.Lines,
            l => l.Contains("a secret of the inside", StringComparison.Ordinal) && l.Contains("EchoService", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("sqs")]
    [InlineData("echo")]
    [InlineData("dynamodb")]
    public async Task A_service_that_is_not_here_is_told_with_those_that_are(string service)
    {
        var (status, _, body) = await new RawRequest("GET", "/?Action=ListQueues", host.Address)
            .Sign(host.Credentials(), service)
            .SendAsync();
        Assert.Equal(400, status);
        Assert.Contains("Here are: dynamodb, echo, kms, logs, monitoring, s3, wafv2.", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smithy_CBOR_is_refused_in_plain_words()
    {
        var (status, _, body) = await new RawRequest("POST", "/service/Echo/operation/Say", host.Address)
            .Header("smithy-protocol", "rpc-v2-cbor")
            .SendAsync();
        Assert.Equal(400, status);
        Assert.Contains("CBOR is not spoken here", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Echo.Say", 256 * 1024, 400, "SerializationException")]
    [InlineData("Echo.Say", (256 * 1024) + 1, 413, "RequestEntityTooLargeException")]
    [InlineData("DynamoDB_20120810.GetItem", (256 * 1024) + 1, 400, "SerializationException")]
    [InlineData("DynamoDB_20120810.GetItem", (16 * 1024 * 1024) + 1, 413, "RequestEntityTooLargeException")]
    public async Task A_body_beyond_the_measure_of_its_service_is_refused(string target, int size, int status, string code)
    {
        var request = Echo().Header("X-Amz-Target", target);
        request.Body = new byte[size];
        if (target.StartsWith("DynamoDB", StringComparison.Ordinal))
            request.Sign(host.Administrator(), "dynamodb");
        var answer = await request.SendAsync();
        Assert.Equal((status, code), (answer.Status, JsonNode.Parse(answer.Body)!["__type"]!.ToString()));
    }

    [Fact]
    public async Task Every_page_may_call_the_services_and_read_what_they_say()
    {
        var (status, head, _) = await new RawRequest("OPTIONS", "/", host.Address)
            .Header("Origin", "http://localhost:3000")
            .Header("Access-Control-Request-Method", "POST")
            .Header("Access-Control-Request-Headers", "authorization,x-amz-target,amz-sdk-request")
            .SendAsync();
        Assert.Equal(200, status);
        Assert.Contains("Access-Control-Allow-Origin: *", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "Access-Control-Allow-Headers: authorization,x-amz-target,amz-sdk-request",
            head,
            StringComparison.OrdinalIgnoreCase
        );
        foreach (var target in new[] { "Echo.Say", "Echo.Refuse", "Echo.Fail" })
        {
            var answer = await Echo().Header("X-Amz-Target", target).Header("Origin", "http://localhost:3000").SendAsync();
            Assert.Contains("Access-Control-Allow-Origin: *", answer.Head, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Access-Control-Expose-Headers: x-amzn-RequestId", answer.Head, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/files/x", "http://localhost:3000", "PUT", true)]
    [InlineData("/files", "http://localhost:3000", "GET", true)]
    [InlineData("/files/x", "http://localhost:3001", "PUT", false)]
    [InlineData("/files/x", "http://localhost:30000", "PUT", false)]
    [InlineData("/files/x", "http://localhost:3000", "DELETE", false)]
    [InlineData("/open/x", "http://localhost:3000", "GET", false)]
    [InlineData("/nowhere/x", "http://localhost:3000", "GET", false)]
    public async Task A_buckets_own_rules_say_which_pages_may_call_it(string path, string origin, string method, bool allowed)
    {
        var (status, head, body) = await new RawRequest("OPTIONS", path, host.Address)
            .Header("Origin", origin)
            .Header("Access-Control-Request-Method", method)
            .Header("Access-Control-Request-Headers", "Authorization, X-Amz-Date")
            .SendAsync();
        Assert.Equal(allowed ? 200 : 403, status);
        Assert.Equal(allowed, head.Contains($"Access-Control-Allow-Origin: {origin}", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(!allowed, body.Contains("<Code>AccessForbidden</Code>", StringComparison.Ordinal));
        var answer = await new RawRequest("GET", path, host.Address).Header("Origin", origin).SendAsync();
        Assert.Equal(
            allowed || (method == "DELETE" && path == "/files/x"),
            answer.Head.Contains("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_bucket_is_known_by_its_host_name_too()
    {
        var ann = host.Credentials();
        var key = $"/users/{TestResources.Ann}/{Guid.NewGuid():N}";
        Assert.Equal(
            200,
            (
                await new RawRequest("PUT", key, host.Address) { Body = "x"u8.ToArray() }
                    .Header("Host", "files.localhost:4566")
                    .Sign(ann, "s3")
                    .SendAsync()
            ).Status
        );
        Assert.Equal("x", (await new RawRequest("GET", "/files" + key, host.Address).Sign(ann, "s3").SendAsync()).Body);
        Assert.Equal(
            403,
            (
                await new RawRequest("GET", $"/users/{TestResources.Bob}/x", host.Address)
                    .Header("Host", "files.localhost:4566")
                    .Sign(ann, "s3")
                    .SendAsync()
            ).Status
        );
    }

    private RawRequest Echo(string body = "{}") =>
        new RawRequest("POST", "/", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", "Echo.Say")
            .Header("Content-Type", "application/x-amz-json-1.1");
}
