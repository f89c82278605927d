using System.Text;
using CognitoStack.Local.Access;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Http;

/// <summary>Clients that wait for <c>100 Continue</c>, as boto3 and the AWS CLI do, in each order in which answer, leave and body can come.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ContentExpectationTests(TestHost host)
{
    private const string Waits = "Expect: 100-continue";
    private readonly string own = $"/files/users/{Uri.EscapeDataString(TestResources.Ann)}/{Guid.NewGuid():N}";

    [Fact]
    public async Task Who_is_told_to_go_on_sends_the_body_and_keeps_the_connection()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(own, "content").Head("Content-Length: 7", Waits));
        Assert.Equal(100, (await connection.ReceiveAsync()).Status);
        await connection.SendAsync("content");
        var stored = await connection.ReceiveAsync();
        Assert.Equal((200, null), (stored.Status, RawConnection.Header(stored.Head, "Connection")));
        await ReadsAsync(connection, "content");
    }

    [Fact]
    public async Task Who_sends_the_body_without_waiting_keeps_the_connection_too()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(own, "content").Head("Content-Length: 7", Waits) + "content");
        var answer = await connection.ReceiveAsync();
        if (answer.Status == 100)
            answer = await connection.ReceiveAsync();
        Assert.Equal(200, answer.Status);
        await ReadsAsync(connection, "content");
    }

    [Theory]
    [InlineData("/files/users/somebody-else/a", 403, "AccessDenied")]
    [InlineData("/no-such-bucket-here/a", 404, "NoSuchBucket")]
    [InlineData("/files/a?uploadId=none&partNumber=1", 403, "AccessDenied")]
    public async Task A_body_that_was_not_asked_for_is_not_waited_for(string target, int status, string code)
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(target, "content").Head("Content-Length: 7", Waits));
        await RefusedAsync(connection, status, code);
        connection.EndSending();
        Assert.True(await connection.IsEndedAsync());
    }

    [Fact]
    public async Task So_it_is_where_the_signature_is_wrong()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(own, "content").At($"{own}x").Head("Content-Length: 7", Waits));
        await RefusedAsync(connection, 403, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5_000_000)]
    public async Task A_body_that_is_under_way_when_the_answer_comes_does_not_cost_the_answer(int size)
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        var body = new string('x', size);
        await connection.SendAsync(Put("/files/users/somebody-else/a", body).Head($"Content-Length: {size}", Waits));
        await connection.SendAsync(body);
        await RefusedAsync(connection, 403, "AccessDenied");
        Assert.True(await connection.IsEndedAsync());
    }

    [Fact]
    public async Task After_an_empty_body_that_nobody_asks_for_the_connection_ends()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(own, string.Empty).Head("Content-Length: 0", Waits));
        var stored = await connection.ReceiveAsync();
        Assert.Equal((200, "close"), (stored.Status, RawConnection.Header(stored.Head, "Connection")));
        Assert.True(await connection.IsEndedAsync());
    }

    [Fact]
    public async Task A_condition_that_fails_after_the_body_keeps_the_connection()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        foreach (var expected in new[] { 200, 412 })
        {
            await connection.SendAsync(Put(own, "content", r => r.Header("If-None-Match", "*")).Head("Content-Length: 7", Waits));
            Assert.Equal(100, (await connection.ReceiveAsync()).Status);
            await connection.SendAsync("content");
            Assert.Equal(expected, (await connection.ReceiveAsync()).Status);
        }

        await ReadsAsync(connection, "content");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public async Task A_refused_body_of_who_did_not_wait_is_not_taken_for_the_next_request(int size)
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        var body = new string('x', size);
        await connection.SendAsync(Put("/files/users/somebody-else/a", body).Head($"Content-Length: {size}") + body);
        Assert.Equal(403, (await connection.ReceiveAsync()).Status);
        await connection.SendAsync(Put(own, "content").Head("Content-Length: 7") + "content");
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task A_body_in_chunks_is_waited_for_and_refused_alike()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Put(own, "content").Head("Transfer-Encoding: chunked", Waits));
        Assert.Equal(100, (await connection.ReceiveAsync()).Status);
        await connection.SendAsync("7\r\ncontent\r\n0\r\n\r\n");
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        await connection.SendAsync(Put("/files/users/somebody-else/a", "content").Head("Transfer-Encoding: chunked", Waits));
        await RefusedAsync(connection, 403, "AccessDenied");
    }

    [Fact]
    public async Task A_call_of_a_JSON_service_that_waits_is_answered_and_keeps_the_connection()
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        for (var i = 0; i < 2; i++)
        {
            var request = new RawRequest("POST", "/", host.Address) { Body = "{}"u8.ToArray() }
                .Header("X-Amz-Target", "Echo.Say")
                .Header("Content-Type", "application/x-amz-json-1.1")
                .Sign(host.Credentials(), "echo");
            await connection.SendAsync(request.Head("Content-Length: 2", Waits));
            Assert.Equal(100, (await connection.ReceiveAsync()).Status);
            await connection.SendAsync("{}");
            Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        }
    }

    private RawRequest Put(string target, string body, Action<RawRequest>? more = null)
    {
        var request = new RawRequest("PUT", target, host.Address) { Body = Encoding.UTF8.GetBytes(body) };
        more?.Invoke(request);
        return request.Sign(host.Credentials(), "s3");
    }

    private async Task ReadsAsync(RawConnection connection, string content)
    {
        await connection.SendAsync(new RawRequest("GET", own, host.Address).Sign(host.Credentials(), "s3").Head("Accept: */*"));
        var read = await connection.ReceiveAsync();
        Assert.Equal((200, content), (read.Status, read.Body));
    }

    private static async Task RefusedAsync(RawConnection connection, int status, string code)
    {
        var refused = await connection.ReceiveAsync();
        Assert.Equal((status, "close"), (refused.Status, RawConnection.Header(refused.Head, "Connection")));
        Assert.Contains($"<Code>{code}</Code>", refused.Body, StringComparison.Ordinal);
    }
}
