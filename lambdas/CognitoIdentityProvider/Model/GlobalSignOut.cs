using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>GlobalSignOut</c> is asked.</summary>
public class GlobalSignOutRequest : AmazonCognitoIdentityProviderRequest
{
    public string? AccessToken { get; set; }
}

/// <summary>What <c>GlobalSignOut</c> answers.</summary>
public class GlobalSignOutResponse : AmazonWebServiceResponse;
