using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>ConfirmSignUp</c> is asked.</summary>
public class ConfirmSignUpRequest : AmazonCognitoIdentityProviderRequest
{
    public string? ClientId { get; set; }
    public string? SecretHash { get; set; }
    public string? Username { get; set; }
    public string? ConfirmationCode { get; set; }
    public bool? ForceAliasCreation { get; set; }
    public AnalyticsMetadataType? AnalyticsMetadata { get; set; }
    public UserContextDataType? UserContextData { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
    public string? Session { get; set; }
}

/// <summary>What <c>ConfirmSignUp</c> answers.</summary>
public class ConfirmSignUpResponse : AmazonWebServiceResponse
{
    public string? Session { get; set; }
}
