using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>Exchanges codes for tokens, for apps that show to be the ones that the codes are for.</summary>
internal sealed class StandInTokenEndpoint(StandInCodes codes, StandInTokens tokens, TimeProvider time)
{
    private const int LargestForm = 64 * 1024;

    public async Task AnswerAsync(HttpContext http, StandIn standIn)
    {
        var sent =
            HttpMethods.IsPost(http.Request.Method)
                ? (await http.TryReadFormAsync(LargestForm))?.ToDictionary(p => p.Key, p => p.Value.ToString())
            // Facebook takes it in the address, too.
            : standIn.Kind == "Facebook" ? http.Request.Query.ToDictionary(p => p.Key, p => p.Value.ToString())
            : null;
        var answer = sent is null ? Error("invalid_request") : await ExchangeAsync(http, standIn, sent);
        await OpenIdStandIn.JsonAsync(
            http,
            answer,
            answer["error"] switch
            {
                null => StatusCodes.Status200OK,
                var error => error.ToString() == "invalid_client" ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
            }
        );
    }

    private async Task<JsonObject> ExchangeAsync(HttpContext http, StandIn standIn, Dictionary<string, string> sent)
    {
        if (
            sent.GetValueOrDefault("grant_type") is not (null or "authorization_code")
            || (standIn.Kind != "Facebook" && !sent.ContainsKey("grant_type"))
        )
            return Error("unsupported_grant_type");
        var (id, secret) = Credentials(http, sent);
        if (standIn.Clients.FirstOrDefault(c => c.ClientId == id) is not { } client || !await IsAsync(standIn, client, secret))
            return Error("invalid_client");
        if (
            codes.Take(sent.GetValueOrDefault("code", "")) is not { } grant
            || grant.Provider != standIn.Name
            || grant.ClientId != client.ClientId
            || grant.RedirectUri != sent.GetValueOrDefault("redirect_uri")
            || !Proves(grant.Challenge, sent.GetValueOrDefault("code_verifier"))
            || (secret is null && grant.Challenge is null)
        )
            return Error("invalid_grant");
        var answer = new JsonObject
        {
            ["access_token"] = tokens.NewAccessToken(grant),
            ["token_type"] = "bearer",
            ["expires_in"] = (int)StandInTokens.Validity.TotalSeconds,
        };
        if (StandInPaths.Of(standIn).HasIdTokens)
            answer["id_token"] = tokens.IdToken(standIn, grant);
        return answer;
    }

    private static (string? Id, string? Secret) Credentials(HttpContext http, Dictionary<string, string> sent)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return (sent.GetValueOrDefault("client_id"), sent.GetValueOrDefault("client_secret"));
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            return pair is [var id, var secret] ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : (null, null);
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    // An app without a secret shows by its proof key that the code is its own.
    private async Task<bool> IsAsync(StandIn standIn, ProviderClient client, string? secret) =>
        client switch
        {
            { Secret: null } => secret is null,
            _ when secret is null => false,
            { AppleIds: var (team, _) } => await SignsAsync(standIn, client, team, secret),
            _ => IsSame(client.Secret, secret) || (client.EarlierSecret is { } earlier && IsSame(earlier, secret)),
        };

    private static bool IsSame(string known, string sent) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(sent));

    private async Task<bool> SignsAsync(StandIn standIn, ProviderClient client, string team, string secret)
    {
        using var key = AppleSecrets.Read(client.Secret!);
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            secret,
            new()
            {
                ValidIssuer = team,
                ValidAudience = standIn.Address,
                IssuerSigningKey = new ECDsaSecurityKey(key)
                {
                    KeyId = client.AppleIds!.Value.Key,
                    CryptoProviderFactory = new() { CacheSignatureProviders = false },
                },
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
            }
        );
        return result.IsValid && result.Claims.TryGetValue("sub", out var subject) && subject as string == client.ClientId;
    }

    private static bool Proves(string? challenge, string? verifier) =>
        challenge is null ? verifier is null : verifier is not null && ProofKeys.ChallengeOf(verifier) == challenge;

    private static JsonObject Error(string error) => new() { ["error"] = error };
}
