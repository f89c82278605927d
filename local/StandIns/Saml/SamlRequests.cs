using System.Xml;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.StandIns.Saml;

/// <summary>A request of an app's, verified.</summary>
/// <param name="Client">The app.</param>
/// <param name="Id">Its ID; null where no app asked, and the provider begins.</param>
/// <param name="Address">Where the answer goes.</param>
/// <param name="RelayState">Goes back with the answer; null where the app sent none.</param>
internal sealed record SamlRequest(ProviderClient Client, string? Id, Uri Address, string? RelayState);

/// <summary>Reads requests of apps, in the address or in a form.</summary>
internal sealed class SamlRequests(HostEndpoint endpoint)
{
    /// <summary>Parameter that names an app which has asked for nothing: the provider begins.</summary>
    public const string App = "app";

    /// <summary>Bytes of a form that may be sent here.</summary>
    public const int LargestForm = 512 * 1024;

    /// <summary>Reads a request to sign in; or what names an app, where the provider begins.</summary>
    /// <exception cref="ProviderException">It is none, or of nobody whom the stand-in knows.</exception>
    public async Task<SamlRequest> SignInAsync(HttpContext http, StandIn standIn)
    {
        if (http.Request.Query[App] is [{ } app])
            return new(
                Client(standIn, app),
                null,
                app == AwsEntity.Id ? new(AwsEntity.SignIn) : Page("/saml2/idpresponse"),
                http.Request.Query[SamlNames.RelayState] is [{ } state] ? state : null
            );
        var (request, client, relayState) = await ReadAsync(http, standIn, "AuthnRequest");
        var consumer = request.Attribute("AssertionConsumerServiceURL") is { } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var given)
                ? given
                : null
            : Page("/saml2/idpresponse");
        return consumer is not null && consumer.Scheme is "http" or "https" && LoopbackHosts.IsLoopback(consumer.Host)
            ? new(client, request.GetAttribute("ID"), consumer, relayState)
            : throw new ProviderException("address", $"{request.Attribute("AssertionConsumerServiceURL")} is no address of this machine");
    }

    /// <summary>Reads a request to sign out.</summary>
    /// <exception cref="ProviderException">It is none, or of nobody whom the stand-in knows.</exception>
    public async Task<SamlRequest> SignOutAsync(HttpContext http, StandIn standIn)
    {
        var (request, client, relayState) = await ReadAsync(http, standIn, "LogoutRequest");
        return new(client, request.GetAttribute("ID"), Page("/saml2/logout"), relayState);
    }

    private Uri Page(string path) => new(endpoint.Pages + path);

    private static async Task<(XmlElement Request, ProviderClient Client, string? RelayState)> ReadAsync(
        HttpContext http,
        StandIn standIn,
        string name
    )
    {
        // Whoever is chosen on the page is posted to an address that has the request.
        var query = http.Request.Query;
        var form =
            query.ContainsKey(SamlNames.Request) || !HttpMethods.IsPost(http.Request.Method)
                ? null
                : await http.TryReadFormAsync(LargestForm);
        if ((form?[SamlNames.Request] ?? query[SamlNames.Request]) is not [{ } message])
            throw new ProviderException("malformed", $"there is no {SamlNames.Request}");
        var document = form is null ? SamlXml.Message(RedirectBinding.Message(message)) : SamlXml.FromForm(message);
        if (
            document.DocumentElement is not { NamespaceURI: SamlNames.Protocol } request
            || request.LocalName != name
            || request.GetAttribute("ID").Length == 0
        )
            throw new ProviderException("malformed", $"the message is a {document.DocumentElement!.Name}, not an {name}");

        var client = Client(standIn, request.Child("Issuer", SamlNames.Assertion)?.InnerText);
        if (form is null && query.ContainsKey("Signature"))
            RedirectBinding.Verify(http.Request.QueryString.Value!, SamlNames.Request, client.Signing is null ? [] : [client.Signing]);
        else if (SamlSignature.IsSigned(request))
            request = SamlSignature.Verified(request, client.Signing is null ? [] : [client.Signing]);
        else if (client.Signing is not null)
            throw new ProviderException("unsigned", $"{client.ClientId} signs its requests, and this one is not signed");
        return (request, client, (form?[SamlNames.RelayState] ?? query[SamlNames.RelayState]) is [{ } state] ? state : null);
    }

    private static ProviderClient Client(StandIn standIn, string? id) =>
        standIn.Clients.FirstOrDefault(c => c.ClientId == id) ?? throw new ProviderException("issuer", $"{standIn.Name} knows no app {id}");
}
