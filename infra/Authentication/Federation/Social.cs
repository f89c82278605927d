using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Federation;

/// <summary>Provider details of the social providers.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using social identity providers with a user pool"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html).</remarks>
internal static class Social
{
    public static Dictionary<string, string> Google(GoogleConfiguration google) =>
        new()
        {
            ["client_id"] = google.ClientId,
            ["client_secret"] = Secret.Reference(google.ClientSecret),
            ["authorize_scopes"] = string.Join(' ', google.Scopes),
        };

    public static Dictionary<string, string> Facebook(FacebookConfiguration facebook)
    {
        var details = new Dictionary<string, string>
        {
            ["client_id"] = facebook.ClientId,
            ["client_secret"] = Secret.Reference(facebook.ClientSecret),
            // Facebook alone separates its permissions by commas.
            ["authorize_scopes"] = string.Join(',', facebook.Scopes),
        };
        if (facebook.ApiVersion is not null)
            details["api_version"] = facebook.ApiVersion;
        return details;
    }

    public static Dictionary<string, string> Amazon(AmazonConfiguration amazon) =>
        new()
        {
            ["client_id"] = amazon.ClientId,
            ["client_secret"] = Secret.Reference(amazon.ClientSecret),
            ["authorize_scopes"] = string.Join(' ', amazon.Scopes),
        };

    public static Dictionary<string, string> Apple(AppleConfiguration apple) =>
        new()
        {
            ["client_id"] = apple.ServicesId,
            ["team_id"] = apple.TeamId,
            ["key_id"] = apple.KeyId,
            ["private_key"] = Secret.Reference(apple.PrivateKey),
            ["authorize_scopes"] = string.Join(' ', apple.Scopes),
        };
}
