using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>What <c>RespondToAuthChallenge</c> is asked.</summary>
public class RespondToAuthChallengeRequest : AmazonCognitoIdentityProviderRequest
{
    public string? ClientId { get; set; }
    public ChallengeNameType? ChallengeName { get; set; }
    public string? Session { get; set; }
    public Dictionary<string, string>? ChallengeResponses { get; set; }
    public AnalyticsMetadataType? AnalyticsMetadata { get; set; }
    public UserContextDataType? UserContextData { get; set; }
    public Dictionary<string, string>? ClientMetadata { get; set; }
}

/// <summary>What <c>RespondToAuthChallenge</c> answers.</summary>
public class RespondToAuthChallengeResponse : AmazonWebServiceResponse
{
    public ChallengeNameType? ChallengeName { get; set; }
    public string? Session { get; set; }
    public Dictionary<string, string>? ChallengeParameters { get; set; }
    public AuthenticationResultType? AuthenticationResult { get; set; }
    public List<ChallengeNameType>? AvailableChallenges { get; set; }
}
