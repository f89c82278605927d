using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class PublishedLastSignInTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private readonly string user = Guid.NewGuid().ToString();

    [PublishedFact]
    public async Task The_time_of_a_sign_in_is_set_with_the_user()
    {
        await using var cognito = await FakeCognito.StartAsync();
        await using var audit = await StartAsync(cognito, "true");

        Assert.False((await InvokeAsync(audit)).IsError);

        var call = Assert.Single(cognito.Calls, call => call.Operation == "AdminUpdateUserAttributes");
        Assert.Equal((user, "eu-central-1_EXAMPLE01"), ((string?)call.Body["Username"], (string?)call.Body["UserPoolId"]));
        var attribute = Assert.Single(call.Body["UserAttributes"]!.AsArray())!;
        Assert.Equal("custom:lastSignIn", (string?)attribute["Name"]);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", (string?)attribute["Value"]);
        Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Equal(["INFO"], (await audit.StopAsync()).Select(line => line.Text("level")));
    }

    [PublishedFact]
    public async Task A_Cognito_that_hangs_delays_for_less_than_Cognito_waits_and_the_record_is_kept()
    {
        await using var cognito = await FakeCognito.StartAsync();
        cognito.Script = call => call.Operation == "GetUser" ? null : new CognitoReply(200, "{}", TimeSpan.FromSeconds(5));
        await using var audit = await StartAsync(cognito, "true");
        var watch = Stopwatch.StartNew();

        Assert.False((await InvokeAsync(audit)).IsError);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.8, 30);
        Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Single(await audit.StopAsync(), line => (int?)line["LastSignInFailures"] == 1);
    }

    [PublishedTheory]
    [InlineData("AccessDeniedException", 1)] // a policy without the permission
    [InlineData("TooManyRequestsException", 2)]
    public async Task A_Cognito_that_refuses_is_reported_and_the_record_kept(string error, int calls)
    {
        await using var cognito = await FakeCognito.StartAsync();
        cognito.Script = call => call.Operation == "GetUser" ? null : CognitoReply.Error(error);
        await using var audit = await StartAsync(cognito, "true");

        Assert.False((await InvokeAsync(audit)).IsError);

        Assert.Equal(calls, cognito.Operations.Count());
        Assert.Single(await dynalite.RecordsOfAsync(user));
        var log = await audit.StopAsync();
        Assert.Equal(
            (1, "WARN"),
            Assert.Single(log, line => line["LastSignInFailures"] is not null) is { } line
                ? ((int?)line["LastSignInFailures"], line.Text("level"))
                : default
        );
        Assert.Single(log, line => (int?)line["SignIns"] == 1);
    }

    [PublishedFact]
    public async Task A_Cognito_that_throttles_for_a_moment_is_asked_again()
    {
        await using var cognito = await FakeCognito.StartAsync();
        var calls = 0;
        cognito.Script = call => call.Operation != "GetUser" && calls++ == 0 ? CognitoReply.Error("TooManyRequestsException") : null;
        await using var audit = await StartAsync(cognito, "true");

        Assert.False((await InvokeAsync(audit)).IsError);

        Assert.Equal(2, calls);
        Assert.Equal(["INFO"], (await audit.StopAsync()).Select(line => line.Text("level")));
    }

    [PublishedFact]
    public async Task A_switch_that_nobody_can_read_is_reported_and_the_record_kept()
    {
        await using var cognito = await FakeCognito.StartAsync();
        await using var audit = await StartAsync(cognito, "yes");

        Assert.False((await InvokeAsync(audit)).IsError);

        Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Empty(cognito.Calls);
        Assert.Equal("No user's last sign-in will be kept.", (await audit.StopAsync())[0].Text("message"));
    }

    private Task<Answer> InvokeAsync(PublishedFunction audit) =>
        audit.InvokeAsync(TriggerEvent.Read(TriggerEvent.PostAuthentication, TriggerEvent.With("userName", (JsonNode)user)));

    private Task<PublishedFunction> StartAsync(FakeCognito cognito, string recordLastSignIn) =>
        PublishedFunction.StartAsync(
            "PostAuthentication",
            ("AUDIT_TABLE_NAME", Dynalite.Table),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("RECORD_LAST_SIGN_IN", recordLastSignIn),
            ("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Endpoint),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint)
        );
}
