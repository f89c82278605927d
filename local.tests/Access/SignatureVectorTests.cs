using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Local.Tests.Access;

/// <summary>AWS's published examples: the test suite of Signature Version 4, and those of the S3 API Reference.</summary>
public sealed class SignatureVectorTests : IDisposable
{
    private const string SuiteTime = "20150830T123600Z";
    private const string S3Time = "20130524T000000Z";
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/?Param1=value1", "", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/\u1234", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "//", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/./example", "", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("GET", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData(
        "GET",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "",
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
    )]
    [InlineData(
        "GET",
        "/",
        "My-Header1: value1 |My-Header2: \"a   b   c\" ",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
    )]
    [InlineData(
        "GET",
        "/",
        "My-Header1:value4|My-Header1:value1|My-Header1:value3|My-Header1:value2",
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"
    )]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void The_signatures_of_the_test_suite_are_right(string method, string target, string headers, string signature)
    {
        var request = Request(
            method,
            target,
            "example.amazonaws.com",
            SuiteTime,
            [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries)]
        );
        var names = string.Join(';', request.Headers.Keys.Select(k => k.ToLowerInvariant()).Order(StringComparer.Ordinal));
        request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={names}, Signature={signature}";
        var verifier = Verifier("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SuiteTime);
        Assert.IsType<Administrator>(verifier.Verify(request, RawTarget.Of(target), "service", SignatureV4.EmptyHash)!.Caller);
        Assert.Equal(SignatureFault.Mismatch, Fault(verifier, request, RawTarget.Of(target + "x"), "service", SignatureV4.EmptyHash));
        Assert.Equal(SignatureFault.Mismatch, Fault(verifier, request, RawTarget.Of(target), "service", SignatureV4.Hash("x")));
    }

    [Theory]
    [InlineData("GET", "/test.txt", "Range: bytes=0-9", "", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData(
        "PUT",
        "/test%24file.text",
        "Date: Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class: REDUCED_REDUNDANCY",
        "Welcome to Amazon S3.",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )]
    [InlineData(
        "PUT",
        "/test$file.text",
        "Date: Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class: REDUCED_REDUNDANCY",
        "Welcome to Amazon S3.",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )]
    [InlineData("GET", "/?lifecycle", "", "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/?max-keys=2&prefix=J", "", "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_examples_of_S3_are_right(string method, string target, string headers, string body, string signature)
    {
        var hash = SignatureV4.Hash(body);
        var request = Request(
            method,
            target,
            "examplebucket.s3.amazonaws.com",
            S3Time,
            [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries), $"x-amz-content-sha256: {hash}"]
        );
        var names = string.Join(';', request.Headers.Keys.Select(k => k.ToLowerInvariant()).Order(StringComparer.Ordinal));
        request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders={names},Signature={signature}";
        Assert.NotNull(S3Verifier().Verify(request, RawTarget.Of(target), "s3", hash));
        Assert.Equal(SignatureFault.Mismatch, Fault(S3Verifier(), request, RawTarget.Of("/another"), "s3", hash));
    }

    [Fact]
    public void The_presigned_URL_of_S3s_example_is_right_until_it_expires()
    {
        const string Target =
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        var request = Request("GET", Target, "examplebucket.s3.amazonaws.com", null, []);
        Assert.NotNull(S3Verifier("20130524T235959Z").Verify(request, RawTarget.Of(Target), "s3", "UNSIGNED-PAYLOAD"));
        Assert.Equal(
            SignatureFault.UrlExpired,
            Fault(S3Verifier("20130525T000001Z"), request, RawTarget.Of(Target), "s3", "UNSIGNED-PAYLOAD")
        );
        Assert.Equal(
            SignatureFault.NotYetValid,
            Fault(S3Verifier("20130523T234400Z"), request, RawTarget.Of(Target), "s3", "UNSIGNED-PAYLOAD")
        );
        Assert.Equal(
            SignatureFault.Mismatch,
            Fault(S3Verifier(), request, RawTarget.Of(Target.Replace("86400", "86401", StringComparison.Ordinal)), "s3", "UNSIGNED-PAYLOAD")
        );
        Assert.Equal(
            SignatureFault.Query,
            Fault(
                S3Verifier(),
                request,
                RawTarget.Of(Target.Replace("86400", "604801", StringComparison.Ordinal)),
                "s3",
                "UNSIGNED-PAYLOAD"
            )
        );
        Assert.Equal(
            SignatureFault.Query,
            Fault(S3Verifier(), request, RawTarget.Of(Target + "&X-Amz-Expires=1"), "s3", "UNSIGNED-PAYLOAD")
        );
        request.Headers["x-amz-copy-source"] = "/another/object";
        Assert.Equal(SignatureFault.UnsignedHeaders, Fault(S3Verifier(), request, RawTarget.Of(Target), "s3", "UNSIGNED-PAYLOAD"));
    }

    [Fact]
    public async Task The_chunked_upload_of_S3s_example_is_right_chunk_by_chunk()
    {
        var signature = ChunkedSignature();
        var taken = 0;
        await Reader(Chunks(), signature)
            .ReadAsync(
                piece =>
                {
                    taken += piece.Length;
                    return ValueTask.CompletedTask;
                },
                false,
                default
            );
        Assert.Equal(66560, taken);
    }

    [Theory]
    [InlineData("aaa\r\n400", "aab\r\n400")]
    [InlineData("0055627c", "0055627d")]
    [InlineData("b6c6ea8a", "b6c6ea8b")]
    [InlineData("400;chunk-signature", "3ff;chunk-signature")]
    [InlineData("0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n", "")]
    [InlineData("10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", "10000")]
    public async Task A_chunk_that_is_not_as_it_was_signed_is_refused(string what, string with) =>
        await Assert.ThrowsAsync<AwsException>(() =>
            Reader(Chunks().Replace(what, with, StringComparison.Ordinal), ChunkedSignature())
                .ReadAsync(_ => ValueTask.CompletedTask, false, default)
        );

    [Theory]
    [InlineData(
        "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.Algorithm
    )]
    [InlineData("AWS AKIDEXAMPLE:signature", SignatureFault.Algorithm)]
    [InlineData("AWS4-HMAC-SHA256", SignatureFault.Incomplete)]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date",
        SignatureFault.Incomplete
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.Incomplete
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150829/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.Scope
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.Scope
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws5_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.Scope
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=x-amz-date, Signature=00",
        SignatureFault.UnsignedHeaders
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00",
        SignatureFault.UnsignedHeaders
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-absent;x-amz-date, Signature=00",
        SignatureFault.Mismatch
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        SignatureFault.Mismatch
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIASOMEBODY/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        SignatureFault.UnknownKey
    )]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=",
        SignatureFault.Incomplete
    )]
    internal void A_signature_that_is_none_is_refused(string authorization, SignatureFault fault)
    {
        var request = Request("GET", "/", "example.amazonaws.com", SuiteTime, [$"Authorization: {authorization}"]);
        Assert.Equal(
            fault,
            Fault(
                Verifier("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SuiteTime),
                request,
                RawTarget.Of("/"),
                "service",
                SignatureV4.EmptyHash
            )
        );
    }

    [Theory]
    [InlineData("20150830T125101Z", true)]
    [InlineData("20150830T125059Z", false)]
    [InlineData("20150830T122059Z", true)]
    [InlineData("20150830T122101Z", false)]
    public void A_request_is_good_for_a_quarter_of_an_hour_either_way(string now, bool skewed)
    {
        var request = Request(
            "GET",
            "/",
            "example.amazonaws.com",
            SuiteTime,
            [
                "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            ]
        );
        var verifier = Verifier("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", now);
        if (skewed)
            Assert.Equal(SignatureFault.Skewed, Fault(verifier, request, RawTarget.Of("/"), "service", SignatureV4.EmptyHash));
        else
            Assert.NotNull(verifier.Verify(request, RawTarget.Of("/"), "service", SignatureV4.EmptyHash));
    }

    private static SignatureFault Fault(SignatureVerifier verifier, HttpRequest request, RawTarget target, string service, string hash) =>
        Assert.Throws<SignatureException>(() => verifier.Verify(request, target, service, hash)).Fault;

    private static HttpRequest Request(string method, string target, string host, string? time, string[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        http.Request.Headers.Host = host;
        if (time is not null)
            http.Request.Headers["X-Amz-Date"] = time;
        foreach (var header in headers)
            http.Request.Headers.Append(
                header.Split(':', 2)[0],
                header.StartsWith("My-", StringComparison.Ordinal) ? header.Split(':', 2)[1] : header.Split(':', 2)[1].Trim()
            );
        return http.Request;
    }

    private SignatureVerifier S3Verifier(string now = S3Time) =>
        Verifier("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", now);

    private SignatureVerifier Verifier(string id, string secret, string now)
    {
        File.WriteAllText(Path.Combine(folder, "credentials"), $"[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        Assert.True(SignatureV4.TryParseTime(now, out var time));
        return new(
            new CredentialIssuer(
                new EphemeralDataProtectionProvider(),
                new StateFolder(folder),
                new FakeDeployment(TestResources.All()),
                new FakeTimeProvider(time)
            ),
            new FakeTimeProvider(time)
        );
    }

    private VerifiedSignature ChunkedSignature()
    {
        var request = Request(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "s3.amazonaws.com",
            S3Time,
            [
                "x-amz-storage-class: REDUCED_REDUNDANCY",
                "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "Content-Encoding: aws-chunked",
                "x-amz-decoded-content-length: 66560",
                "Content-Length: 66824",
                "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            ]
        );
        return S3Verifier().Verify(request, RawTarget.Of(request), "s3", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")!;
    }

    private static string Chunks() =>
        $"10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n{new string('a', 65536)}\r\n"
        + $"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n{new string('a', 1024)}\r\n"
        + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

    private static AwsChunkedReader Reader(string body, VerifiedSignature signature) =>
        new(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(body))), signature);
}
