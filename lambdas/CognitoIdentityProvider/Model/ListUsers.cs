using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>ListUsers</c> is asked.</summary>
public class ListUsersRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public List<string>? AttributesToGet { get; set; }
    public int? Limit { get; set; }
    public string? PaginationToken { get; set; }
    public string? Filter { get; set; }
}

/// <summary>What <c>ListUsers</c> answers.</summary>
public class ListUsersResponse : AmazonWebServiceResponse
{
    public List<UserType>? Users { get; set; }
    public string? PaginationToken { get; set; }
}
