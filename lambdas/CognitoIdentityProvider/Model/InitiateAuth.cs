using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>InitiateAuth</c> is asked.</summary>
public class InitiateAuthRequest : AmazonCognitoIdentityProviderRequest
{
    public AuthFlowType? AuthFlow { get; set; }
    public Dictionary<string, string>? AuthParameters { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
    public string? ClientId { get; set; }
    public AnalyticsMetadataType? AnalyticsMetadata { get; set; }
    public UserContextDataType? UserContextData { get; set; }
    public string? Session { get; set; }
}

/// <summary>What <c>InitiateAuth</c> answers.</summary>
public class InitiateAuthResponse : AmazonWebServiceResponse
{
    public ChallengeNameType? ChallengeName { get; set; }
    public string? Session { get; set; }
    public Dictionary<string, string>? ChallengeParameters { get; set; }
    public AuthenticationResultType? AuthenticationResult { get; set; }
    public List<ChallengeNameType>? AvailableChallenges { get; set; }
}
