using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools;

/// <summary>Verifies tokens of the local user pools.</summary>
public interface IUserPoolTokens
{
    /// <summary>The name by which identity pools and IAM know an issuer; null where it can have none.</summary>
    string? ProviderOf(string issuer);

    /// <summary>Verifies an ID token.</summary>
    /// <param name="provider">Name of the provider as an identity pool has it: <c>cognito-idp.REGION.amazonaws.com/POOL_ID</c>.</param>
    /// <param name="token">The token.</param>
    /// <param name="isLive">Whether the user must still exist, be enabled and not signed out everywhere (<c>ServerSideTokenCheck</c>).</param>
    /// <returns>Its claims.</returns>
    /// <exception cref="TokenException">Wrong signature, issuer, use or expiry; unknown provider; or no longer live.</exception>
    Task<JsonObject> VerifyIdTokenAsync(string provider, string token, bool isLive);
}

/// <summary>A token that is not accepted, and why, in Cognito's words (<c>Invalid login token. Token expired: …</c>).</summary>
public sealed class TokenException(string message) : Exception(message);
