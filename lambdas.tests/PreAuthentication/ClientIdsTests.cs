using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.PreAuthentication.Groups;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>App clients with rules are known by ID, from the parameters that the deployment writes.</summary>
public sealed class ClientIdsTests : IAsyncLifetime
{
    private const string Portal = "1example23456789";

    private readonly Clock clock = new();
    private FakeCognito cognito = null!;
    private ClientIds ids = null!;

    public async Task InitializeAsync()
    {
        cognito = await FakeCognito.StartAsync();
        ids = cognito.ClientIds(clock);
    }

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Fact]
    public async Task A_client_is_known_by_its_ID_and_asked_for_once()
    {
        Assert.Equal(FakeCognito.PortalParameter, await ParameterOfAsync(Portal));
        Assert.Null(await ParameterOfAsync("2example"));
        clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(FakeCognito.PortalParameter, await ParameterOfAsync(Portal));

        Assert.Equal(1, Calls);
    }

    [Fact]
    public async Task A_client_that_was_made_anew_has_its_rule_within_a_minute()
    {
        Assert.Null(await ParameterOfAsync("2example"));
        cognito.Parameters[FakeCognito.PortalParameter] = "2example";
        clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(FakeCognito.PortalParameter, await ParameterOfAsync("2example"));
    }

    [Fact]
    public async Task Where_a_parameter_is_not_there_no_client_is_one_without_rules()
    {
        ids = cognito.ClientIds(clock, FakeCognito.PortalParameter, "/cognitostack/test/ClientIdBack");

        foreach (var client in new[] { Portal, "2example" })
        {
            var error = await Assert.ThrowsAsync<MissingParametersException>(() => ParameterOfAsync(client));
            Assert.StartsWith("/cognitostack/test/ClientIdBack should have", error.Message, StringComparison.Ordinal);
        }
        cognito.Parameters["/cognitostack/test/ClientIdBack"] = "2example";
        Assert.Equal("/cognitostack/test/ClientIdBack", await ParameterOfAsync("2example"));
    }

    [Fact]
    public async Task More_parameters_than_a_call_takes_are_read_by_several()
    {
        var names = Enumerable.Range(0, 23).Select(one => $"/cognitostack/test/ClientId{one}").ToArray();
        foreach (var name in names)
            cognito.Parameters[name] = $"id of {name}";
        ids = cognito.ClientIds(clock, names);

        Assert.Equal(names[22], await ParameterOfAsync($"id of {names[22]}"));
        Assert.Equal(3, Calls);
        Assert.All(cognito.Calls, call => Assert.InRange(call.Body["Names"]!.AsArray().Count, 1, 10));
    }

    [Fact]
    public async Task Throttling_is_waited_for_and_a_refusal_is_an_error_that_is_not_remembered()
    {
        cognito.Script = _ => cognito.Calls.Count < 2 ? CognitoReply.Error("ThrottlingException") : null;
        Assert.NotNull(await ParameterOfAsync(Portal));

        ids = cognito.ClientIds(clock);
        cognito.Script = _ => CognitoReply.Error("AccessDeniedException");
        Assert.Equal("AccessDeniedException", (await Assert.ThrowsAsync<AwsServiceException>(() => ParameterOfAsync(Portal))).Code);
        cognito.Script = _ => null;
        Assert.NotNull(await ParameterOfAsync(Portal));
    }

    [Fact]
    public async Task The_call_is_one_of_Systems_Manager()
    {
        await ParameterOfAsync(Portal);

        var headers = Assert.Single(cognito.Calls).Headers;
        Assert.Equal("AmazonSSM.GetParameters", headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", headers["Content-Type"]);
        Assert.Contains("/eu-central-1/ssm/aws4_request", headers["Authorization"], StringComparison.Ordinal);
    }

    private int Calls => cognito.Calls.Count(call => call.Operation == "GetParameters");

    private Task<string?> ParameterOfAsync(string client) => ids.ParameterOfAsync(client, CancellationToken.None);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
