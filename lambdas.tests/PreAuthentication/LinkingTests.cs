using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.PreAuthentication.Linking;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>Jane's first sign-in by Google, which is trusted, and a user pool.</summary>
public abstract class LinkingTests : IAsyncLifetime
{
    protected static readonly SignInAttempt Jane = new()
    {
        TriggerSource = "PreSignUp_ExternalProvider",
        UserPoolId = "pool",
        ClientId = "client",
        UserName = "google_1048",
        Email = "jane@gmail.com",
        EmailVerified = true,
    };

    /// <summary>Jane's first sign-in by Okta, which has letters in its subjects, with the attribute that they are mapped to.</summary>
    protected static SignInAttempt WithSubject(string? attribute) =>
        Jane with
        {
            UserName = "okta_00uab",
            Attribute = name => name == "custom:subject" ? attribute : null,
        };

    protected MemoryStream Output { get; } = new();

    private protected FakeCognito Cognito { get; private set; } = null!;

    public async Task InitializeAsync() => Cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await Cognito.DisposeAsync();

    private AccountLinking Linking =>
        new(
            Cognito.ClientOf(tries: 1),
            new ClientProviders(Cognito.Client),
            new TrustedProviders
            {
                Names = ["Google", "Okta", "Workspace"],
                SubjectAttributes = new Dictionary<string, string> { ["Okta"] = "custom:subject" },
                HostedDomainAttributes = new Dictionary<string, string?> { ["Google"] = "custom:hd", ["Workspace"] = null },
            }
        );

    protected Task<AccountLink?> FindAsync(SignInAttempt attempt) => Linking.FindAsync(attempt, new Log(Output), CancellationToken.None);

    protected async Task<bool> LinkAsync(SignInAttempt attempt) =>
        await Linking.LinkAsync((await FindAsync(attempt))!, new Log(Output), CancellationToken.None);

    protected async Task AssertNobodyAsync(SignInAttempt attempt, string reason)
    {
        Assert.Null(await FindAsync(attempt));
        Assert.Equal(reason, Assert.Single(LogLines.Parse(Output)).Text("reason"));
        Assert.DoesNotContain("AdminLinkProviderForUser", Cognito.Operations);
    }
}
