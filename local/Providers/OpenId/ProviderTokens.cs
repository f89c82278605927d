using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.Providers.OpenId;

/// <summary>Verifies tokens that apps got from a provider themselves: ID tokens, and access tokens of providers without those.</summary>
internal sealed class ProviderTokens(OpenIdDiscovery discovery, ProviderHttp http, IdTokens idTokens)
{
    /// <summary>What is checked of a provider's tokens, in words.</summary>
    public static string CheckedOf(OpenIdProvider provider) => provider.Endpoints?.App is null ? IdTokens.Checked : "app, subject";

    /// <summary>Verifies a token.</summary>
    /// <param name="provider">Whose it must be.</param>
    /// <param name="token">The token.</param>
    /// <param name="clients">The apps that it may be for.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The claims, with <c>sub</c> and <c>aud</c> for every kind of provider.</returns>
    /// <exception cref="ProviderException">It is not believed.</exception>
    public async Task<JsonObject> VerifyAsync(
        OpenIdProvider provider,
        string token,
        IReadOnlyCollection<string> clients,
        CancellationToken cancel
    )
    {
        if (provider.Endpoints?.App is { } inspect)
            return await OfAccessTokenAsync(provider, inspect, token, clients, cancel);
        var metadata = await discovery.ReadAsync(provider, cancel);
        var claims = await idTokens.VerifyAsync(token, metadata.Issuer, metadata.Keys, clients);
        claims["aud"] =
            claims["aud"] is JsonArray ? claims["azp"]?.DeepClone() ?? claims["aud"]![0]!.DeepClone() : claims["aud"]!.DeepClone();
        return claims;
    }

    // An access token says nothing by itself: the provider is asked for whom it is, and whose.
    private async Task<JsonObject> OfAccessTokenAsync(
        OpenIdProvider provider,
        string inspect,
        string token,
        IReadOnlyCollection<string> clients,
        CancellationToken cancel
    )
    {
        var app = await AskAsync(QueryHelpers.AddQueryString(inspect, "access_token", token), token, cancel);
        var client = app[provider.Dialect == OpenIdDialect.Facebook ? "id" : "aud"]?.ToString();
        if (client is null || !clients.Contains(client))
            throw new ProviderException(
                "audience",
                $"the access token must be for {string.Join(" or ", clients)}, and is for {client ?? "no app"}"
            );
        var claims = await AskAsync(provider.Endpoints!.UserInfo!, token, cancel);
        var subject = claims[provider.Dialect == OpenIdDialect.Facebook ? "id" : "user_id"]?.ToString();
        if (subject is not { Length: > 0 })
            throw new ProviderException("subject", "the provider does not say whose the access token is");
        claims["sub"] = subject;
        claims["aud"] = client;
        return claims;
    }

    private async Task<JsonObject> AskAsync(string address, string token, CancellationToken cancel)
    {
        var text = await http.SendAsync(
            () => new(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } },
            cancel
        );
        try
        {
            return Json.ReadObject(text) ?? throw new ProviderException("answer", "the provider answers with no object");
        }
        catch (JsonException)
        {
            throw new ProviderException("answer", "the provider answers with no JSON");
        }
    }
}
