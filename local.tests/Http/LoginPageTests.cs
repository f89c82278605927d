using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Http;

/// <summary>Paths that are login pages on AWS.</summary>
[Collection(TestHostCollection.Name)]
public sealed class LoginPageTests(TestHost host)
{
    [Theory]
    [InlineData("GET", "/login?client_id=x&response_type=code")]
    [InlineData("GET", "/login/")]
    [InlineData("GET", "/logout?client_id=x&logout_uri=y")]
    [InlineData("GET", "/signup")]
    [InlineData("GET", "/confirmUser?client_id=x")]
    [InlineData("GET", "/forgotPassword")]
    [InlineData("GET", "/oauth2/authorize?client_id=x")]
    [InlineData("GET", "/oauth2/idpresponse?code=x")]
    [InlineData("POST", "/saml2/idpresponse")]
    [InlineData("GET", "/passkeys/add")]
    public async Task Say_that_there_are_none_here(string method, string target)
    {
        var answer = await new RawRequest(method, target, host.Address).SendAsync();
        Assert.Equal(404, answer.Status);
        Assert.Contains("There are no login pages on this machine", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("NoSuchBucket", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/loginx")]
    [InlineData("/login/a/key")]
    public async Task Other_paths_are_those_of_buckets(string target) =>
        Assert.Contains("<Code>NoSuchBucket</Code>", (await new RawRequest("GET", target, host.Address).SendAsync()).Body, StringComparison.Ordinal);
}
