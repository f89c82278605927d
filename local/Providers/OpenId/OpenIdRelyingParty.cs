using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.Providers.OpenId;

/// <summary>What an app tells a provider about the sign-in that it wants.</summary>
internal sealed record OpenIdHints(string? LoginHint, string? Prompt, string? Language);

/// <summary>A sign-in at a provider that has begun: where the browser goes, and what the answer is measured by.</summary>
internal sealed record OpenIdRequest(string Address, string Nonce, string? Verifier);

/// <summary>Sends browsers to OpenID providers, Facebook and Amazon, and verifies what comes back.</summary>
internal sealed class OpenIdRelyingParty(OpenIdDiscovery discovery, ProviderHttp http, IdTokens idTokens, TimeProvider time)
{
    /// <summary>Begins.</summary>
    /// <exception cref="ProviderException">The provider does not say where.</exception>
    public async Task<OpenIdRequest> BeginAsync(
        OpenIdProvider provider,
        string redirectUri,
        string state,
        OpenIdHints hints,
        CancellationToken cancel
    )
    {
        var metadata = await discovery.ReadAsync(provider, cancel);
        var (nonce, verifier) = (Random(), metadata.TakesProofKeys ? Random() : null);
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = provider.Scopes,
            ["response_type"] = "code",
            ["state"] = state,
        };
        if (metadata.Endpoints.Keys is not null)
            query["nonce"] = nonce;
        if (verifier is not null)
        {
            query["code_challenge"] = ProofKeys.ChallengeOf(verifier);
            query["code_challenge_method"] = "S256";
        }
        // Apple sends name and address by a form, or not at all.
        if (provider.Dialect == OpenIdDialect.Apple && provider.Scopes.Length > 0)
            query["response_mode"] = "form_post";
        foreach (
            var (name, value) in (ReadOnlySpan<(string, string?)>)
                [("login_hint", hints.LoginHint), ("prompt", hints.Prompt), ("ui_locales", hints.Language)]
        )
        {
            if (value is not null)
                query[name] = value;
        }
        return new(QueryHelpers.AddQueryString(metadata.Endpoints.Authorization, query), nonce, verifier);
    }

    /// <summary>Exchanges a code, and verifies who it stands for.</summary>
    /// <param name="provider">The provider that the sign-in began at.</param>
    /// <param name="redirectUri">The address that it began with.</param>
    /// <param name="begun">How it began.</param>
    /// <param name="answer">What the provider sent by way of the browser.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="ProviderException">It is not believed.</exception>
    public async Task<ProviderAnswer> CompleteAsync(
        OpenIdProvider provider,
        string redirectUri,
        OpenIdRequest begun,
        IReadOnlyDictionary<string, string> answer,
        CancellationToken cancel
    )
    {
        var metadata = await discovery.ReadAsync(provider, cancel);
        // RFC 9207: an answer of another provider, to which the browser was led astray.
        if (answer.GetValueOrDefault("iss") is { } from && from != metadata.Issuer)
            throw new ProviderException("issuer", $"the answer is of {from}, and the sign-in began at {metadata.Issuer}");
        if (answer.GetValueOrDefault("code") is not { Length: > 0 } code)
            throw new ProviderException("code", "the answer has no code");

        var tokens = Parse(
            await http.SendAsync(() => TokenRequest(provider, metadata, redirectUri, code, begun.Verifier), cancel),
            "token"
        );
        var claims = new JsonObject();
        var messages = new JsonObject { ["tokenResponse"] = tokens.DeepClone() };
        if (metadata.Endpoints.Keys is not null)
        {
            claims = await idTokens.VerifyAsync(Text(tokens, "id_token"), metadata.Issuer, metadata.Keys, [provider.ClientId]);
            if (claims["nonce"]?.ToString() != begun.Nonce)
                throw new ProviderException(
                    "nonce",
                    $"the ID token is not the answer to this sign-in: its nonce is {claims["nonce"]?.ToString() ?? "missing"}"
                );
            messages["idToken"] = claims.DeepClone();
        }
        if (metadata.Endpoints.UserInfo is { } address)
        {
            var profile = Parse(
                await http.SendAsync(() => ProfileRequest(provider, address, Text(tokens, "access_token")), cancel),
                "userInfo"
            );
            if (claims["sub"] is { } sub && profile["sub"]?.ToString() != sub.ToString())
                throw new ProviderException(
                    "subject",
                    $"the ID token is of {sub}, and userinfo of {profile["sub"]?.ToString() ?? "nobody"}"
                );
            messages["userInfo"] = profile.DeepClone();
            foreach (var (name, value) in profile)
                claims[name] = value?.DeepClone();
        }
        AddAppleName(claims, answer.GetValueOrDefault("user"));
        foreach (var name in (ReadOnlySpan<string>)["access_token", "id_token"])
            claims[name] = tokens[name]?.DeepClone();
        return new(SubjectOf(provider, claims), claims, messages)
        {
            Checked = metadata.Endpoints.Keys is null ? "state, code, subject" : $"state, nonce, {IdTokens.Checked}",
        };
    }

    private HttpRequestMessage TokenRequest(
        OpenIdProvider provider,
        OpenIdMetadata metadata,
        string redirectUri,
        string code,
        string? verifier
    )
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["client_id"] = provider.ClientId,
        };
        if (verifier is not null)
            form["code_verifier"] = verifier;
        var request = new HttpRequestMessage(HttpMethod.Post, metadata.Endpoints.Token);
        var secret = provider is { AppleIds: var (team, key), Secret: { } pem }
            ? AppleSecrets.Make(pem, team, key, provider.ClientId, metadata.Issuer, time)
            : provider.Secret;
        if (secret is not null && (metadata.WantsSecretInForm || provider.Dialect != OpenIdDialect.Standard))
            form["client_secret"] = secret;
        else if (secret is not null)
            request.Headers.Authorization = new(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}"))
            );
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static HttpRequestMessage ProfileRequest(OpenIdProvider provider, string address, string accessToken)
    {
        if (provider.Dialect == OpenIdDialect.Facebook)
            address = QueryHelpers.AddQueryString(address, "fields", "id,name,email,first_name,last_name,middle_name,picture");
        return new(provider.PostsForAttributes ? HttpMethod.Post : HttpMethod.Get, address)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
        };
    }

    private static string SubjectOf(OpenIdProvider provider, JsonObject claims) =>
        Text(
            claims,
            provider.Dialect switch
            {
                OpenIdDialect.Facebook => "id",
                OpenIdDialect.Amazon => "user_id",
                _ => "sub",
            }
        );

    // Apple says the name beside the token, only once, and signs nothing of it.
    private static void AddAppleName(JsonObject claims, string? user)
    {
        if (user is null)
            return;
        if (Parse(user, "user")["name"] is not JsonObject name)
            return;
        foreach (var part in (ReadOnlySpan<string>)["firstName", "lastName"])
            claims[part] = name[part]?.ToString();
        claims["name"] = $"{name["firstName"]} {name["lastName"]}".Trim();
    }

    private static JsonObject Parse(string json, string what)
    {
        try
        {
            return Json.ReadObject(json) ?? throw new ProviderException(what, "the provider answers with no object");
        }
        catch (JsonException)
        {
            throw new ProviderException(what, "the provider answers with no JSON");
        }
    }

    private static string Text(JsonObject answer, string name) =>
        answer[name]?.ToString() is { Length: > 0 } text ? text : throw new ProviderException(name, $"the provider's answer has no {name}");

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
