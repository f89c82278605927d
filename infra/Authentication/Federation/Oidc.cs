using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Federation;

/// <summary>Provider details of an OpenID Connect provider.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using OIDC identity providers with a user pool"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html).</remarks>
internal static class Oidc
{
    public static Dictionary<string, string> Details(OidcConfiguration oidc)
    {
        var details = new Dictionary<string, string>
        {
            ["client_id"] = oidc.ClientId,
            ["oidc_issuer"] = oidc.Issuer,
            ["authorize_scopes"] = string.Join(' ', oidc.Scopes),
            ["attributes_request_method"] = oidc.AttributesRequestMethod == AttributesRequestMethod.Get ? "GET" : "POST",
        };
        if (oidc.ClientSecret is not null)
            details["client_secret"] = Secret.Reference(oidc.ClientSecret);
        if (oidc.Endpoints is { } endpoints)
        {
            details["authorize_url"] = endpoints.Authorization;
            details["token_url"] = endpoints.Token;
            details["attributes_url"] = endpoints.UserInfo;
            details["jwks_uri"] = endpoints.Jwks;
        }

        return details;
    }
}
