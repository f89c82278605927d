using System.Diagnostics;
using Amazon.CognitoIdentityProvider;
using CognitoStack.Lambda.Tests.CognitoIdentityProvider.NativeClient;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

/// <summary>The client in a program compiled as the functions are, in a process with an environment of its own.</summary>
public sealed class NativeClientTests : IAsyncLifetime
{
    private FakeCognito cognito = null!;

    public async Task InitializeAsync() => cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [PublishedFact]
    public async Task Every_operation_is_asked_and_answered_natively()
    {
        string[] operations = [.. Operations.All.Keys];
        cognito.Script = call => new CognitoReply(200, OperationsTests.Answer(call.Operation).ToJsonString());

        var lines = await RunAsync(operations, Credentials);

        Assert.Equal(operations.Length, lines.Length);
        Assert.All(operations.Zip(cognito.Calls), one => OperationsTests.AssertRequest(Operations.All[one.First], one.Second, one.First));
        Assert.All(operations.Zip(lines), one => OperationsTests.AssertResponse(one.First, one.Second));
    }

    [PublishedFact]
    public async Task Every_error_is_its_exception_natively()
    {
        var errors = ErrorsTests.Names;
        cognito.Script = _ => CognitoReply.Error(errors[cognito.Calls.Count - 1]);

        var lines = await RunAsync([.. errors.Select(_ => "AdminGetUser")], Credentials);

        Assert.Equal(errors.Select(error => $"{error}: This is {error}."), lines);
    }

    [PublishedFact]
    public async Task What_is_no_answer_of_Cognitos_is_an_error_natively()
    {
        CognitoReply[] replies = [new(500, "<html><br>"), new(500, """{"__type":"""), new(502, ""), new(200, "<html>")];
        cognito.Script = _ => replies[cognito.Calls.Count - 1];

        var lines = await RunAsync([.. replies.Select(_ => "AdminGetUser")], Credentials);

        Assert.Equal(replies.Length, lines.Length);
        Assert.All(
            replies.Zip(lines).SkipLast(1),
            one =>
                Assert.Equal(
                    $"AmazonCognitoIdentityProviderException: The answer has the status {one.First.Status} and no error of the service.",
                    one.Second
                )
        );
        Assert.StartsWith("AmazonUnmarshallingException: ", lines[^1], StringComparison.Ordinal);
    }

    [PublishedTheory]
    [InlineData("standard")]
    [InlineData("InRegion")]
    [InlineData("CrossRegion")]
    [InlineData("mobile")]
    [InlineData("auto")]
    public async Task The_environment_chooses_the_mode_of_the_defaults(string mode)
    {
        var lines = await RunAsync(
            ["AdminDeleteUser"],
            [.. Credentials, ("AWS_DEFAULTS_MODE", mode), ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023")]
        );

        Assert.StartsWith("{", Assert.Single(lines), StringComparison.Ordinal);
    }

    [PublishedFact]
    public async Task A_session_of_the_environment_signs()
    {
        await RunAsync(["AdminDeleteUser"], [.. Credentials, ("AWS_SESSION_TOKEN", "the-session")]);

        AssertSigned("local", "the-session");
    }

    [PublishedFact]
    public async Task A_profile_signs_and_sets_the_Region_and_the_mode_of_the_defaults()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            """
            [test]
            aws_access_key_id = of-the-profile
            aws_secret_access_key = secret
            aws_session_token = session-of-the-profile
            region = eu-central-1
            defaults_mode = mobile
            """
        );

        await RunAsync(["AdminDeleteUser"], ("AWS_PROFILE", "test"), ("AWS_SHARED_CREDENTIALS_FILE", file));

        AssertSigned("of-the-profile", "session-of-the-profile");
        File.Delete(file);
    }

    [PublishedFact]
    public async Task The_credentials_of_a_container_sign()
    {
        await using var container = await LocalServer.StartAsync(http =>
            http.Response.WriteAsync(
                """{"AccessKeyId":"of-the-container","SecretAccessKey":"secret","Token":"its-session","Expiration":"2099-01-01T00:00:00Z"}"""
            )
        );

        await RunAsync(
            ["AdminDeleteUser"],
            ("AWS_REGION", "eu-central-1"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{container.Urls.Single()}/credentials")
        );

        AssertSigned("of-the-container", "its-session");
    }

    private static (string, string)[] Credentials =>
        [("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")];

    private void AssertSigned(string key, string session)
    {
        var call = Assert.Single(cognito.Calls);
        Assert.StartsWith($"AWS4-HMAC-SHA256 Credential={key}/", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("x-amz-security-token", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(
            session,
            call.Headers.Single(header => header.Key.Equals("X-Amz-Security-Token", StringComparison.OrdinalIgnoreCase)).Value
        );
    }

    private async Task<string[]> RunAsync(string[] operations, params (string Name, string Value)[] environment)
    {
        var program = Path.Combine(Repository.Root, "artifacts/publish/NativeClient/release_linux-x64/bootstrap");
        var start = new ProcessStartInfo(program, operations) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of this machine's own settings.
        start.Environment.Clear();
        start.Environment["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = cognito.Endpoint;
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
