using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Ends the session at a SAML provider with that of the browser, where its settings say so.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Signing out SAML users with single sign-out".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp-sign-out.html</remarks>
internal sealed class SamlSignOut(
    SamlProviders providers,
    ISaml saml,
    HtmlPages pages,
    ProviderJournal journal,
    TimeProvider time,
    ILogger<SamlSignOut> log
)
{
    private const int LargestForm = 512 * 1024;
    private readonly ShortLived<Away> away = new(TimeSpan.FromMinutes(15), time);

    /// <summary>Sends the browser to its provider, from where it comes back and goes on to an address. False: there is no session to end there.</summary>
    public async Task<bool> BeginAsync(HttpContext http, UserPool pool, BrowserSession? session, string target)
    {
        if (
            session?.Saml is not { } ended
            || pool.Providers.GetValueOrDefault(session.Provider ?? "") is not { } provider
            || !SamlProviders.SignsOut(provider)
        )
            return false;
        try
        {
            var state = ShortLived<Away>.NewName();
            if (
                saml.BeginLogout(
                    await providers.MetadataAsync(provider, http.RequestAborted),
                    providers.Of(pool, provider, http.Request),
                    ended,
                    state
                )
                is not { } request
            )
                return false;
            away.Add(state, new(pool, provider, request.Id, target));
            await pages.SendAsync(http, request);
            return true;
        }
        catch (ProviderException e)
        {
            // Here they have signed out all the same.
            LoginLog.Refused(log, provider.Name, e.Check, e.Message);
            return false;
        }
    }

    /// <summary>Takes the provider's answer, and lets the browser go on.</summary>
    /// <exception cref="ProviderException">It is not the answer to a request of this pool's.</exception>
    public async Task AnswerAsync(HttpContext http)
    {
        var form = HttpMethods.IsPost(http.Request.Method) ? await http.TryReadFormAsync(LargestForm) : null;
        if (form?[SamlNames.RelayState] is not [{ } state] || !away.TryTake(state, out var began))
            throw new ProviderException("state", "nobody has begun to sign out that this is the answer to");
        var response = form[SamlNames.Response] is [{ } text]
            ? text
            : throw new ProviderException("malformed", $"there is no {SamlNames.Response}");
        try
        {
            saml.VerifyLogout(
                await providers.MetadataAsync(began.Provider, http.RequestAborted),
                providers.Of(began.Pool, began.Provider, http.Request),
                began.Request,
                response
            );
        }
        catch (ProviderException e)
        {
            journal.Refused(began.Provider.Name, e, SamlXml.Readable(response));
            // Providers sign requests by default, and answers not all. One without a signature proves nothing, and nothing rests on it:
            // this session has ended, and the address to go on to is the app's.
            if (e.Check != "unsigned")
                throw;
        }
        http.SendTo(began.Target);
    }

    /// <summary>A browser that is away at its provider.</summary>
    private sealed record Away(UserPool Pool, PoolProvider Provider, string Request, string Target);
}
