namespace CognitoStack.Local.Providers.OpenId;

/// <summary>The providers that Cognito knows by name, with the addresses at which they are met.</summary>
/// <remarks>Sources: each provider's own documentation: Google, "OpenID Connect"; Apple, "Sign in with Apple REST API"; Facebook, "Manually Build a Login Flow";
/// Amazon, "Login with Amazon: Authorization Code Grant".</remarks>
internal static class SocialProviders
{
    private const string GraphVersion = "v17.0";

    /// <summary>A provider of a kind.</summary>
    /// <param name="kind">Google, Facebook, LoginWithAmazon, SignInWithApple or OIDC.</param>
    /// <param name="name">Its name.</param>
    /// <param name="clientId">The app's name there.</param>
    /// <param name="address">Where it is met in the place of the real one; null for that.</param>
    /// <param name="issuer">The real issuer of an OIDC provider.</param>
    /// <param name="graphVersion">Version of Facebook's Graph API; null for the default.</param>
    public static OpenIdProvider Of(
        string kind,
        string name,
        string clientId,
        string? address,
        string issuer = "",
        string? graphVersion = null
    )
    {
        var provider = new OpenIdProvider
        {
            Name = name,
            Dialect = OpenIdDialect.Standard,
            ClientId = clientId,
            Scopes = "",
            Issuer = address ?? issuer,
        };
        return kind switch
        {
            "OIDC" => provider,
            "Google" => provider with { Issuer = address ?? "https://accounts.google.com" },
            "SignInWithApple" => provider with { Dialect = OpenIdDialect.Apple, Issuer = address ?? "https://appleid.apple.com" },
            "Facebook" => provider with { Dialect = OpenIdDialect.Facebook, Endpoints = Facebook(address, graphVersion ?? GraphVersion) },
            "LoginWithAmazon" => provider with { Dialect = OpenIdDialect.Amazon, Endpoints = Amazon(address) },
            _ => throw new InvalidOperationException($"{kind} is no kind of OpenID provider."),
        };
    }

    private static OpenIdEndpoints Facebook(string? address, string version)
    {
        var graph = $"{address ?? "https://graph.facebook.com"}/{version}";
        return new($"{address ?? "https://www.facebook.com"}/{version}/dialog/oauth", $"{graph}/oauth/access_token", $"{graph}/me", null)
        {
            App = $"{graph}/app",
        };
    }

    private static OpenIdEndpoints Amazon(string? address)
    {
        var api = address ?? "https://api.amazon.com";
        return new($"{address ?? "https://www.amazon.com"}/ap/oa", $"{api}/auth/o2/token", $"{api}/user/profile", null)
        {
            App = $"{api}/auth/o2/tokeninfo",
        };
    }
}
