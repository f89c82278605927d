using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>A protocol by which people sign in elsewhere.</summary>
internal interface IFederationProtocol
{
    bool Speaks(PoolProvider provider);

    /// <summary>Sends the browser to the provider.</summary>
    /// <exception cref="ProviderException">It cannot be asked.</exception>
    Task BeginAsync(LoginVisit visit, PoolProvider provider);

    /// <summary>Paths at which a provider's answers arrive.</summary>
    IReadOnlyDictionary<string, Func<HttpContext, Task>> Returns { get; }
}

/// <summary>Sends browsers to the pool's providers.</summary>
internal sealed class FederatedSignIns(IEnumerable<IFederationProtocol> protocols)
{
    /// <inheritdoc cref="IFederationProtocol.BeginAsync"/>
    public Task BeginAsync(LoginVisit visit, PoolProvider provider) => protocols.First(p => p.Speaks(provider)).BeginAsync(visit, provider);
}

/// <summary>Signs in whom a provider vouches for.</summary>
internal sealed class FederationReturn(
    FederatedUsers users,
    BrowserSessions sessions,
    LoginFlows loginFlows,
    SignIns signIns,
    UserPoolMetrics metrics,
    ILogger<FederationReturn> log
)
{
    /// <summary>Answers the app: with a code or tokens, or with what a trigger or the user pool has against it.</summary>
    public async Task FinishAsync(HttpContext http, AuthorizationRequest request, PoolProvider provider, ProviderAnswer answer)
    {
        User user;
        try
        {
            user = await users.SignInAsync(request.Scope, provider, answer, http.RequestAborted);
        }
        catch (AwsException e) when (e.Status < 500)
        {
            Refused(request, provider.Name);
            LoginLog.Refused(log, provider.Name, e.Code, e.Message);
            http.SendTo(request.Answer(("error_description", e.Message), ("error", "invalid_request")));
            return;
        }
        metrics.CountFederation(request.Pool, request.Client.Id, provider.Name, isSuccess: true);
        loginFlows.End(http);
        var session = sessions.Begin(http, request.Pool, user, provider.Name, answer.Session);
        http.SendTo(await signIns.AnswerAsync(request, user, session.Authenticated, http.RequestAborted));
    }

    /// <summary>Counts a sign-in that the provider has refused, or that is not believed.</summary>
    public void Refused(AuthorizationRequest request, string provider) =>
        metrics.CountFederation(request.Pool, request.Client.Id, provider, isSuccess: false);
}
