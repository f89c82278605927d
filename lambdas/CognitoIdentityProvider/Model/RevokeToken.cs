using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>RevokeToken</c> is asked.</summary>
public class RevokeTokenRequest : AmazonCognitoIdentityProviderRequest
{
    public string? Token { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
}

/// <summary>What <c>RevokeToken</c> answers.</summary>
public class RevokeTokenResponse : AmazonWebServiceResponse;
