using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Federation;

/// <summary>Secrets as templates may hold them: by name.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Get a secret from Secrets Manager".</remarks>
internal static class Secret
{
    /// <summary>CloudFormation puts the value in the reference's place while it deploys, so no file ever holds it.</summary>
    public static string Reference(SecretReference secret) => secret.Field is null
        ? $"{{{{resolve:secretsmanager:{secret.Secret}}}}}"
        : $"{{{{resolve:secretsmanager:{secret.Secret}:SecretString:{secret.Field}}}}}";
}
