using System.Text;
using CognitoStack.Local.Access;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Signatures, payloads and presigned URLs, byte by byte.</summary>
[Collection(TestHostCollection.Name)]
public sealed class S3SignatureTests(TestHost host)
{
    private const string Content = "0123456789";
    private readonly string path = $"/files/users/{TestResources.Ann}/{Guid.NewGuid():N}";

    [Fact]
    public async Task A_signed_request_is_let_in_and_every_change_to_it_is_refused()
    {
        var ann = host.Credentials();
        Assert.Equal(200, (await Put(ann).SendAsync()).Status);
        await RefusedAsync("SignatureDoesNotMatch", Put(ann).At(path + "x"));
        await RefusedAsync("SignatureDoesNotMatch", Put(ann).At(path + "?x-amz-acl=public-read"));
        await RefusedAsync("SignatureDoesNotMatch", Put(ann).Header("Content-Type", "text/html"));
        await RefusedAsync("AccessDenied", Put(ann).Header("x-amz-copy-source", "/files/users/x"));
        await RefusedAsync("AccessDenied", Put(ann).Header("x-amz-meta-added", "x"));
        var changed = Put(ann);
        changed.Body = "9876543210"u8.ToArray();
        await RefusedAsync("XAmzContentSHA256Mismatch", changed);
        Assert.Equal(Content, (await Get(ann).SendAsync()).Body);
    }

    [Fact]
    public async Task Credentials_that_are_unknown_forged_or_over_are_refused()
    {
        var ann = host.Credentials();
        var bob = host.Credentials(person: TestResources.Bob);
        await RefusedAsync("InvalidAccessKeyId", Get(new Credentials("AKIASOMEBODYELSE", "secret", string.Empty, default)));
        await RefusedAsync("InvalidAccessKeyId", Get(ann with { SessionToken = string.Empty }));
        await RefusedAsync("InvalidToken", Get(ann with { SessionToken = bob.SessionToken }));
        await RefusedAsync("InvalidToken", Get(ann with { SessionToken = ann.SessionToken[..^8] + "AAAAAAA=" }));
        await RefusedAsync("SignatureDoesNotMatch", Get(ann with { SecretAccessKey = bob.SecretAccessKey }));
        await RefusedAsync("ExpiredToken", Get(host.Credentials(lifetime: TimeSpan.FromSeconds(-1))));
        await RefusedAsync(
            "SignatureDoesNotMatch",
            Get(host.Credentials(lifetime: TimeSpan.FromSeconds(-1)) with { SecretAccessKey = "guess" })
        );
        await RefusedAsync("RequestTimeTooSkewed", Get(ann, DateTimeOffset.UtcNow.AddMinutes(-16)));
        await RefusedAsync("RequestTimeTooSkewed", Get(ann, DateTimeOffset.UtcNow.AddMinutes(16)));
        await RefusedAsync(
            "AuthorizationHeaderMalformed",
            new RawRequest("GET", path, host.Address).Sign(ann, "s3").Header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
        );
        await RefusedAsync(
            "InvalidRequest",
            new RawRequest("GET", path, host.Address)
                .Header("Authorization", "AWS4-ECDSA-P256-SHA256 Credential=a/20260101/s3/aws4_request, SignedHeaders=host, Signature=0")
                .Header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        );
    }

