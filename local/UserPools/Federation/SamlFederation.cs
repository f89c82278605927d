using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>The user pool as a service provider of SAML 2.0.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "SAML session initiation in Amazon Cognito user pools".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html</remarks>
internal sealed class SamlFederation(
    SamlProviders providers,
    ISaml saml,
    FederationFlows flows,
    ProviderAnswerReader answers,
    AuthorizationRequests requests,
    FederationReturn back,
    SamlSignOut signOut,
    HtmlPages pages,
    ProviderJournal journal
) : IFederationProtocol
{
    /// <summary>Where providers send assertions.</summary>
    public const string Return = "/saml2/idpresponse";

    /// <summary>Where they answer requests to sign out.</summary>
    public const string LogoutReturn = "/saml2/logout";

    public IReadOnlyDictionary<string, Func<HttpContext, Task>> Returns =>
        new Dictionary<string, Func<HttpContext, Task>> { [Return] = AnswerAsync, [LogoutReturn] = signOut.AnswerAsync };

    public bool Speaks(PoolProvider provider) => provider.IsSaml;

    public async Task BeginAsync(LoginVisit visit, PoolProvider provider)
    {
        var (http, request, state) = (visit.Http, visit.Request, FederationFlows.NewState());
        var pool = providers.Of(request.Pool, provider, http.Request);
        var begun = saml.Begin(await providers.MetadataAsync(provider, visit.Cancel), pool, state, SamlProviders.Signs(provider));
        flows.Begin(http, state, new(request, provider.Name, pool.AssertionConsumer.AbsoluteUri, begun));
        await pages.SendAsync(http, begun);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Query.ContainsKey(SamlNames.Response))
            throw new ProviderException("binding", "a response comes in a form, not in an address");
        if (await answers.ReadAsync(http, SamlNames.RelayState) is not { } answer)
            return;
        var (relayState, response) = (
            answer.GetValueOrDefault(SamlNames.RelayState, ""),
            answer.GetValueOrDefault(SamlNames.Response) ?? throw new ProviderException("malformed", $"there is no {SamlNames.Response}")
        );
        var (request, provider, asked) = flows.Take(http, relayState) is { Begun: SamlMessage begun } flow
            ? (flow.Request, flow.Request.Pool.Providers[flow.Provider], begun.Id)
            : Unasked(http, relayState);
        SamlAssertion assertion;
        try
        {
            var pool = providers.Of(request.Pool, provider, http.Request);
            assertion = saml.Verify(
                SamlExpectation.Of(
                    await providers.MetadataAsync(provider, http.RequestAborted),
                    pool,
                    asked,
                    SamlProviders.Encrypts(provider)
                ),
                response
            );
        }
        catch (ProviderException e)
        {
            journal.Refused(provider.Name, e, SamlXml.Readable(response));
            back.Refused(request, provider.Name);
            // The person cancelled, or may not sign in there. Nothing was forged: only this browser has the state.
            if (e.Check != "status" || asked is null)
                throw;
            http.SendTo(
                request.Answer(("error_description", $"Error in SAML response processing: {e.Message}"), ("error", "server_error"))
            );
            return;
        }
        var verified = new ProviderAnswer(
            assertion.Session.NameId,
            assertion.Attributes,
            new JsonObject { ["samlResponse"] = assertion.Attributes.DeepClone() }
        )
        {
            Issuer = assertion.Issuer,
            Session = assertion.Session,
            Checked = SamlExpectation.Checked,
        };
        journal.Accepted(provider.Name, verified);
        await back.FinishAsync(http, request, provider, verified);
    }

    /// <summary>What the provider began: its relay state says what an app would have asked for.</summary>
    private (AuthorizationRequest Request, PoolProvider Provider, string? Asked) Unasked(HttpContext http, string relayState)
    {
        if (!relayState.Contains("client_id=", StringComparison.Ordinal))
            throw new ProviderException("state", "this browser has begun no sign-in that this is the answer to");
        var request = requests.Read(http.Request.Host.Host, new QueryCollection(QueryHelpers.ParseQuery(relayState)), $"?{relayState}");
        var provider =
            request.Providers.FirstOrDefault(p => p.Name == request.IdentityProvider)
            ?? (request.ProviderIdentifier is { } identifier ? request.ProviderOf(identifier) : null);
        if (provider is not { IsSaml: true })
            throw new ProviderException(
                "state",
                $"the app client {request.Client.Id} offers no SAML provider {request.IdentityProvider ?? request.ProviderIdentifier}"
            );
        return SamlProviders.MayBegin(provider)
            ? (request, provider, null)
            : throw new ProviderException("unsolicited", $"the settings of {provider.Name} do not let it begin a sign-in");
    }
}
