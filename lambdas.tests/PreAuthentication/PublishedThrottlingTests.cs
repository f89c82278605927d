using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>A Cognito that has had too many calls, while a user waits.</summary>
public sealed class PublishedThrottlingTests : IAsyncLifetime
{
    private const string User = "3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10";

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
        await using var gate = await StartAsync();
        var signIn = Read(TriggerEvent.PreAuthentication, With("userName", User));
        var calls = 0;
        cognito.Script = call => call.Operation == "AdminListGroupsForUser" && calls++ % 3 < 2 ? CognitoReply.Error("TooManyRequestsException") : null;

        // Often enough that waits as long as the SDK's own would be too long for one of them.
        for (var time = 0; time < 6; time++)
            Assert.Equal(signIn, (await gate.InvokeAsync(signIn)).Body);

        Assert.Equal(18, calls);
        Assert.DoesNotContain(await gate.StopAsync(), line => line.Text("level") == "ERROR");
    }

    [PublishedFact]
    public async Task Throttling_that_does_not_end_refuses_before_the_time_is_spent()
    {
        await using var gate = await StartAsync();
        cognito.Script = call => call.Operation == "AdminListGroupsForUser" ? CognitoReply.Error("TooManyRequestsException") : null;

        for (var time = 0; time < 3; time++)
            Assert.True((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, With("userName", User)))).IsError);

        Assert.Equal(9, cognito.Operations.Count(operation => operation == "AdminListGroupsForUser"));
        var errors = (await gate.StopAsync()).Where(line => line.Text("level") == "ERROR").Select(line => line.Text("errorType"));
        Assert.Equal(Enumerable.Repeat("Amazon.CognitoIdentityProvider.Model.TooManyRequestsException", 3), errors);
    }

    private Task<PublishedFunction> StartAsync() => PublishedFunction.StartAsync("PreAuthentication",
        ("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint), ("ALLOWED_GROUPS_BY_CLIENT", """{"portal":["admins"]}"""));
}
