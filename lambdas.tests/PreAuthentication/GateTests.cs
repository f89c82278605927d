using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.PreAuthentication.DenyList;
using CognitoStack.Lambda.PreAuthentication.Groups;
using CognitoStack.Lambda.PreAuthentication.Linking;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>The whole gate in the process of the test, with a deny list of the test's and a user pool.</summary>
public abstract class GateTests : IAsyncLifetime
{
    private protected static readonly Func<CancellationToken, Task<DenyListItem?>> Hangs = _ =>
        new TaskCompletionSource<DenyListItem?>().Task;
    private protected static readonly Func<CancellationToken, Task<DenyListItem?>> Throws = _ =>
        throw new InvalidOperationException("throttled");
    private protected static readonly Func<CancellationToken, Task<DenyListItem?>> NamesNobody = _ => Task.FromResult<DenyListItem?>(null);
    private protected static readonly Func<CancellationToken, Task<DenyListItem?>> NamesJane = _ =>
        Task.FromResult<DenyListItem?>(new DenyListItem("user#jane@example.com", "left"));

    protected MemoryStream Output { get; } = new();

    private protected FakeCognito Cognito { get; private set; } = null!;

    public async Task InitializeAsync() => Cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await Cognito.DisposeAsync();

    private protected Lookups Lookups(
        Func<CancellationToken, Task<DenyListItem?>>? denyList = null,
        bool withGroups = false,
        bool withLinking = false,
        Action<IReadOnlyList<string>>? onAsked = null
    )
    {
        return Gate.NoLookups with
        {
            DenyList = denyList is null ? null : new List(denyList, onAsked),
            Groups = withGroups
                ? new ClientGroups(
                    Cognito.Client,
                    Cognito.ClientIds(),
                    new Dictionary<string, ImmutableArray<string>> { [FakeCognito.PortalParameter] = ["admins"] }
                )
                : null,
            Linking = withLinking
                ? new AccountLinking(
                    Cognito.ClientOf(tries: 1),
                    new ClientProviders(Cognito.Client),
                    new TrustedProviders { Names = ["Google"] }
                )
                : null,
        };
    }

    private protected Task<ReadOnlyMemory<byte>> HandleAsync(byte[] trigger, Lookups lookups, double secondsLeft = 5) =>
        Gate.Of(new SignInRules(), lookups).HandleAsync(Invocation(trigger, TimeSpan.FromSeconds(secondsLeft), Output));

    private protected async Task<bool> IsAllowedAsync(byte[] trigger, Lookups lookups) =>
        (await HandleAsync(trigger, lookups)).Span.SequenceEqual(trigger);

    private protected async Task<List<JsonObject>> RefusedAsync(
        byte[] trigger,
        Lookups lookups,
        string reason,
        string message = PreAuthenticationHandler.RefusalMessage,
        double secondsLeft = 5
    )
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(trigger, lookups, secondsLeft));
        Assert.Equal(message, refusal.Message);
        var lines = LogLines.Parse(Output);
        Assert.Equal(reason, lines[^1].Text("reason"));
        return lines;
    }

    private protected void AssertFailure(string check, string signIn)
    {
        var line = LogLines.Parse(Output)[0];
        Assert.Equal(("ERROR", signIn), (line.Text("level"), line.Text("signIn")));
        Assert.Equal((1, check), ((int?)line["GateFailures"], line.Text("Check")));
    }

    private sealed class List(Func<CancellationToken, Task<DenyListItem?>> find, Action<IReadOnlyList<string>>? onAsked) : IDenyList
    {
        public Task<DenyListItem?> FindAsync(IReadOnlyList<string> subjects, CancellationToken cancellation)
        {
            onAsked?.Invoke(subjects);
            return find(cancellation);
        }
    }
}
