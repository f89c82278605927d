using System.Diagnostics;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

public sealed class ErrorsTests : IAsyncLifetime
{
    private FakeCognito cognito = null!;

    public static TheoryData<string> Modelled => [.. Names];

    internal static string[] Names { get; } =
    [
        .. typeof(UserNotFoundException)
            .Assembly.GetTypes()
            .Where(type => type.BaseType == typeof(AmazonCognitoIdentityProviderException))
            .Select(type => type.Name),
    ];

    public async Task InitializeAsync() => cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Theory]
    [MemberData(nameof(Modelled))]
    public async Task An_error_of_AWSs_model_is_an_exception_of_its_name(string name)
    {
        cognito.Script = _ => CognitoReply.Error(name);

        var error = await FailAsync(tries: 1);

        Assert.Equal(name, error.GetType().Name);
        Assert.Equal((name, $"This is {name}.", 400), (error.ErrorCode, error.Message, (int)error.StatusCode));
        Assert.Single(cognito.Calls);
    }

    [Fact]
    public async Task An_error_with_a_namespace_is_the_same_error()
    {
        cognito.Script = _ => CognitoReply.Error("com.amazonaws.cognito.identity.idp.model#UserNotFoundException");

        Assert.IsType<UserNotFoundException>(await FailAsync());
    }

    [Theory]
    [InlineData("""{"__type":"TheMoonIsFullException","message":"Howl."}""", 400, "TheMoonIsFullException")]
    [InlineData("""{"message":"no type"}""", 400, null)]
    [InlineData("""{"__type":"UserNotFou""", 400, null)]
    [InlineData("", 400, null)]
    [InlineData("<html><body>Bad request</body></html>", 400, null)]
    [InlineData("<html><body>Forbidden</body></html>", 403, null)]
    public async Task Any_other_error_is_the_services_general_one(string body, int status, string? code)
    {
        cognito.Script = _ => new CognitoReply(status, body);

        var error = await FailAsync();

        Assert.Equal(typeof(AmazonCognitoIdentityProviderException), error.GetType());
        Assert.Equal(status, (int)error.StatusCode);
        if (code is not null)
            Assert.Equal(code, error.ErrorCode);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Internal server error<br></body></html>")]
    [InlineData("""{"__type":"InternalErr""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_failed_server_that_says_nothing_of_use_is_asked_again_and_then_told_in_a_line(string body)
    {
        cognito.Script = _ => new CognitoReply(500, body);

        var error = await FailAsync(tries: 2);

        Assert.Equal((typeof(AmazonCognitoIdentityProviderException), 500), (error.GetType(), (int)error.StatusCode));
        Assert.Equal("The answer has the status 500 and no error of the service.", error.Message);
        Assert.Equal(2, cognito.Calls.Count);
    }

    [Fact]
    public async Task An_invalid_parameter_has_AWSs_reason_where_it_gives_one()
    {
        cognito.Script = _ => new CognitoReply(
            400,
            cognito.Calls.Count > 1
                ? """{"__type":"InvalidParameterException","message":"No."}"""
                : """{"__type":"InvalidParameterException","message":"No.","reasonCode":"InvalidUserPoolId"}"""
        );

        var reasons = new[] { await FailAsync(), await FailAsync() }.Select(error =>
            Assert.IsType<InvalidParameterException>(error).ReasonCode
        );

        Assert.Equal(["InvalidUserPoolId", null], reasons);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_and_tried_again()
    {
        cognito.Script = _ =>
            cognito.Calls.Count < 2 ? new CognitoReply(200, "{}", TimeSpan.FromSeconds(3)) : new CognitoReply(200, """{"Username":"u"}""");
        using var client = new AmazonCognitoIdentityProviderClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonCognitoIdentityProviderConfig
            {
                ServiceURL = cognito.Endpoint,
                AuthenticationRegion = "eu-central-1",
                Timeout = TimeSpan.FromMilliseconds(500),
            }
        );

        var answer = await client.AdminGetUserAsync(new AdminGetUserRequest { UserPoolId = "p", Username = "u" });

        Assert.Equal(("u", 2), (answer.Username, cognito.Calls.Count));
    }

    [Theory]
    [InlineData("TooManyRequestsException", 400)]
    [InlineData("InternalErrorException", 500)]
    public async Task A_passing_error_is_tried_again_and_then_succeeds(string type, int status)
    {
        cognito.Script = _ => cognito.Calls.Count < 2 ? CognitoReply.Error(type, status) : new CognitoReply(200, "{}");

        await CallAsync(cognito.Client);

        Assert.Equal(2, cognito.Calls.Count);
    }

    [Fact]
    public async Task An_error_that_does_not_pass_is_thrown_when_the_tries_are_used_up()
    {
        cognito.Script = _ => CognitoReply.Error("TooManyRequestsException");

        Assert.IsType<TooManyRequestsException>(await FailAsync(tries: 2));
        Assert.Equal(2, cognito.Calls.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_an_error()
    {
        cognito.Script = _ => new CognitoReply(200, "<html>");

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => CallAsync(cognito.ClientOf(tries: 1)));
    }

    [Fact]
    public async Task A_call_can_be_cancelled()
    {
        cognito.Script = _ => new CognitoReply(200, "{}", TimeSpan.FromMinutes(1));
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(cognito.Client, timeout.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private async Task<AmazonCognitoIdentityProviderException> FailAsync(int tries = 3) =>
        await Assert.ThrowsAnyAsync<AmazonCognitoIdentityProviderException>(() => CallAsync(cognito.ClientOf(tries)));

    private static Task CallAsync(AmazonCognitoIdentityProviderClient client, CancellationToken cancellation = default) =>
        client.AdminGetUserAsync(new AdminGetUserRequest { UserPoolId = "p", Username = "u" }, cancellation);
}
