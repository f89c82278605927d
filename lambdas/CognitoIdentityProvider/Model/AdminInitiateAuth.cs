using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>AdminInitiateAuth</c> is asked.</summary>
public class AdminInitiateAuthRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
    public string? ClientId { get; set; }
    public AuthFlowType? AuthFlow { get; set; }
    public Dictionary<string, string>? AuthParameters { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
    public AnalyticsMetadataType? AnalyticsMetadata { get; set; }
    public ContextDataType? ContextData { get; set; }
    public string? Session { get; set; }
}

/// <summary>What <c>AdminInitiateAuth</c> answers.</summary>
public class AdminInitiateAuthResponse : AmazonWebServiceResponse
{
    public ChallengeNameType? ChallengeName { get; set; }
    public string? Session { get; set; }
    public Dictionary<string, string>? ChallengeParameters { get; set; }
    public AuthenticationResultType? AuthenticationResult { get; set; }
    public List<ChallengeNameType>? AvailableChallenges { get; set; }
}
