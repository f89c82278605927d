using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>A Cognito that does not say which groups a user is in.</summary>
public sealed class PublishedGroupFaultTests : IAsyncLifetime
{
    private const string User = "3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10";

    private static readonly byte[] SignIn = Read(TriggerEvent.PreAuthentication);

    private FakeCognito cognito = null!;

    public async Task InitializeAsync()
    {
        cognito = await FakeCognito.StartAsync();
        cognito.Groups[User] = ["admins"];
    }

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [PublishedFact]
    public async Task Two_calls_that_are_throttled_leave_the_time_for_a_third()
    {
        await using var gate = await StartAsync("deny");
        var calls = 0;
        cognito.Script = call => IsAboutGroups(call) && calls++ % 3 < 2 ? CognitoReply.Error("TooManyRequestsException") : null;

        // Often enough that waits as long as the SDK's own would be too long for one of them.
        for (var time = 0; time < 6; time++)
            Assert.Equal(SignIn, (await gate.InvokeAsync(SignIn)).Body);

        Assert.Equal(18, calls);
        Assert.DoesNotContain(await gate.StopAsync(), line => line.Text("level") == "ERROR");
    }

    [PublishedFact]
    public async Task Throttling_that_does_not_end_refuses_before_the_time_is_spent()
    {
        await using var gate = await StartAsync("deny");
        cognito.Script = call => IsAboutGroups(call) ? CognitoReply.Error("TooManyRequestsException") : null;

        for (var time = 0; time < 3; time++)
            Assert.True((await gate.InvokeAsync(SignIn)).IsError);

        Assert.Equal(9, cognito.Operations.Count(operation => operation == "AdminListGroupsForUser"));
        var errors = (await gate.StopAsync()).Where(line => line.Text("level") == "ERROR").Select(line => line.Text("errorType"));
        Assert.Equal(Enumerable.Repeat("Amazon.CognitoIdentityProvider.Model.TooManyRequestsException", 3), errors);
    }

    [PublishedTheory]
    [InlineData(400, "TooManyRequestsException", "deny")]
    [InlineData(400, "TooManyRequestsException", "allow")]
    [InlineData(500, "InternalErrorException", "deny")]
    [InlineData(500, "InternalErrorException", "allow")]
    [InlineData(503, null, "deny")] // a page of HTML
    [InlineData(503, null, "allow")]
    [InlineData(200, null, "deny")]
    [InlineData(200, null, "allow")]
    public async Task Groups_that_cannot_be_read_do_what_ON_FAILURE_says_in_time(int status, string? error, string onFailure)
    {
        await using var gate = await StartAsync(onFailure);
        // The start is over when this is answered.
        Assert.Equal(SignIn, (await gate.InvokeAsync(SignIn)).Body);
        var reply = error is null ? new CognitoReply(status, "<html><body>Not now</body></html>") : CognitoReply.Error(error, status);
        cognito.Script = call => IsAboutGroups(call) ? reply : null;

        var watch = Stopwatch.StartNew();
        var answer = await gate.InvokeAsync(SignIn);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        if (onFailure == "allow")
            Assert.Equal(SignIn, answer.Body);
        else
            Assert.Equal(LambdaRuntime.GenericMessage, answer.ErrorMessage);
        var log = await gate.StopAsync();
        Assert.Equal((1, "groups"), Assert.Single(Failures(log)));
        Assert.Equal(onFailure == "deny" ? ["groupsUnavailable"] : [], log.Select(line => line.Text("reason")).OfType<string>());
    }

    [PublishedFact]
    public async Task An_answer_that_begins_and_never_ends_leaves_the_time_for_another()
    {
        await using var gate = await StartAsync("deny");
        var calls = 0;
        cognito.Script = call => IsAboutGroups(call) && calls++ == 0 ? new CognitoReply(200, "{") { OnGivenUp = () => { } } : null;

        Assert.Equal(SignIn, (await gate.InvokeAsync(SignIn)).Body);
        Assert.Equal(2, calls);
    }

    [PublishedFact]
    public async Task Answers_that_never_end_refuse_in_time_and_hold_nothing()
    {
        await using var gate = await StartAsync("deny");
        var ended = 0;
        cognito.Script = call =>
            IsAboutGroups(call) ? new CognitoReply(200, "{") { OnGivenUp = () => Interlocked.Increment(ref ended) } : null;
        gate.Api.TimeLeft = TimeSpan.FromSeconds(1.75);

        var watch = Stopwatch.StartNew();
        Assert.True((await gate.InvokeAsync(SignIn)).IsError);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 3.4);
        // The connections are closed, and with them whatever read from them.
        Assert.True(
            SpinWait.SpinUntil(() => ended == cognito.Operations.Count(one => one == "AdminListGroupsForUser"), TimeSpan.FromMinutes(1))
        );
    }

    [PublishedFact]
    public async Task An_unknown_user_gets_the_answer_of_a_known_one()
    {
        await using var gate = await StartAsync("deny");
        var unknown = Read(UserNotFound);
        cognito.Groups[User] = ["readers"];
        cognito.Script = call =>
            (string?)call.Body["Username"] == "nobody@example.com" ? CognitoReply.Error("UserNotFoundException") : null;
        var refused = await gate.InvokeAsync(SignIn);
        Assert.Equal(PreAuthenticationHandler.RefusalMessage, refused.ErrorMessage);
        Assert.Equal(refused.Body, (await gate.InvokeAsync(unknown)).Body);

        cognito.Script = call => IsAboutGroups(call) ? CognitoReply.Error("NotAuthorizedException") : null;
        var failed = await gate.InvokeAsync(SignIn);
        Assert.Equal(LambdaRuntime.GenericMessage, failed.ErrorMessage);
        Assert.Equal(failed.Body, (await gate.InvokeAsync(unknown)).Body);

        Assert.DoesNotContain(await gate.StopAsync(), line => line.ToJsonString().Contains("nobody", StringComparison.Ordinal));
    }

    private static bool IsAboutGroups(CognitoCall call) => call.Operation == "AdminListGroupsForUser";

    private static IEnumerable<(int?, string?)> Failures(IEnumerable<JsonObject> log) =>
        log.Where(line => line["GateFailures"] is not null).Select(line => ((int?)line["GateFailures"], line.Text("Check")));

    private Task<PublishedFunction> StartAsync(string onFailure) =>
        PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint),
            ("AWS_ENDPOINT_URL_SSM", cognito.Endpoint),
            ("ALLOWED_GROUPS_BY_CLIENT", $$"""{"{{FakeCognito.PortalParameter}}":["admins"]}"""),
            ("ON_FAILURE", onFailure)
        );
}
