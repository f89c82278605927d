using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Where apps send browsers: answers at once whoever has signed in already, and sends others to the sign-in page.</summary>
internal sealed class AuthorizePage(BrowserSessions sessions, SignIns signIns) : ILoginPage
{
    public IReadOnlyList<string> Paths => ["/oauth2/authorize"];

    public async Task ShowAsync(LoginVisit visit)
    {
        var request = visit.Request;
        if (request.IdentityProvider is { } provider and not "COGNITO")
            throw new LoginException("not_available", $"Sign-in at the identity provider {provider} is not available on this machine.");
        if (sessions.Find(visit.Http, request.Pool) is var (session, user) && !request.Prompts.Contains("login") && !request.Prompts.Contains("select_account"))
            visit.Redirect(await signIns.AnswerAsync(request, user, session.Authenticated, visit.Cancel));
        else if (request.Prompts.Contains("none"))
            visit.Redirect(request.Answer(("error", "login_required")));
        else
            visit.Redirect(request.To("/login"));
    }

    public Task SubmitAsync(LoginVisit visit) => ShowAsync(visit);
}
