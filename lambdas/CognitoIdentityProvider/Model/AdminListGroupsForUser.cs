using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminListGroupsForUser</c> is asked.</summary>
public class AdminListGroupsForUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? Username { get; set; }
    public string? UserPoolId { get; set; }
    public int? Limit { get; set; }
    public string? NextToken { get; set; }
}

/// <summary>What <c>AdminListGroupsForUser</c> answers.</summary>
public class AdminListGroupsForUserResponse : AmazonWebServiceResponse
{
    public List<GroupType>? Groups { get; set; }
    public string? NextToken { get; set; }
}
