using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminGetUser</c> is asked.</summary>
public class AdminGetUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
}

/// <summary>What <c>AdminGetUser</c> answers.</summary>
public class AdminGetUserResponse : AmazonWebServiceResponse
{
    public string? Username { get; set; }
    public List<AttributeType>? UserAttributes { get; set; }
    public DateTime? UserCreateDate { get; set; }
    public DateTime? UserLastModifiedDate { get; set; }
    public bool? Enabled { get; set; }
    public UserStatusType? UserStatus { get; set; }
    public List<MFAOptionType>? MFAOptions { get; set; }
    public string? PreferredMfaSetting { get; set; }
    public List<string>? UserMFASettingList { get; set; }
}
