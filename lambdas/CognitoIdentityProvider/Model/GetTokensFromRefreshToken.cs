using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>GetTokensFromRefreshToken</c> is asked.</summary>
public class GetTokensFromRefreshTokenRequest : AmazonCognitoIdentityProviderRequest
{
    public string? RefreshToken { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public string? DeviceKey { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>GetTokensFromRefreshToken</c> answers.</summary>
public class GetTokensFromRefreshTokenResponse : AmazonWebServiceResponse
{
    public AuthenticationResultType? AuthenticationResult { get; set; }
}
