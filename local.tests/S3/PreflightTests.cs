using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>A page that a bucket's rules do not allow is told so by its browser alone; the developer finds why in the log.</summary>
[Collection(TestHostCollection.Name)]
public sealed class PreflightTests(TestHost host)
{
    [Theory]
    [InlineData("files", "http://localhost:5173", "GET", "only pages of http://localhost:3000 may")]
    [InlineData("files", "http://localhost:3000", "DELETE", "only GET, PUT are allowed")]
    [InlineData("open", "http://localhost:4200", "GET", "no page may")]
    public async Task A_refusal_is_logged_with_the_origin_and_the_key_that_would_allow_it(
        string bucket,
        string origin,
        string method,
        string because
    )
    {
        var answer = await new RawRequest("OPTIONS", $"/{bucket}/users/a", host.Address)
            .Header("Origin", origin)
            .Header("Access-Control-Request-Method", method)
            .SendAsync();
        Assert.Equal(403, answer.Status);
        Assert.Contains(
            $"A page of {origin} may not {method} objects of the bucket {bucket} ({bucket}): {because}. Its origins are those of storage.buckets.….cors in the environment file",
            host.Log.Lines
        );
    }

    [Fact]
    public async Task What_is_allowed_is_not_logged()
    {
        var answer = await new RawRequest("OPTIONS", "/files/users/a", host.Address)
            .Header("Origin", "http://localhost:3000")
            .Header("Access-Control-Request-Method", "PUT")
            .SendAsync();
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(
            host.Log.Lines,
            line => line.StartsWith("A page of http://localhost:3000 may not PUT", StringComparison.Ordinal)
        );
    }
}
