using CognitoStack.Local.UserPools.Federation;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Where apps send browsers: answers at once whoever has signed in already, and sends others to the sign-in page, or to the provider that the app names.</summary>
internal sealed class AuthorizePage(BrowserSessions sessions, SignIns signIns, FederatedSignIns federation) : ILoginPage
{
    private const string Own = "COGNITO";

    public IReadOnlyList<string> Paths => ["/oauth2/authorize"];

    public async Task ShowAsync(LoginVisit visit)
    {
        var request = visit.Request;
        var provider = ProviderOf(request);
        if (
            sessions.Find(visit.Http, request.Pool) is var (session, user)
            && (provider is null || provider.Name == session.Provider)
            && !request.Prompts.Contains("login")
            && !request.Prompts.Contains("select_account")
        )
            visit.Redirect(await signIns.AnswerAsync(request, user, session.Authenticated, visit.Cancel));
        else if (provider is not null)
            await federation.BeginAsync(visit, provider);
        else if (request.Prompts.Contains("none"))
            visit.Redirect(request.Answer(("error", "login_required")));
        else
            visit.Redirect(request.To("/login"));
    }

    public Task SubmitAsync(LoginVisit visit) => ShowAsync(visit);

    private static PoolProvider? ProviderOf(AuthorizationRequest request) =>
        request switch
        {
            { IdentityProvider: Own } => null,
            { IdentityProvider: { } name } => request.Providers.FirstOrDefault(p => p.Name == name) ?? throw NotOffered(),
            { ProviderIdentifier: { } identifier } => request.ProviderOf(identifier) ?? throw NotOffered(),
            // With one way alone there is nothing to choose.
            { HasOwnUsers: false } when request.Providers.ToList() is [{ Identifiers: [] } only] => only,
            _ => null,
        };

    private static LoginException NotOffered() => new("invalid_request", "Login option is not available. Please try another one");
}
