using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools;

/// <summary>Errors in Cognito's own words, as clients recognise them.</summary>
internal static class Error
{
    public static AwsException InvalidParameter(string message) => new("InvalidParameterException", message);

    public static AwsException NotAuthorized(string message) => new("NotAuthorizedException", message);

    public static AwsException NotFound(string message) => new("ResourceNotFoundException", message);

    public static AwsException UserNotFound() => new("UserNotFoundException", "User does not exist.");

    /// <summary>What the operations say that send or take codes.</summary>
    public static AwsException UserNotFoundForCode() => new("UserNotFoundException", "Username/client id combination not found.");

    public static AwsException UsernameExists(User user) =>
        new(
            "UsernameExistsException",
            user.Status == UserStatus.ForceChangePassword ? "User account already exists" : "User already exists"
        );

    public static AwsException WrongPassword() => NotAuthorized("Incorrect username or password.");

    public static AwsException Disabled() => NotAuthorized("User is disabled.");

    public static AwsException CodeMismatch(string message = "Invalid verification code provided, please try again.") =>
        new("CodeMismatchException", message);

    public static AwsException ExpiredCode(string message = "Invalid code provided, please request a code again.") =>
        new("ExpiredCodeException", message);

    public static AwsException UnrecognizableAnswer() => new("InvalidLambdaResponseException", "Unrecognizable lambda output");

    public static AwsException TooManyAttempts() => new("LimitExceededException", "Attempt limit exceeded, please try after some time.");

    public static AwsException PoolNotFound(string id) => NotFound($"User pool {id} does not exist.");

    public static AwsException ClientNotFound(string id) => NotFound($"User pool client {id} does not exist.");
}
