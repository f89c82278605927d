using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminConfirmSignUp</c> is asked.</summary>
public class AdminConfirmSignUpRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>AdminConfirmSignUp</c> answers.</summary>
public class AdminConfirmSignUpResponse : AmazonWebServiceResponse;
