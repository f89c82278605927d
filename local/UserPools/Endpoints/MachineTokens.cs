using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>Access tokens of machines, which sign in as nobody but themselves.</summary>
internal sealed class MachineTokens(TokenIssuer issuer, TokenGeneration generation, TimeProvider time)
{
    /// <exception cref="OAuthException">The client is no machine's, or may not have a scope.</exception>
    public async Task<JsonObject> IssueAsync(Scope scope, string requested, JsonObject? metadata, CancellationToken cancel)
    {
        var client = scope.RequiredClient;
        if (client.Secret is null || !client.OAuthFlows.Contains("client_credentials"))
            throw new OAuthException("unauthorized_client");
        var allowed = scope.Pool.ResourceServers.SelectMany(s => s.Scopes).Where(client.OAuthScopes.Contains).ToList();
        var scopes = requested.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (allowed.Count == 0 || scopes.Except(allowed).Any())
            throw new OAuthException("invalid_scope");

        var now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["sub"] = client.Id,
            ["token_use"] = "access",
            ["scope"] = string.Join(' ', scopes is [] ? allowed : scopes.Distinct()),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["iss"] = scope.Pool.Issuer,
            ["exp"] = (now + client.AccessTokenValidity).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["version"] = 2,
            ["jti"] = Guid.NewGuid().ToString(),
            ["client_id"] = client.Id,
        };
        await generation.ApplyToMachineAsync(scope with { ClientMetadata = metadata }, claims, cancel);
        return new()
        {
            ["access_token"] = await issuer.SignAsync(scope.Pool, claims),
            ["expires_in"] = (int)client.AccessTokenValidity.TotalSeconds,
            ["token_type"] = "Bearer",
        };
    }
}
