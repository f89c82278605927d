using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminSetUserPassword</c> is asked.</summary>
public class AdminSetUserPasswordRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
    public string? Password { get; set; }
    public bool? Permanent { get; set; }
}

/// <summary>What <c>AdminSetUserPassword</c> answers.</summary>
public class AdminSetUserPasswordResponse : AmazonWebServiceResponse;
