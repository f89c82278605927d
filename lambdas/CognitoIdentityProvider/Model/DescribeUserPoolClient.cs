using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>DescribeUserPoolClient</c> is asked.</summary>
public class DescribeUserPoolClientRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? ClientId { get; set; }
}

/// <summary>What <c>DescribeUserPoolClient</c> answers.</summary>
public class DescribeUserPoolClientResponse : AmazonWebServiceResponse
{
    public UserPoolClientType? UserPoolClient { get; set; }
}
