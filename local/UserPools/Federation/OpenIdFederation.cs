using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>The user pool as a relying party of OpenID providers, and of the social ones.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using OIDC identity providers with a user pool".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html</remarks>
internal sealed class OpenIdFederation(
    ProviderReader providers,
    OpenIdRelyingParty party,
    FederationFlows flows,
    ProviderAnswerReader answers,
    FederationReturn back,
    ProviderJournal journal
) : IFederationProtocol
{
    private const string Return = "/oauth2/idpresponse";

    public IReadOnlyDictionary<string, Func<HttpContext, Task>> Returns =>
        new Dictionary<string, Func<HttpContext, Task>> { [Return] = AnswerAsync };

    public bool Speaks(PoolProvider provider) => !provider.IsSaml;

    public async Task BeginAsync(LoginVisit visit, PoolProvider provider)
    {
        var (http, request) = (visit.Http, visit.Request);
        var (state, returnTo) = (FederationFlows.NewState(), $"{http.Request.Scheme}://{http.Request.Host}{Return}");
        var hints = new OpenIdHints(
            request.LoginHint,
            request.Prompts is [] ? null : string.Join(' ', request.Prompts),
            http.Request.Query["lang"] is [{ } language] ? language : null
        );
        var begun = await party.BeginAsync(providers.OpenId(provider), returnTo, state, hints, visit.Cancel);
        flows.Begin(http, state, new(request, provider.Name, returnTo, begun));
        visit.Redirect(begun.Address);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (await answers.ReadAsync(http, "state") is not { } answer)
            return;
        if (answer.GetValueOrDefault("state") is not { } state || flows.Take(http, state) is not { Begun: OpenIdRequest begun } flow)
            throw new ProviderException("state", "this browser has begun no sign-in that this is the answer to");
        var request = flow.Request;
        if (answer.GetValueOrDefault("error") is { } error)
        {
            journal.Refused(flow.Provider, new("error", error));
            back.Refused(request, flow.Provider);
            http.SendTo(request.Answer(("error_description", answer.GetValueOrDefault("error_description")), ("error", error)));
            return;
        }
        var provider = request.Pool.Providers[flow.Provider];
        ProviderAnswer verified;
        try
        {
            verified = await party.CompleteAsync(providers.OpenId(provider), flow.ReturnTo, begun, answer, http.RequestAborted);
        }
        catch (ProviderException e)
        {
            journal.Refused(flow.Provider, e);
            back.Refused(request, flow.Provider);
            throw;
        }
        journal.Accepted(flow.Provider, verified);
        await back.FinishAsync(http, request, provider, verified);
    }
}
