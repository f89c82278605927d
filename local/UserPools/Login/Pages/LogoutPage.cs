using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Federation;
using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Ends the session of a browser, and sends it to where the client allows: out, or to sign in again.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "The managed login sign-out endpoint".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html</remarks>
internal sealed class LogoutPage(AuthorizationRequests requests, BrowserSessions sessions, LoginFlows flows, SamlSignOut atProvider)
{
    /// <exception cref="LoginException">The client does not list the address.</exception>
    public async Task AnswerAsync(HttpContext http)
    {
        var (pool, client) = requests.ReadClient(http.Request);
        var logoutUri = AuthorizationRequests.One(http.Request.Query, "logout_uri");
        if (logoutUri is not null && !client.LogoutUrls.Contains(logoutUri))
            throw new LoginException("redirect_mismatch", $"{logoutUri} is no sign-out URL of the app client {client.Id}.");
        var target = logoutUri ?? requests.Read(http.Request).To("/login");
        var session = sessions.Find(http, pool)?.Session;
        sessions.End(http, pool);
        flows.End(http);
        var state = logoutUri is null ? null : AuthorizationRequests.One(http.Request.Query, "state");
        if (state is not null)
            target = AuthorizationRequest.Answer(target, true, ("state", state));
        if (!await atProvider.BeginAsync(http, pool, session, target))
            http.SendTo(target);
    }
}
