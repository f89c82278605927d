using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminDeleteUser</c> is asked.</summary>
public class AdminDeleteUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
}

/// <summary>What <c>AdminDeleteUser</c> answers.</summary>
public class AdminDeleteUserResponse : AmazonWebServiceResponse;
