using System.Text;
using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.Tests.Runtime.DynamoDb;

/// <summary>AWS's own vectors: the requests of its "Signature Version 4 test suite" that are a POST to the root.</summary>
public sealed class SignatureV4Tests
{
    private const string Stamp = "20150830T123600Z";
    private const string Host = "example.amazonaws.com";

    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi"
        + "/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPP"
        + "kUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private readonly SignatureV4 signature = new(
        new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        "us-east-1",
        "service"
    );

    [Fact]
    public void A_request_without_anything_is_signed_as_AWS_does() =>
        AssertSigned( // post-vanilla
            "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            Sign("", ("host", Host), ("x-amz-date", Stamp))
        );

    [Fact]
    public void A_header_of_its_own_is_signed() =>
        AssertSigned( // post-header-key-sort
            "host;my-header1;x-amz-date",
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
            Sign("", ("host", Host), ("my-header1", "value1"), ("x-amz-date", Stamp))
        );

    [Fact]
    public void A_session_token_is_signed() =>
        AssertSigned( // post-sts-header-before
            "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
            Sign("", ("host", Host), ("x-amz-date", Stamp), ("x-amz-security-token", Token))
        );

    [Fact]
    public void A_body_is_signed() =>
        AssertSigned( // post-x-www-form-urlencoded
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            Sign("Param1=value1", ("content-type", "application/x-www-form-urlencoded"), ("host", Host), ("x-amz-date", Stamp))
        );

    // In no vector of AWS's that is a POST: what is escaped in an address is escaped once more, as AWS's page has it.
    [Fact]
    public void A_path_is_signed() =>
        AssertSigned(
            "host;x-amz-date",
            "06edea8e746e67fae1b5352c2a9bf2c412100a623000cee9ee7edc16c5f29b73",
            signature.Authorization("/a%20proxy/", Stamp, [], ("host", Host), ("x-amz-date", Stamp))
        );

    [Fact]
    public void A_second_request_of_a_day_is_signed_as_the_first_and_another_day_otherwise()
    {
        var first = Sign("", ("host", Host), ("x-amz-date", Stamp));

        Assert.Equal(first, Sign("", ("host", Host), ("x-amz-date", Stamp)));
        Assert.Contains("/20150831/", signature.Authorization("/", "20150831T000000Z", [], ("host", Host)), StringComparison.Ordinal);
        Assert.Equal(first, Sign("", ("host", Host), ("x-amz-date", Stamp)));
    }

    [Fact]
    public void A_stamp_is_in_UTC() =>
        Assert.Equal(Stamp, SignatureV4.Stamp(new DateTimeOffset(2015, 8, 30, 14, 36, 0, TimeSpan.FromHours(2))));

    private string Sign(string body, params ReadOnlySpan<(string, string)> headers) =>
        signature.Authorization("/", Stamp, Encoding.UTF8.GetBytes(body), headers);

    private static void AssertSigned(string headers, string expected, string authorization) =>
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={headers}, Signature={expected}",
            authorization
        );
}
