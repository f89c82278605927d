using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>SignUp</c> is asked.</summary>
public class SignUpRequest : AmazonCognitoIdentityProviderRequest
{
    public string? ClientId { get; set; }
    public string? SecretHash { get; set; }
    public string? Username { get; set; }
    public string? Password { get; set; }
    public List<AttributeType>? UserAttributes { get; set; }
    public List<AttributeType>? ValidationData { get; set; }
    public AnalyticsMetadataType? AnalyticsMetadata { get; set; }
    public UserContextDataType? UserContextData { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>SignUp</c> answers.</summary>
public class SignUpResponse : AmazonWebServiceResponse
{
    public bool? UserConfirmed { get; set; }
    public CodeDeliveryDetailsType? CodeDeliveryDetails { get; set; }
    public string? UserSub { get; set; }
    public string? Session { get; set; }
}
