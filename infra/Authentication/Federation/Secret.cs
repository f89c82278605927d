using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Federation;

/// <summary>Secrets as templates may hold them: by name.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Get a secret from Secrets Manager"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html).</remarks>
internal static class Secret
{
    /// <summary>CloudFormation puts the value in the reference's place while it deploys, so no file ever holds it.</summary>
    public static string Reference(SecretReference secret)
    {
        // secret : SecretString : field : stage : version; what is left out at the end may be left out whole.
        string[] parts =
        [
            secret.Secret,
            "SecretString",
            secret.Field ?? string.Empty,
            secret.Stage ?? string.Empty,
            secret.Version ?? string.Empty,
        ];
        var last = Array.FindLastIndex(parts, 4, 3, part => part.Length > 0);
        return $"{{{{resolve:secretsmanager:{string.Join(':', parts[..(last < 0 ? 1 : last + 1)])}}}}}";
    }
}
