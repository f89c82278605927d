using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminLinkProviderForUser</c> is asked.</summary>
public class AdminLinkProviderForUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public ProviderUserIdentifierType? DestinationUser { get; set; }
    public ProviderUserIdentifierType? SourceUser { get; set; }
}

/// <summary>What <c>AdminLinkProviderForUser</c> answers.</summary>
public class AdminLinkProviderForUserResponse : AmazonWebServiceResponse;
