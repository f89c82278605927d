using Amazon.CognitoIdentity;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Tests;

public sealed class CognitoIdentityTests : IAsyncLifetime
{
    private FakeAws fake = null!;
    private AmazonCognitoIdentityClient client = null!;

    public async Task InitializeAsync()
    {
        fake = await FakeAws.StartAsync();
        client = new Aws("us-east-1", new(fake.Endpoint), new Amazon.Runtime.BasicAWSCredentials("AKIA", "secret")).IdentityPools;
    }

    public async Task DisposeAsync() => await fake.DisposeAsync();

    [Fact]
    public async Task GetId_goes_out_unsigned_with_its_target_and_logins()
    {
        fake.Answer = (_, _) => (200, """{"IdentityId":"us-east-1:one"}""");
        var answer = await client.GetIdAsync(
            new()
            {
                IdentityPoolId = "us-east-1:pool",
                Logins = new() { ["cognito-idp.us-east-1.amazonaws.com/p"] = "token" },
            }
        );
        Assert.Equal("us-east-1:one", answer.IdentityId);
        var headers = Assert.Single(fake.Headers);
        Assert.Equal(("AWSCognitoIdentityService.GetId", "application/x-amz-json-1.1"), (headers["X-Amz-Target"], headers["Content-Type"]));
        Assert.DoesNotContain("Authorization", headers.Keys);
        Assert.Equal(
            """{"IdentityPoolId":"us-east-1:pool","Logins":{"cognito-idp.us-east-1.amazonaws.com/p":"token"}}""",
            Assert.Single(fake.Calls).Place
        );
    }

    [Fact]
    public async Task Credentials_are_read_with_their_time()
    {
        fake.Answer = (_, _) =>
            (
                200,
                """{"IdentityId":"i","Credentials":{"AccessKeyId":"ASIA","SecretKey":"s","SessionToken":"t","Expiration":1.7672256E9}}"""
            );
        var credentials = (await client.GetCredentialsForIdentityAsync(new() { IdentityId = "i" })).Credentials!;
        Assert.Equal(
            ("ASIA", "s", "t", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            (credentials.AccessKeyId, credentials.SecretKey, credentials.SessionToken, credentials.Expiration)
        );
        Assert.Equal("""{"IdentityId":"i"}""", Assert.Single(fake.Calls).Place);
    }

    [Fact]
    public async Task GetOpenIdToken_gives_a_token()
    {
        fake.Answer = (_, _) => (200, """{"IdentityId":"i","Token":"jwt"}""");
        Assert.Equal("jwt", (await client.GetOpenIdTokenAsync(new() { IdentityId = "i" })).Token);
    }

    [Theory]
    [InlineData(
        """{"__type":"NotAuthorizedException","message":"Invalid login token."}""",
        "NotAuthorizedException",
        "Invalid login token."
    )]
    [InlineData(
        """{"__type":"com.amazonaws.cognito.identity#ResourceConflictException","message":"No."}""",
        "ResourceConflictException",
        "No."
    )]
    public async Task An_error_has_its_name_its_words_and_its_request(string body, string code, string message)
    {
        fake.Answer = (_, _) => (400, body);
        var error = await Assert.ThrowsAnyAsync<AmazonCognitoIdentityException>(() => client.GetIdAsync(new()));
        Assert.Equal(code, error.GetType().Name);
        Assert.Equal((code, message, "req-0", 400), (error.ErrorCode, error.Message, error.RequestId, (int)error.StatusCode));
    }

    [Fact]
    public async Task What_is_not_AWS_s_is_an_error_too()
    {
        fake.Answer = (_, _) => (403, "<html>");
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<AmazonCognitoIdentityException>(() => client.GetIdAsync(new()))).StatusCode);
    }
}
