using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>A first federated sign-in to an account that is there, while a check hangs.</summary>
public sealed class PublishedLinkingFaultTests : IAsyncLifetime
{
    private static readonly byte[] SignUp = GoogleSignUp();

    private readonly TcpListener silent = new(IPAddress.Loopback, 0);
    private FakeCognito cognito = null!;

    public async Task InitializeAsync()
    {
        silent.Start();
        cognito = await FakeCognito.StartAsync();
    }

    public async Task DisposeAsync()
    {
        silent.Dispose();
        await cognito.DisposeAsync();
    }

    [PublishedTheory]
    [InlineData("allow", false)]
    [InlineData("allow", true)]
    [InlineData("deny", false)]
    public async Task A_deny_list_that_hangs_leaves_the_time_for_a_link(string onFailure, bool isMade)
    {
        AddJane(isMade);

        await AssertAsync(
            onFailure,
            isMade,
            "denyList",
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("AWS_ENDPOINT_URL_DYNAMODB", $"http://{silent.LocalEndpoint}")
        );
    }

    [PublishedTheory]
    [InlineData("allow", false)]
    [InlineData("deny", false)]
    public async Task Groups_that_hang_leave_the_time_for_a_link(string onFailure, bool isMade)
    {
        AddJane(isMade);
        cognito.Script = call => call.Operation == "AdminListGroupsForUser" ? new CognitoReply(200, "{}", TimeSpan.FromSeconds(5)) : null;

        await AssertAsync(
            onFailure,
            isMade,
            "groups",
            ("ALLOWED_GROUPS_BY_CLIENT", $$"""{"{{FakeCognito.PortalParameter}}":["admins"]}"""),
            ("AWS_ENDPOINT_URL_SSM", cognito.Endpoint)
        );
    }

    private void AddJane(bool isMade) =>
        cognito.AddUser("jane", "jane@gmail.com", identities: isMade ? FakeCognito.Identities(("Google", "104857600000000000001")) : null);

    private async Task AssertAsync(string onFailure, bool isMade, string check, params (string Name, string Value)[] environment)
    {
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            [
                ("AWS_REGION", "eu-central-1"),
                ("AWS_ACCESS_KEY_ID", "local"),
                ("AWS_SECRET_ACCESS_KEY", "local"),
                ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint),
                ("LINK_TRUSTED_PROVIDERS", "Google"),
                ("DENY_EMAIL_DOMAINS", "evil.com"),
                ("ON_FAILURE", onFailure),
                .. environment,
            ]
        );
        // Refused without a question: the start is over when this is answered.
        await gate.InvokeAsync(Read(FederatedSignUp, WithAttribute("email", "jane@evil.com")));

        // Less than Cognito gives, to be done sooner.
        gate.Api.TimeLeft = TimeSpan.FromSeconds(1.75);
        var watch = Stopwatch.StartNew();
        var answer = await gate.InvokeAsync(SignUp);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 3.4);
        Assert.Equal(onFailure == "deny" ? LambdaRuntime.GenericMessage : null, answer.IsError ? answer.ErrorMessage : null);
        Assert.Equal(onFailure == "allow" && !isMade, cognito.Operations.Contains("AdminLinkProviderForUser"));
        Assert.Equal([check], (await gate.StopAsync()).Where(line => line["GateFailures"] is not null).Select(line => line.Text("Check")));
    }
}
