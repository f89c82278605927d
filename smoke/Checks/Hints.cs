using Amazon.Runtime;

namespace CognitoStack.Smoke.Checks;

/// <summary>Where to look when something does not hold.</summary>
internal static class Hints
{
    /// <summary>A grant is missing.</summary>
    public const string TooNarrow =
        "Is the latest version deployed? \"npm run prove\" says what the templates allow; the log of the local AWS, or CloudTrail, which statement decided.";

    /// <summary>A grant is too wide.</summary>
    public const string TooWide =
        "Somebody reaches what the environment file gives to another. Is the latest version deployed? \"npm run prove\" says what the templates allow.";

    /// <summary>The gate.</summary>
    public const string Gate = "The gate is the PreAuthentication function: its log says whom it refuses and why.";

    /// <summary>Tokens that are no good.</summary>
    public const string Exchange = "The identity pool must verify signature, issuer, audience and use of every token.";

    /// <summary>Roles of users.</summary>
    public const string Roles = "Roles come from groups, or from access.rules; the role attachment of the identity pool has them.";

    /// <summary>For an error that nothing of the scenario explains.</summary>
    public static string? Of(AmazonServiceException e) =>
        e.ErrorCode switch
        {
            "AccessDenied" or "AccessDeniedException" =>
                "If it is the administrator who is refused: the smoke test needs credentials that may administer the user pool, the identity pool, buckets and tables.",
            "TooManyRequestsException" or "ThrottlingException" or "LimitExceededException" =>
                "AWS throttles: try again, with --parallel 1.",
            "CodeDeliveryFailureException" => "The user pool cannot send mail: look at userPool.email.",
            "UserLambdaValidationException" => Gate,
            "UnexpectedLambdaException" or "InvalidLambdaResponseException" => "A trigger of the user pool failed: its log says why.",
            "InvalidIdentityPoolConfigurationException" =>
                "The trust policy of the role did not let the identity in: look at the deployed role.",
            "NotAuthorizedException" when e.Message.Contains("role mapping", StringComparison.OrdinalIgnoreCase) => Roles,
            _ => null,
        };
}
