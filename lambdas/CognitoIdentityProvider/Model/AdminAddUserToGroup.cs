using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminAddUserToGroup</c> is asked.</summary>
public class AdminAddUserToGroupRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
    public string? GroupName { get; set; }
}

/// <summary>What <c>AdminAddUserToGroup</c> answers.</summary>
public class AdminAddUserToGroupResponse : AmazonWebServiceResponse;
