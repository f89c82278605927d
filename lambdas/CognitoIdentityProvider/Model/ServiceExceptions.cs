using System.Net;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>Cognito's error "code delivery failure".</summary>
public class CodeDeliveryFailureException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public CodeDeliveryFailureException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "feature unavailable in tier".</summary>
public class FeatureUnavailableInTierException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public FeatureUnavailableInTierException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "forbidden".</summary>
public class ForbiddenException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public ForbiddenException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "internal error".</summary>
public class InternalErrorException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InternalErrorException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid email role access policy".</summary>
public class InvalidEmailRoleAccessPolicyException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidEmailRoleAccessPolicyException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid lambda response".</summary>
public class InvalidLambdaResponseException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidLambdaResponseException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid sms role access policy".</summary>
public class InvalidSmsRoleAccessPolicyException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidSmsRoleAccessPolicyException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid sms role trust relationship".</summary>
public class InvalidSmsRoleTrustRelationshipException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidSmsRoleTrustRelationshipException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid user pool configuration".</summary>
public class InvalidUserPoolConfigurationException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidUserPoolConfigurationException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "limit exceeded".</summary>
public class LimitExceededException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public LimitExceededException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "operation not enabled".</summary>
public class OperationNotEnabledException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public OperationNotEnabledException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "precondition not met".</summary>
public class PreconditionNotMetException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public PreconditionNotMetException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "resource not found".</summary>
public class ResourceNotFoundException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public ResourceNotFoundException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "too many requests".</summary>
public class TooManyRequestsException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public TooManyRequestsException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "unauthorized".</summary>
public class UnauthorizedException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UnauthorizedException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "unexpected lambda".</summary>
public class UnexpectedLambdaException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UnexpectedLambdaException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "unsupported operation".</summary>
public class UnsupportedOperationException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UnsupportedOperationException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "user lambda validation".</summary>
public class UserLambdaValidationException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UserLambdaValidationException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "user pool tagging".</summary>
public class UserPoolTaggingException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UserPoolTaggingException(Exception innerException)
        : this(innerException.Message, innerException) { }
}
