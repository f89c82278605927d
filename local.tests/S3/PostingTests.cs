using System.Globalization;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Access;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Uploads by an HTML form.</summary>
[Collection(TestHostCollection.Name)]
public sealed class PostingTests(TestHost host)
{
    private const string Redirect = "success_action_redirect";
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    private Dictionary<string, string> Fields =>
        new()
        {
            ["key"] = mine + "${filename}",
            ["Content-Type"] = "text/plain",
            ["x-amz-meta-colour"] = "red",
        };

    private string Conditions =>
        $$"""{ "bucket": "files" }, ["starts-with", "$key", "{{mine}}"], { "content-type": "text/plain" }, ["eq", "$x-amz-meta-colour", "red"], ["content-length-range", 1, 10]""";

    [Fact]
    public async Task What_the_policy_allows_is_put_in_the_name_of_who_signed_it()
    {
        var answer = await PostAsync(Fields, Conditions);
        Assert.Equal(204, answer.Status);
        using var s3 = host.S3();
        using var read = await s3.GetObjectAsync("files", mine + "a.txt");
        Assert.Equal("content", await new StreamReader(read.ResponseStream).ReadToEndAsync());
        Assert.Equal(("text/plain", "red"), (read.Headers.ContentType, read.Metadata["colour"]));
        var told = await PostAsync(
            new(Fields) { ["success_action_status"] = "201" },
            $$"""{{Conditions}}, { "success_action_status": "201" }"""
        );
        Assert.Equal(201, told.Status);
        Assert.Contains($"<Key>{mine}a.txt</Key><ETag>{read.ETag}</ETag>", told.Body, StringComparison.Ordinal);
        var sent = await PostAsync(
            new(Fields) { [Redirect] = "http://localhost:3000/done?x=1" },
            $$"""{{Conditions}}, ["starts-with", "${{Redirect}}", ""]"""
        );
        Assert.Equal(303, sent.Status);
        Assert.Contains("Location: http://localhost:3000/done?x=1&bucket=files&key=", sent.Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", "users/other/${filename}", "AccessDenied", "Policy Condition failed")]
    [InlineData("Content-Type", "text/html", "AccessDenied", "Policy Condition failed")]
    [InlineData("x-amz-meta-size", "1", "AccessDenied", "Extra input fields: x-amz-meta-size")]
    [InlineData("file", "much too much content", "EntityTooLarge", "")]
    [InlineData("file", "", "EntityTooSmall", "")]
    [InlineData("x-amz-signature", "0", "SignatureDoesNotMatch", "")]
    [InlineData("x-amz-signature", null, "InvalidArgument", "Bucket POST must contain a field named &apos;X-Amz-Signature&apos;")]
    [InlineData("policy", "e30=", "SignatureDoesNotMatch", "")]
    [InlineData("policy", null, "AccessDenied", "Access Denied")]
    public async Task What_the_policy_does_not_allow_is_refused(string field, string? value, string code, string why)
    {
        var answer = await PostAsync(Fields, Conditions, (field, value));
        Assert.InRange(answer.Status, 400, 403);
        Assert.Contains($"<Code>{code}</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(why, answer.Body.Replace("'", "&apos;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(
            (await host.S3().ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine })).S3Objects ?? []
        );
    }

    [Fact]
    public async Task A_policy_ends_and_gives_nobody_more_than_they_have()
    {
        Assert.Contains(
            "Policy expired.",
            (await PostAsync(Fields, Conditions, lifetime: TimeSpan.FromSeconds(-1))).Body,
            StringComparison.Ordinal
        );
        var theirs = $"users/{TestResources.Bob}/form";
        var answer = await PostAsync(new() { ["key"] = theirs }, $$"""{ "key": "{{theirs}}" }""");
        Assert.Contains("is not authorized to perform: s3:PutObject on resource", answer.Body, StringComparison.Ordinal);
        Assert.Contains(
            "<Code>NotImplemented</Code>",
            (
                await PostAsync(
                    new(Fields) { ["x-amz-object-lock-mode"] = "GOVERNANCE" },
                    $$"""{{Conditions}}, ["starts-with", "$x-amz-object-lock-mode", ""]"""
                )
            ).Body,
            StringComparison.Ordinal
        );
    }

    /// <summary>Sends a form with a policy of these conditions; what is changed, is after it was signed.</summary>
    private Task<(int Status, string Head, string Body)> PostAsync(
        Dictionary<string, string> fields,
        string conditions,
        (string Field, string? Value)? changed = null,
        TimeSpan? lifetime = null
    )
    {
        var (credentials, now) = (host.Credentials(), DateTimeOffset.UtcNow);
        var time = SignatureV4.Format(now);
        var signed = new Dictionary<string, string>(fields)
        {
            ["x-amz-algorithm"] = SignatureV4.Algorithm,
            ["x-amz-credential"] = $"{credentials.AccessKeyId}/{time[..8]}/us-east-1/s3/aws4_request",
            ["x-amz-date"] = time,
            ["x-amz-security-token"] = credentials.SessionToken,
        };
        var own = string.Concat(
            signed
                .Where(f => f.Key.StartsWith("x-amz-", StringComparison.Ordinal) && !fields.ContainsKey(f.Key))
                .Select(f => $$""", { "{{f.Key}}": "{{f.Value}}" }""")
        );
        var expires = (now + (lifetime ?? TimeSpan.FromMinutes(1))).UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture
        );
        signed["policy"] = Convert.ToBase64String(
            Encoding.UTF8.GetBytes($$"""{ "expiration": "{{expires}}", "conditions": [{{conditions}}{{own}}] }""")
        );
        signed["x-amz-signature"] = SignatureV4.Hex(
            SignatureV4.Hmac(SignatureV4.SigningKey(credentials.SecretAccessKey, time[..8], "us-east-1", "s3"), signed["policy"])
        );
        var file = "content";
        if (changed is ("file", { } content))
            file = content;
        else if (changed is ({ } name, { } value))
            signed[name] = value;
        else if (changed is ({ } missing, null))
            signed.Remove(missing);
        var parts = signed.Select(f => $"--x\r\nContent-Disposition: form-data; name=\"{f.Key}\"\r\n\r\n{f.Value}\r\n");
        var body =
            $"{string.Concat(parts)}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a.txt\"\r\nContent-Type: a/b\r\n\r\n{file}\r\n--x--\r\n";
        return new RawRequest("POST", "/files", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("Content-Type", "multipart/form-data; boundary=x")
            .SendAsync();
    }
}
