using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>A request to Cognito user pools.</summary>
public abstract class AmazonCognitoIdentityProviderRequest : AmazonWebServiceRequest;
