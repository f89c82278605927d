using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminCreateUser</c> is asked.</summary>
public class AdminCreateUserRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? Username { get; set; }
    public List<AttributeType>? UserAttributes { get; set; }
    public List<AttributeType>? ValidationData { get; set; }
    public string? TemporaryPassword { get; set; }
    public bool? ForceAliasCreation { get; set; }
    public MessageActionType? MessageAction { get; set; }
    public List<DeliveryMediumType>? DesiredDeliveryMediums { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>AdminCreateUser</c> answers.</summary>
public class AdminCreateUserResponse : AmazonWebServiceResponse
{
    public UserType? User { get; set; }
}
