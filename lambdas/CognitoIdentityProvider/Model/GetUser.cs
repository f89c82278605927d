using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>GetUser</c> is asked.</summary>
public class GetUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? AccessToken { get; set; }
}

/// <summary>What <c>GetUser</c> answers.</summary>
public class GetUserResponse : AmazonWebServiceResponse
{
    public string? Username { get; set; }
    public List<AttributeType>? UserAttributes { get; set; }
    public List<MFAOptionType>? MFAOptions { get; set; }
    public string? PreferredMfaSetting { get; set; }
    public List<string>? UserMFASettingList { get; set; }
}
