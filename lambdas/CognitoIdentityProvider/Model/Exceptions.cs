using System.Net;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>Cognito's error "alias exists".</summary>
public class AliasExistsException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "code delivery failure".</summary>
public class CodeDeliveryFailureException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "code mismatch".</summary>
public class CodeMismatchException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "expired code".</summary>
public class ExpiredCodeException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "feature unavailable in tier".</summary>
public class FeatureUnavailableInTierException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "forbidden".</summary>
public class ForbiddenException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "internal error".</summary>
public class InternalErrorException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid email role access policy".</summary>
public class InvalidEmailRoleAccessPolicyException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid lambda response".</summary>
public class InvalidLambdaResponseException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid parameter".</summary>
public class InvalidParameterException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid password".</summary>
public class InvalidPasswordException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid sms role access policy".</summary>
public class InvalidSmsRoleAccessPolicyException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid sms role trust relationship".</summary>
public class InvalidSmsRoleTrustRelationshipException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "invalid user pool configuration".</summary>
public class InvalidUserPoolConfigurationException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "limit exceeded".</summary>
public class LimitExceededException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "MFA method not found".</summary>
public class MFAMethodNotFoundException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "not authorized".</summary>
public class NotAuthorizedException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "operation not enabled".</summary>
public class OperationNotEnabledException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "password history policy violation".</summary>
public class PasswordHistoryPolicyViolationException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "password reset required".</summary>
public class PasswordResetRequiredException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "precondition not met".</summary>
public class PreconditionNotMetException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "refresh token reuse".</summary>
public class RefreshTokenReuseException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "resource not found".</summary>
public class ResourceNotFoundException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "software token MFA not found".</summary>
public class SoftwareTokenMFANotFoundException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "too many failed attempts".</summary>
public class TooManyFailedAttemptsException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "too many requests".</summary>
public class TooManyRequestsException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "unauthorized".</summary>
public class UnauthorizedException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "unexpected lambda".</summary>
public class UnexpectedLambdaException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "unsupported operation".</summary>
public class UnsupportedOperationException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "unsupported token type".</summary>
public class UnsupportedTokenTypeException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "unsupported user state".</summary>
public class UnsupportedUserStateException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "user lambda validation".</summary>
public class UserLambdaValidationException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "user not confirmed".</summary>
public class UserNotConfirmedException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "user not found".</summary>
public class UserNotFoundException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "user pool tagging".</summary>
public class UserPoolTaggingException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Cognito's error "username exists".</summary>
public class UsernameExistsException(string message, Exception? innerException = null, ErrorType errorType = default,
    string? errorCode = null, string? requestId = null, HttpStatusCode statusCode = default)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode);