    [Theory]
    [InlineData("AWS AKIAEXAMPLE:c2lnbmF0dXJl", "")]
    [InlineData(null, "?AWSAccessKeyId=AKIAEXAMPLE&Expires=4102444800&Signature=c2lnbmF0dXJl")]
    public async Task A_signature_of_version_2_is_refused_in_the_words_of_AWS(string? authorization, string query)
    {
        var answer = await new RawRequest("GET", path + query, host.Address).Header("Authorization", authorization).SendAsync();
        Assert.Equal(400, answer.Status);
        Assert.Contains(
            "<Code>InvalidRequest</Code><Message>The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.</Message>",
            answer.Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_gets_nothing_but_what_is_public()
    {
        await host.S3(host.Administrator())
            .PutObjectAsync(
                new()
                {
                    BucketName = "open",
                    Key = "page",
                    ContentBody = "public",
                }
            );
        Assert.Equal("public", (await new RawRequest("GET", "/open/page", host.Address).SendAsync()).Body);
        await RefusedAsync("AccessDenied", new RawRequest("GET", path, host.Address));
        await RefusedAsync("AccessDenied", new RawRequest("PUT", "/open/page", host.Address) { Body = [1] });
        await RefusedAsync("AccessDenied", new RawRequest("GET", "/open", host.Address));
        await RefusedAsync("AccessDenied", new RawRequest("GET", "/", host.Address));
        await RefusedAsync("InvalidRequest", new RawRequest("GET", "/open/page?response-content-type=text%2Fhtml", host.Address));
    }

    [Fact]
    public async Task A_presigned_URL_does_one_thing_for_its_time()
    {
        var ann = host.Credentials();
        await Put(ann).SendAsync();
        RawRequest Url(TimeSpan lifetime, DateTimeOffset? at = null, string method = "GET", string query = "") =>
            new RawRequest(method, path + query, host.Address).Presign(ann, lifetime, at);
        Assert.Equal(Content, (await Url(TimeSpan.FromMinutes(5)).SendAsync()).Body);
        Assert.Equal(Content, (await Url(TimeSpan.FromDays(7)).SendAsync()).Body);
        Assert.Contains(
            "Content-Type: text/csv",
            (await Url(TimeSpan.FromMinutes(5), query: "?response-content-type=text%2Fcsv").SendAsync()).Head,
            StringComparison.Ordinal
        );
        await RefusedAsync("AccessDenied", Url(TimeSpan.FromSeconds(60), DateTimeOffset.UtcNow.AddSeconds(-62)));
        await RefusedAsync("AccessDenied", Url(TimeSpan.FromHours(1), DateTimeOffset.UtcNow.AddMinutes(20)));
        await RefusedAsync("AuthorizationQueryParametersError", Url(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1)));
        var url = Url(TimeSpan.FromMinutes(5)).Target;
        await RefusedAsync("SignatureDoesNotMatch", new RawRequest("DELETE", url, host.Address));
        await RefusedAsync("SignatureDoesNotMatch", new RawRequest("GET", url + "&versionId=1", host.Address));
        await RefusedAsync(
            "SignatureDoesNotMatch",
            new RawRequest("GET", url.Replace(path, path + "x", StringComparison.Ordinal), host.Address)
        );
        await RefusedAsync(
            "AuthorizationQueryParametersError",
            new RawRequest("GET", url.Replace("X-Amz-Date", "x-amz-date", StringComparison.Ordinal), host.Address)
        );
        await RefusedAsync(
            "AuthorizationQueryParametersError",
            new RawRequest("GET", url + "&x-amz-signature=" + new string('0', 64), host.Address)
        );
    }

    [Fact]
    public async Task A_presigned_upload_cannot_be_turned_into_a_copy()
    {
        var ann = host.Credentials();
        var source = $"/files/users/{TestResources.Bob}/secret";
        await host.S3(host.Credentials(person: TestResources.Bob))
            .PutObjectAsync(
                new()
                {
                    BucketName = "files",
                    Key = source[7..],
                    ContentBody = "secret",
                }
            );
        var url = new RawRequest("PUT", path, host.Address).Presign(ann, TimeSpan.FromMinutes(5)).Target;
        await RefusedAsync("AccessDenied", new RawRequest("PUT", url, host.Address).Header("x-amz-copy-source", source));
        await RefusedAsync("SignatureDoesNotMatch", new RawRequest("PUT", url + "&x-amz-copy-source=" + source, host.Address));
        await RefusedAsync(
            "AccessDenied",
            new RawRequest("PUT", path + "?x-amz-copy-source=" + source, host.Address).Presign(ann, TimeSpan.FromMinutes(5))
        );
        Assert.Equal(
            200,
            (
                await new RawRequest("PUT", path + "?x-amz-copy-source=" + source, host.Address) { Body = "own"u8.ToArray() }
                    .Sign(ann, "s3")
                    .SendAsync()
            ).Status
        );
        Assert.Equal("own", (await Get(ann).SendAsync()).Body);
    }

    [Theory]
    [InlineData("users/{0}/../{1}/secret")]
    [InlineData("users/{0}%2F..%2F{1}/secret")]
    [InlineData("users/{0}/%2e%2e/{1}/secret")]
    [InlineData("./users/{1}/secret")]
    [InlineData("public/../users/{1}/secret")]
    [InlineData("/users/{1}/secret")]
    [InlineData("users%2F{1}%2Fsecret")]
    [InlineData("users\\{1}\\secret")]
    public async Task No_spelling_of_a_path_leads_to_anothers_object(string key)
    {
        await host.S3(host.Credentials(person: TestResources.Bob))
            .PutObjectAsync(
                new()
                {
                    BucketName = "files",
                    Key = $"users/{TestResources.Bob}/secret",
                    ContentBody = "secret",
                }
            );
        var target =
            "/files/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, key, TestResources.Ann, TestResources.Bob);
        foreach (var method in new[] { "GET", "HEAD", "DELETE" })
        {
            var (status, _, body) = await new RawRequest(method, target, host.Address).Sign(host.Credentials(), "s3").SendAsync();
            // Deleting one's own key of that very spelling is nobody's loss.
            Assert.True(status == 403 || (method == "DELETE" && status == 204), $"{method} {target}: {status} {body}");
        }

        using var read = await host.S3(host.Credentials(person: TestResources.Bob))
            .GetObjectAsync("files", $"users/{TestResources.Bob}/secret");
        Assert.Equal(6, read.ContentLength);
    }

    [Fact]
    public async Task Signed_chunks_are_stored_and_a_changed_one_changes_nothing()
    {
        var ann = host.Credentials();
        RawRequest Chunked() => Headed(20, null).Sign(ann, "s3", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD").Chunks(ann, [Content, Content]);
        Assert.Equal(200, (await Chunked().SendAsync()).Status);
        Assert.Equal(Content + Content, (await Get(ann).SendAsync()).Body);
        await RefusedAsync("SignatureDoesNotMatch", Changed(Chunked(), "89\r\na;", "98\r\na;"));
        await RefusedAsync("SignatureDoesNotMatch", Changed(Chunked(), "a;chunk-signature=", "a;chunk-signature=0"));
        await RefusedAsync("IncompleteBody", Changed(Chunked(), "a;chunk", "zz;chunk"));
        await RefusedAsync(
            "IncompleteBody",
            Headed(21, null).Sign(ann, "s3", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD").Chunks(ann, [Content, Content])
        );
        var cut = Chunked();
        cut.Body = cut.Body[..(cut.Body.Length / 2)];
        await RefusedAsync("IncompleteBody", cut);
        Assert.Equal(Content + Content, (await Get(ann).SendAsync()).Body);
    }

    [Theory]
    [InlineData("crc32", "poTHxg==")]
    [InlineData("crc32c", "KAwGng==")]
    [InlineData("crc64nvme", "Ffmx7kz9nB0=")]
    [InlineData("sha1", "h6zsF82dzSCnFsws9nQXtxyKcBY=")]
    [InlineData("sha256", "hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=")]
    public async Task Trailing_checksums_are_verified_signed_or_not(string algorithm, string value)
    {
        var ann = host.Credentials();
        var trailer = $"x-amz-checksum-{algorithm}";
        RawRequest Signed(string checksum) =>
            Headed(10, trailer)
                .Sign(ann, "s3", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
                .Chunks(ann, [Content], $"{trailer}:{checksum}");
        RawRequest Unsigned(string end)
        {
            var request = Headed(10, trailer).Sign(ann, "s3", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
            request.Body = Encoding.UTF8.GetBytes($"a\r\n{Content}\r\n0\r\n{end}\r\n");
            return request;
        }

        Assert.Equal(200, (await Signed(value).SendAsync()).Status);
        Assert.Equal(200, (await Unsigned($"{trailer}:{value}\r\n").SendAsync()).Status);
        Assert.Contains(
            $"{trailer}: {value}",
            (await new RawRequest("GET", path, host.Address).Header("x-amz-checksum-mode", "ENABLED").Sign(ann, "s3").SendAsync()).Head,
            StringComparison.OrdinalIgnoreCase
        );
        await RefusedAsync("BadDigest", Signed("AAAAAA=="));
        await RefusedAsync("BadDigest", Unsigned($"{trailer}:AAAAAA==\r\n"));
        await RefusedAsync("MalformedTrailerError", Unsigned(string.Empty));
        await RefusedAsync("MalformedTrailerError", Unsigned("x-amz-checksum-other:AAAA\r\n"));
        await RefusedAsync("SignatureDoesNotMatch", Changed(Signed(value), "x-amz-trailer-signature:", "x-amz-trailer-signature:0"));
    }

    private RawRequest Put(Credentials credentials) =>
        new RawRequest("PUT", path, host.Address) { Body = Encoding.UTF8.GetBytes(Content) }
            .Header("Content-Type", "text/plain")
            .Sign(credentials, "s3");

    private RawRequest Get(Credentials credentials, DateTimeOffset? at = null) =>
        new RawRequest("GET", path, host.Address).Sign(credentials, "s3", at: at);

    private RawRequest Headed(int length, string? trailer) =>
        new RawRequest("PUT", path, host.Address)
            .Header("x-amz-decoded-content-length", length.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Header("Content-Encoding", "aws-chunked")
            .Header("x-amz-trailer", trailer);

    private static RawRequest Changed(RawRequest request, string what, string with)
    {
        var body = Encoding.UTF8.GetString(request.Body);
        Assert.Contains(what, body, StringComparison.Ordinal);
        var at = body.IndexOf(what, StringComparison.Ordinal);
        request.Body = Encoding.UTF8.GetBytes(body[..at] + with + body[(at + what.Length)..]);
        return request;
    }

    private static async Task RefusedAsync(string code, RawRequest request)
    {
        var (status, _, body) = await request.SendAsync();
        Assert.InRange(status, 400, 499);
        Assert.Contains($"<Code>{code}</Code>", body, StringComparison.Ordinal);
    }
}
