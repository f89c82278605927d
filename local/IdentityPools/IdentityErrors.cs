using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>What the identity pool answers where it refuses, in the words of AWS.</summary>
internal static class IdentityErrors
{
    public static AwsException NotAuthorized(string message) => new("NotAuthorizedException", message);

    public static AwsException UnknownIdentity(string id) => new("ResourceNotFoundException", $"Identity '{id}' not found.");

    public static AwsException LoginsDoNotMatch() =>
        NotAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");

    public static AwsException Forbidden(string id) => NotAuthorized($"Access to Identity '{id}' is forbidden.");

    public static AwsException NoGuests() => NotAuthorized("Unauthenticated access is not supported for this identity pool.");

    public static AwsException BadRoles() =>
        new("InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.");
}
