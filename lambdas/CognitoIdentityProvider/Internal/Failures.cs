using System.Net;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Cognito's error codes as exceptions; one that is not known is a plain service exception.</summary>
internal static class Failures
{
    public static AmazonCognitoIdentityProviderException Of(ErrorResponse e, Exception? inner, HttpStatusCode status) =>
        e.Code switch
        {
            nameof(AliasExistsException) => new AliasExistsException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(CodeDeliveryFailureException) => new CodeDeliveryFailureException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(CodeMismatchException) => new CodeMismatchException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(ExpiredCodeException) => new ExpiredCodeException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(FeatureUnavailableInTierException) => new FeatureUnavailableInTierException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(ForbiddenException) => new ForbiddenException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(InternalErrorException) => new InternalErrorException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(InvalidEmailRoleAccessPolicyException) => new InvalidEmailRoleAccessPolicyException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(InvalidLambdaResponseException) => new InvalidLambdaResponseException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(InvalidParameterException) => new InvalidParameterException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(InvalidPasswordException) => new InvalidPasswordException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(InvalidSmsRoleAccessPolicyException) => new InvalidSmsRoleAccessPolicyException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(InvalidSmsRoleTrustRelationshipException) => new InvalidSmsRoleTrustRelationshipException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(InvalidUserPoolConfigurationException) => new InvalidUserPoolConfigurationException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(LimitExceededException) => new LimitExceededException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(MFAMethodNotFoundException) => new MFAMethodNotFoundException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(NotAuthorizedException) => new NotAuthorizedException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(OperationNotEnabledException) => new OperationNotEnabledException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(PasswordHistoryPolicyViolationException) => new PasswordHistoryPolicyViolationException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(PasswordResetRequiredException) => new PasswordResetRequiredException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(PreconditionNotMetException) => new PreconditionNotMetException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(RefreshTokenReuseException) => new RefreshTokenReuseException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(ResourceNotFoundException) => new ResourceNotFoundException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(SoftwareTokenMFANotFoundException) => new SoftwareTokenMFANotFoundException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(TooManyFailedAttemptsException) => new TooManyFailedAttemptsException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(TooManyRequestsException) => new TooManyRequestsException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UnauthorizedException) => new UnauthorizedException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UnexpectedLambdaException) => new UnexpectedLambdaException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UnsupportedOperationException) => new UnsupportedOperationException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(UnsupportedTokenTypeException) => new UnsupportedTokenTypeException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(UnsupportedUserStateException) => new UnsupportedUserStateException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(UserLambdaValidationException) => new UserLambdaValidationException(
                e.Message,
                inner,
                e.Type,
                e.Code,
                e.RequestId,
                status
            ),
            nameof(UserNotConfirmedException) => new UserNotConfirmedException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UserNotFoundException) => new UserNotFoundException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UserPoolTaggingException) => new UserPoolTaggingException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            nameof(UsernameExistsException) => new UsernameExistsException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
            _ => new AmazonCognitoIdentityProviderException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        };
}
