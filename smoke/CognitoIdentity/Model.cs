using Amazon.Runtime;

namespace Amazon.CognitoIdentity.Model;

/// <summary>What <c>GetId</c> is asked.</summary>
public sealed class GetIdRequest : AmazonCognitoIdentityRequest
{
    public string? IdentityPoolId { get; set; }
    public Dictionary<string, string>? Logins { get; set; }
}

/// <summary>What <c>GetId</c> answers.</summary>
public sealed class GetIdResponse : AmazonWebServiceResponse
{
    public string? IdentityId { get; set; }
}

/// <summary>What <c>GetCredentialsForIdentity</c> is asked.</summary>
public sealed class GetCredentialsForIdentityRequest : AmazonCognitoIdentityRequest
{
    public string? IdentityId { get; set; }
    public Dictionary<string, string>? Logins { get; set; }
    public string? CustomRoleArn { get; set; }
}

/// <summary>What <c>GetCredentialsForIdentity</c> answers.</summary>
public sealed class GetCredentialsForIdentityResponse : AmazonWebServiceResponse
{
    public string? IdentityId { get; set; }
    public Credentials? Credentials { get; set; }
}

/// <summary>Temporary credentials.</summary>
public sealed class Credentials
{
    public string? AccessKeyId { get; set; }
    public string? SecretKey { get; set; }
    public string? SessionToken { get; set; }
    public DateTime? Expiration { get; set; }
}

/// <summary>What <c>GetOpenIdToken</c> is asked.</summary>
public sealed class GetOpenIdTokenRequest : AmazonCognitoIdentityRequest
{
    public string? IdentityId { get; set; }
    public Dictionary<string, string>? Logins { get; set; }
}

/// <summary>What <c>GetOpenIdToken</c> answers.</summary>
public sealed class GetOpenIdTokenResponse : AmazonWebServiceResponse
{
    public string? IdentityId { get; set; }
    public string? Token { get; set; }
}

/// <summary>What <c>DescribeIdentity</c> is asked.</summary>
public sealed class DescribeIdentityRequest : AmazonCognitoIdentityRequest
{
    public string? IdentityId { get; set; }
}

/// <summary>What <c>DescribeIdentity</c> answers.</summary>
public sealed class DescribeIdentityResponse : AmazonWebServiceResponse
{
    public string? IdentityId { get; set; }
    public List<string>? Logins { get; set; }
}

/// <summary>What <c>DeleteIdentities</c> is asked.</summary>
public sealed class DeleteIdentitiesRequest : AmazonCognitoIdentityRequest
{
    public List<string>? IdentityIdsToDelete { get; set; }
}

/// <summary>What <c>DeleteIdentities</c> answers.</summary>
public sealed class DeleteIdentitiesResponse : AmazonWebServiceResponse
{
    public List<UnprocessedIdentityId>? UnprocessedIdentityIds { get; set; }
}

/// <summary>An identity that is still there.</summary>
public sealed class UnprocessedIdentityId
{
    public string? IdentityId { get; set; }
    public string? ErrorCode { get; set; }
}
