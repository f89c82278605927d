using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>A secret in AWS Secrets Manager; only its name is ever in a template.</summary>
public sealed record SecretReference
{
    /// <summary>Name or ARN of the secret.</summary>
    [RegularExpression(
        "^(?!GOCSPX-|amzn1\\.oa2-cs|(?:[0-9a-fA-F]{32}){1,2}$)(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[a-zA-Z0-9/_+=.@-]{1,512}$",
        ErrorMessage = "must be the name or ARN of a secret in Secrets Manager, not the secret itself"
    )]
    public required string Secret { get; init; }

    /// <summary>Whether the secret is named by its ARN.</summary>
    [JsonIgnore]
    public bool IsArn => Secret.StartsWith("arn:", StringComparison.Ordinal);

    /// <summary>Id of the secret's version to deploy. CloudFormation reads a secret only when what names it changes: a new version's id, put here, deploys that version.</summary>
    [RegularExpression("^[a-zA-Z0-9-]{32,64}$", ErrorMessage = "must be the id of a version, such as 01234567-89ab-cdef-0123-456789abcdef")]
    public string? Version { get; init; }

    /// <summary>Stage of the version to deploy, such as <c>AWSPENDING</c>, instead of its id. Default: AWSCURRENT.</summary>
    [RegularExpression(@"^[a-zA-Z0-9/_+=.@\-]{1,256}$", ErrorMessage = "must be the stage of a version, such as AWSCURRENT")]
    public string? Stage { get; init; }

    /// <summary>Field of the secret's JSON. Default: the whole text.</summary>
    [RegularExpression("^[a-zA-Z0-9_.-]{1,128}$", ErrorMessage = "must be the name of a field: letters, digits, _ . and -")]
    public string? Field { get; init; }
}
