using System.Net;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>An error that Cognito answered.</summary>
public class AmazonCognitoIdentityProviderException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>For another error, in its words.</summary>
    public AmazonCognitoIdentityProviderException(Exception innerException)
        : this(innerException.Message, innerException) { }
}
