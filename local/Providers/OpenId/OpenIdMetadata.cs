using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Providers.OpenId;

/// <summary>What a provider says of itself.</summary>
internal sealed record OpenIdMetadata(string Issuer, OpenIdEndpoints Endpoints, IReadOnlyList<SecurityKey> Keys)
{
    /// <summary>Whether it takes proof keys by SHA-256.</summary>
    public bool TakesProofKeys { get; init; }

    /// <summary>Whether clients name themselves in the form alone, not in a header.</summary>
    public bool WantsSecretInForm { get; init; }
}

/// <summary>Asks providers for what they say of themselves, anew each time: keys rotate, and a host that lives on one machine is in no hurry.</summary>
internal sealed class OpenIdDiscovery(ProviderHttp http)
{
    /// <exception cref="ProviderException">It does not answer, or with something else.</exception>
    public async Task<OpenIdMetadata> ReadAsync(OpenIdProvider provider, CancellationToken cancel)
    {
        switch (provider)
        {
            case { Dialect: OpenIdDialect.Facebook or OpenIdDialect.Amazon }:
                return new(provider.Issuer, provider.Endpoints!, []);
            case { Endpoints: { Keys: { } keys } endpoints }:
                return new(provider.Issuer, endpoints, JsonWebKeySet.Create(await http.TextAsync(keys, cancel)).GetSigningKeys().ToList());
            default:
                return await DiscoverAsync(provider.Issuer, cancel);
        }
    }

    /// <summary>The keys of an issuer.</summary>
    /// <exception cref="ProviderException">It does not answer, or with something else.</exception>
    public async Task<OpenIdMetadata> DiscoverAsync(string issuer, CancellationToken cancel)
    {
        OpenIdConnectConfiguration found;
        try
        {
            found = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration",
                http,
                cancel
            );
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw new ProviderException("discovery", $"{issuer} answers with no metadata of an OpenID provider: {e.Message}");
        }
        // Whoever answers for an issuer must be it.
        if (found.Issuer.TrimEnd('/') != issuer.TrimEnd('/'))
            throw new ProviderException("discovery", $"{issuer} says that its issuer is {found.Issuer}");
        return new(
            found.Issuer,
            new(found.AuthorizationEndpoint, found.TokenEndpoint, found.UserInfoEndpoint, found.JwksUri),
            [.. found.SigningKeys]
        )
        {
            TakesProofKeys = found.CodeChallengeMethodsSupported.Contains("S256"),
            WantsSecretInForm =
                found.TokenEndpointAuthMethodsSupported is { Count: > 0 } methods && !methods.Contains("client_secret_basic"),
        };
    }
}

/// <summary>Asks providers, patiently for a person who waits and no longer.</summary>
internal sealed class ProviderHttp : IDocumentRetriever, IDisposable
{
    private const int Largest = 1 << 20;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = Largest,
    };

    /// <summary>A text at an address.</summary>
    /// <exception cref="ProviderException">Nobody answers there, or not with success.</exception>
    public Task<string> TextAsync(string address, CancellationToken cancel) => SendAsync(() => new(HttpMethod.Get, address), cancel);

    /// <exception cref="ProviderException">Nobody answers there, or not with success.</exception>
    public async Task<string> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        HttpRequestMessage request;
        try
        {
            request = make();
        }
        catch (UriFormatException)
        {
            throw new ProviderException("address", "the provider names an address that is none");
        }
        using (request)
        {
            try
            {
                using var answer = await http.SendAsync(request, cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                return answer.IsSuccessStatusCode
                    ? text
                    : throw new ProviderException(
                        "answer",
                        $"{request.Method} {request.RequestUri} answers {(int)answer.StatusCode}: {text[..Math.Min(text.Length, 500)]}"
                    );
            }
            catch (Exception e)
                when (e is HttpRequestException or InvalidOperationException
                    || (e is OperationCanceledException && !cancel.IsCancellationRequested)
                )
            {
                throw new ProviderException("unreachable", $"{request.Method} {request.RequestUri}: {e.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => TextAsync(address, cancel);

    public void Dispose() => http.Dispose();
}
