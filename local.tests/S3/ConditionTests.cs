using System.Text;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Conditions on what is there, however they are sent.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ConditionTests(TestHost host)
{
    private readonly string mine = $"/files/users/{Uri.EscapeDataString(TestResources.Ann)}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("If-None-Match=%2A", "If-None-Match")]
    [InlineData("if-none-match=%2A", "If-None-Match")]
    [InlineData("If-Match=%22another%22", "If-Match")]
    public async Task A_condition_that_is_signed_into_an_address_holds(string parameter, string condition)
    {
        if (condition == "If-Match")
            await PutAsync("once", "first");
        foreach (var (content, status) in new[] { ("first", condition == "If-Match" ? 412 : 200), ("second", 412) })
        {
            var answer = await Presigned($"once?{parameter}", content).SendAsync();
            Assert.Equal(status, answer.Status);
            if (status == 412)
                Assert.Contains($"<Condition>{condition}</Condition>", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal("first", (await GetAsync("once")).Body);
    }

    [Fact]
    public async Task Who_has_the_address_does_not_change_its_condition()
    {
        await PutAsync("kept", "first");
        Assert.Equal(412, (await Presigned("kept?If-Match=%22another%22", "second").Header("If-Match", "*").SendAsync()).Status);
        Assert.Equal("first", (await GetAsync("kept")).Body);
    }

    [Theory]
    [InlineData("If-None-Match", "*", 412)]
    [InlineData("If-Match", "\"another\"", 412)]
    [InlineData("If-Match", "*", 501)]
    [InlineData("If-None-Match", "\"another\"", 501)]
    public async Task The_condition_that_failed_is_named(string header, string value, int status)
    {
        await PutAsync("named", "first");
        var answer = await Raw("PUT", "named", "second").Header(header, value).Sign(host.Credentials(), "s3").SendAsync();
        Assert.Equal(status, answer.Status);
        Assert.Contains(
            status == 412 ? $"<Condition>{header}</Condition>" : $"<Header>{header}</Header>",
            answer.Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_writer_gives_one_condition()
    {
        var answer = await Raw("PUT", "both", "first")
            .Header("If-Match", "\"another\"")
            .Header("If-None-Match", "*")
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(501, answer.Status);
        Assert.Contains(
            "<additionalMessage>Multiple conditional request headers present in the request</additionalMessage>",
            answer.Body,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("If-Modified-Since", 1, 200)]
    [InlineData("If-Modified-Since", 0, 304)]
    [InlineData("If-Modified-Since", -1, 200)]
    [InlineData("If-Unmodified-Since", 1, 200)]
    [InlineData("If-Unmodified-Since", -1, 412)]
    public async Task A_date_that_is_still_to_come_is_no_condition(string header, int days, int status)
    {
        await PutAsync("dated", "content");
        var modified = DateTimeOffset.Parse(
            RawConnection.Header((await GetAsync("dated")).Head, "Last-Modified")!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        var answer = await Raw("GET", "dated")
            .Header(header, modified.AddDays(days).ToString("r", System.Globalization.CultureInfo.InvariantCulture))
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("x-amz-copy-source-if-modified-since", 1, 200)]
    [InlineData("x-amz-copy-source-if-modified-since", 0, 412)]
    [InlineData("x-amz-copy-source-if-unmodified-since", -1, 412)]
    public async Task So_it_is_of_the_source_of_a_copy(string header, int days, int status)
    {
        await PutAsync("source", "content");
        var modified = DateTimeOffset.Parse(
            RawConnection.Header((await GetAsync("source")).Head, "Last-Modified")!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        var answer = await Raw("PUT", "copy")
            .Header("x-amz-copy-source", $"{mine}source")
            .Header(header, modified.AddDays(days).ToString("r", System.Globalization.CultureInfo.InvariantCulture))
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(status, answer.Status);
        if (status == 412)
            Assert.Contains($"<Condition>{header}</Condition>", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("a+b", "a%2Bb", 200)]
    [InlineData("a+b", "a+b", 404)]
    [InlineData("a b", "a+b", 200)]
    [InlineData("a b", "a%20b", 200)]
    [InlineData("\u00fc", "%C3%BC", 200)]
    [InlineData("\u00fc", "\u00fc", 200)]
    public async Task The_source_of_a_copy_is_encoded_as_in_a_form(string key, string source, int status)
    {
        await PutAsync(Uri.EscapeDataString(key), "content");
        var answer = await Raw("PUT", "copy").Header("x-amz-copy-source", $"{mine}{source}").Sign(host.Administrator(), "s3").SendAsync();
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("If-None-Match", "*", "", "", 200)]
    [InlineData("If-None-Match", "*", "before", "", 412)]
    [InlineData("If-None-Match", "*", "", "meanwhile", 409)]
    [InlineData("If-None-Match", "*", "before", "delete", 409)]
    [InlineData("If-Match", "ETAG", "before", "", 200)]
    [InlineData("If-Match", "\"another\"", "before", "", 412)]
    [InlineData("If-Match", "ETAG", "before", "meanwhile", 409)]
    [InlineData("If-Match", "ETAG", "before", "delete", 409)]
    [InlineData("If-Match", "\"any\"", "", "", 404)]
    public async Task An_upload_is_completed_on_a_condition_unless_something_came_between(
        string header,
        string value,
        string before,
        string meanwhile,
        int status
    )
    {
        if (before.Length > 0)
            await PutAsync("upload", before);
        var etag = before.Length > 0 ? RawConnection.Header((await GetAsync("upload")).Head, "ETag") : null;
        var id = (await Raw("POST", "upload?uploads").Sign(host.Credentials(), "s3").SendAsync())
            .Body.Split("UploadId>")[1]
            .TrimEnd('<', '/');
        var part = await Raw("PUT", $"upload?uploadId={id}&partNumber=1", "part").Sign(host.Credentials(), "s3").SendAsync();
        if (meanwhile == "delete")
            Assert.Equal(204, (await Raw("DELETE", "upload").Sign(host.Credentials(), "s3").SendAsync()).Status);
        else if (meanwhile.Length > 0)
            await PutAsync("upload", meanwhile);
        var complete =
            $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{RawConnection.Header(part.Head, "ETag")}</ETag></Part></CompleteMultipartUpload>";
        var answer = await Raw("POST", $"upload?uploadId={id}", complete)
            .Header(header, value == "ETAG" ? etag : value)
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        Assert.Equal(status, answer.Status);
        if (status == 409)
            Assert.Contains("<Code>ConditionalRequestConflict</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Equal(
            status == 200 ? "part"
                : meanwhile == "delete" ? null
                : meanwhile.Length > 0 ? meanwhile
                : before.Length > 0 ? before
                : null,
            await ContentAsync("upload")
        );
    }

    private async Task<string?> ContentAsync(string key) => await GetAsync(key) is { Status: 200, Body: var body } ? body : null;

    private Task<(int Status, string Head, string Body)> GetAsync(string key) => Raw("GET", key).Sign(host.Credentials(), "s3").SendAsync();

    private async Task PutAsync(string key, string content) =>
        Assert.Equal(200, (await Raw("PUT", key, content).Sign(host.Credentials(), "s3").SendAsync()).Status);

    private RawRequest Presigned(string key, string content)
    {
        var request = Raw("PUT", key, content);
        return request.Presign(host.Credentials(), TimeSpan.FromMinutes(1));
    }

    private RawRequest Raw(string method, string key, string body = "") =>
        new(method, mine + key, host.Address) { Body = Encoding.UTF8.GetBytes(body) };
}
