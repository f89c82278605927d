using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>DescribeUserPool</c> is asked.</summary>
public class DescribeUserPoolRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
}

/// <summary>What <c>DescribeUserPool</c> answers.</summary>
public class DescribeUserPoolResponse : AmazonWebServiceResponse
{
    public UserPoolType? UserPool { get; set; }
}
