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
    private const string GraphVersion = "v17.0";

    /// <summary>Reads a provider that is not SAML's.</summary>
    public OpenIdProvider OpenId(PoolProvider provider)
    {
        var details = provider.Details;
        var address = targets.Address(provider.Name, endpoint.Pages);
        var read = new OpenIdProvider
        {
            Name = provider.Name,
            Dialect = OpenIdDialect.Standard,
            ClientId = details.GetValueOrDefault("client_id", ""),
            Secret = details.GetValueOrDefault("client_secret") is { } secret ? secrets.Client(provider.Name, secret) : null,
            Scopes = details.GetValueOrDefault("authorize_scopes", ""),
            Issuer = address ?? "",
            PostsForAttributes = details.GetValueOrDefault("attributes_request_method") == "POST",
        };
        return provider.Kind switch
        {
            "Google" => read with { Issuer = address ?? "https://accounts.google.com" },
            "SignInWithApple" => read with
            {
                Dialect = OpenIdDialect.Apple,
                Issuer = address ?? "https://appleid.apple.com",
                Secret = secrets.AppleKey(provider.Name, details.GetValueOrDefault("private_key", "")),
                AppleIds = (details.GetValueOrDefault("team_id", ""), details.GetValueOrDefault("key_id", "")),
            },
            "Facebook" => Facebook(read, address, details.GetValueOrDefault("api_version", GraphVersion)),
            "LoginWithAmazon" => read with { Dialect = OpenIdDialect.Amazon, Endpoints = Amazon(address) },
            "OIDC" => read with { Issuer = address ?? details.GetValueOrDefault("oidc_issuer", ""), Endpoints = address is null ? Named(details) : null },
            var other => throw new InvalidOperationException($"{other} is no kind of OpenID provider."),
        };
    }

    private static OpenIdProvider Facebook(OpenIdProvider read, string? address, string version) => read with
    {
        Dialect = OpenIdDialect.Facebook,
        GraphVersion = version,
        Endpoints = new($"{address ?? "https://www.facebook.com"}/{version}/dialog/oauth", $"{address ?? "https://graph.facebook.com"}/{version}/oauth/access_token", $"{address ?? "https://graph.facebook.com"}/{version}/me", null),
    };

    private static OpenIdEndpoints Amazon(string? address) =>
        new($"{address ?? "https://www.amazon.com"}/ap/oa", $"{address ?? "https://api.amazon.com"}/auth/o2/token", $"{address ?? "https://api.amazon.com"}/user/profile", null);

    // All of them, or discovery: Cognito asks for the four together.
    private static OpenIdEndpoints? Named(IReadOnlyDictionary<string, string> details) =>
        details.GetValueOrDefault("authorize_url") is { } authorization && details.GetValueOrDefault("token_url") is { } token && details.GetValueOrDefault("jwks_uri") is { } keys
            ? new(authorization, token, details.GetValueOrDefault("attributes_url"), keys)
            : null;
}
