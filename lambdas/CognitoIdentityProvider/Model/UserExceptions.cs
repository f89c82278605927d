using System.Net;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>Cognito's error "alias exists".</summary>
public class AliasExistsException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public AliasExistsException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "code mismatch".</summary>
public class CodeMismatchException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public CodeMismatchException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "expired code".</summary>
public class ExpiredCodeException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public ExpiredCodeException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid parameter".</summary>
public class InvalidParameterException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>What of the parameter is invalid, where Cognito says more than its message.</summary>
    public string? ReasonCode { get; set; }

    public InvalidParameterException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "invalid password".</summary>
public class InvalidPasswordException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidPasswordException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "MFA method not found".</summary>
public class MFAMethodNotFoundException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public MFAMethodNotFoundException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "not authorized".</summary>
public class NotAuthorizedException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public NotAuthorizedException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "password history policy violation".</summary>
public class PasswordHistoryPolicyViolationException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public PasswordHistoryPolicyViolationException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "password reset required".</summary>
public class PasswordResetRequiredException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public PasswordResetRequiredException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "refresh token reuse".</summary>
public class RefreshTokenReuseException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public RefreshTokenReuseException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "software token MFA not found".</summary>
public class SoftwareTokenMFANotFoundException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public SoftwareTokenMFANotFoundException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "too many failed attempts".</summary>
public class TooManyFailedAttemptsException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public TooManyFailedAttemptsException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "unsupported token type".</summary>
public class UnsupportedTokenTypeException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UnsupportedTokenTypeException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "unsupported user state".</summary>
public class UnsupportedUserStateException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UnsupportedUserStateException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "user not confirmed".</summary>
public class UserNotConfirmedException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UserNotConfirmedException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "user not found".</summary>
public class UserNotFoundException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UserNotFoundException(Exception innerException)
        : this(innerException.Message, innerException) { }
}

/// <summary>Cognito's error "username exists".</summary>
public class UsernameExistsException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UsernameExistsException(Exception innerException)
        : this(innerException.Message, innerException) { }
}
