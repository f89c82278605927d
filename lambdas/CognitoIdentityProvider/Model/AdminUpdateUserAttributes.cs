using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminUpdateUserAttributes</c> is asked.</summary>
public class AdminUpdateUserAttributesRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
    public List<AttributeType>? UserAttributes { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>AdminUpdateUserAttributes</c> answers.</summary>
public class AdminUpdateUserAttributesResponse : AmazonWebServiceResponse;
