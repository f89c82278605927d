using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Reads a pool's OpenID and social providers as whoever answers for them knows the pool.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateIdentityProvider", ProviderDetails.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html</remarks>
internal sealed class ProviderReader(ProviderTargets targets, ProviderSecrets secrets, HostEndpoint endpoint)
{
    /// <summary>Reads a provider that is not SAML's.</summary>
    public OpenIdProvider OpenId(PoolProvider provider)
    {
        var details = provider.Details;
        var address = targets.Address(provider.Name, endpoint.Pages);
        var read = SocialProviders.Of(
            provider.Kind,
            provider.Name,
            details.GetValueOrDefault("client_id", ""),
            address,
            details.GetValueOrDefault("oidc_issuer", ""),
            details.GetValueOrDefault("api_version")
        );
        return read with
        {
            Scopes = details.GetValueOrDefault("authorize_scopes", ""),
            PostsForAttributes = details.GetValueOrDefault("attributes_request_method") == "POST",
            Secret =
                read.Dialect == OpenIdDialect.Apple ? secrets.AppleKey(provider.Name, details.GetValueOrDefault("private_key", ""))
                : details.GetValueOrDefault("client_secret") is { } secret ? secrets.Client(provider.Name, secret)
                : null,
            AppleIds =
                read.Dialect == OpenIdDialect.Apple
                    ? (details.GetValueOrDefault("team_id", ""), details.GetValueOrDefault("key_id", ""))
                    : null,
            // Somebody else who answers says where.
            Endpoints = read.Endpoints ?? (address is null ? Named(details) : null),
        };
    }

    // All of them, or discovery: Cognito asks for the four together.
    private static OpenIdEndpoints? Named(IReadOnlyDictionary<string, string> details) =>
        details.GetValueOrDefault("authorize_url") is { } authorization
        && details.GetValueOrDefault("token_url") is { } token
        && details.GetValueOrDefault("jwks_uri") is { } keys
            ? new(authorization, token, details.GetValueOrDefault("attributes_url"), keys)
            : null;
}
