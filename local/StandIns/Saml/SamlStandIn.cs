using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.StandIns.Saml;

/// <summary>SAML 2.0 as stand-ins speak it: an identity provider with metadata, sign-on and single logout.</summary>
internal sealed class SamlStandIn(PeoplePages pages, SamlRequests requests, SamlResponses responses, TimeProvider time) : IStandInProtocol
{
    /// <summary>Where apps send people to sign in.</summary>
    public const string SignInPath = "sso";

    /// <summary>Where apps send people to sign out.</summary>
    public const string SignOutPath = "slo";

    private const string ShownPath = "assertion";
    private const string Posted = "request";
    private readonly ShortLived<SamlRequest> posted = new(TimeSpan.FromMinutes(15), time);

    public bool Speaks(StandIn standIn) => standIn.Kind == "SAML";

    public Func<HttpContext, StandIn, Task>? Find(string path) =>
        path switch
        {
            SamlMetadataReader.StandInPath => MetadataAsync,
            ShownPath => ShowAsync,
            SignInPath => (http, standIn) => AnswerAsync(http, standIn, SignInAsync),
            SignOutPath => (http, standIn) => AnswerAsync(http, standIn, SignOutAsync),
            _ => null,
        };

    private Task MetadataAsync(HttpContext http, StandIn standIn)
    {
        http.Response.ContentType = "application/samlmetadata+xml";
        return http.Response.WriteAsync(responses.Metadata(standIn));
    }

    private async Task SignInAsync(HttpContext http, StandIn standIn)
    {
        SamlRequest request;
        if (http.Request.Query[Posted] is [{ } name])
        {
            request = posted.Find(name) ?? throw new ProviderException("request", "the request is too old");
        }
        else
        {
            request = await requests.SignInAsync(http, standIn);
            if (HttpMethods.IsPost(http.Request.Method) && !http.Request.Query.ContainsKey(SamlNames.Request) && request.Id is not null)
            {
                // The page of people posts its own form: what came in this one stays here.
                http.SendTo($"{http.Request.Path}?{Posted}={posted.Add(request)}");
                return;
            }
        }
        if (await pages.ChooseAsync(http, standIn) is { } choice)
            await SendAsync(
                http,
                standIn,
                choice.Person is { } person ? responses.Of(standIn, request, person) : responses.Refusal(standIn, request)
            );
    }

    // The page of people asks each time: there is no session to end.
    private async Task SignOutAsync(HttpContext http, StandIn standIn) =>
        await SendAsync(http, standIn, responses.SignedOut(standIn, await requests.SignOutAsync(http, standIn)));

    // What is for AWS's own sign-in stays on this machine: whoever calls STS takes it from here.
    private Task SendAsync(HttpContext http, StandIn standIn, SamlMessage message) =>
        pages.PostAsync(
            http,
            standIn,
            LoopbackHosts.IsLoopback(message.Location.Host) ? message.Location.AbsoluteUri : $"{standIn.Address}/{ShownPath}",
            message.Form.ToDictionary(f => f.Key, string? (f) => f.Value)
        );

    private static async Task ShowAsync(HttpContext http, StandIn standIn)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsync((await http.TryReadFormAsync(SamlRequests.LargestForm))?[SamlNames.Response].ToString() ?? "");
    }

    private async Task AnswerAsync(HttpContext http, StandIn standIn, Func<HttpContext, StandIn, Task> answer)
    {
        try
        {
            await answer(http, standIn);
        }
        catch (ProviderException e)
        {
            await pages.RefuseAsync(http, standIn, e.Message);
        }
    }
}
