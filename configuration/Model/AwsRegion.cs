namespace CognitoStack.Configuration;

/// <summary>What AWS calls its services in a Region, and what Amazon Cognito offers there.</summary>
/// <remarks>Sources: AWS GovCloud (US) User Guide, "Amazon Cognito" (https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html);
/// Amazon Web Services in China, "Amazon Cognito" (https://docs.amazonaws.cn/en_us/aws/latest/userguide/cognito.html);
/// AWS General Reference, "Amazon Cognito Identity endpoints and quotas" (https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html).</remarks>
public sealed record AwsRegion
{
    private static readonly AwsRegion Commercial = new() { Partition = "aws" };

    private static readonly AwsRegion GovCloud = new()
    {
        Partition = "aws-us-gov",
        LoginHost = "auth-fips",
        HasCustomDomains = false,
    };

    private AwsRegion() { }

    /// <summary>Name of the partition, the second part of every ARN.</summary>
    public required string Partition { get; init; }

    /// <summary>The identity pools' service as IAM knows it: principal of trust policies, and prefix of condition keys and policy variables.</summary>
    public string IdentityService { get; init; } = "cognito-identity.amazonaws.com";

    /// <summary>Part of a login domain's host between its prefix and the Region.</summary>
    public string LoginHost { get; init; } = "auth";

    /// <summary>Whether login pages may have a domain of one's own.</summary>
    public bool HasCustomDomains { get; init; } = true;

    /// <summary>Longest name of a role that an identity pool can be sure to assume; null where only IAM's quota counts.</summary>
    public int? LongestRoleName { get; init; }

    /// <summary>Why nothing can be deployed to the Region, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>The facts of a Region. Null, a Region left to the deployment, counts as one of the commercial partition.</summary>
    public static AwsRegion Of(string? region) =>
        region switch
        {
            null => Commercial,
            "us-gov-west-1" => GovCloud with { IdentityService = "cognito-identity-us-gov.amazonaws.com" },
            // Role and session name together may have 24 characters, and identity pools want four for the session.
            "us-gov-east-1" => GovCloud with { IdentityService = "cognito-identity.us-gov-east-1.amazonaws.com", LongestRoleName = 20 },
            _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => GovCloud with
            {
                Problem =
                    "is a GovCloud Region that this app does not know yet, and Cognito has a name of its own in each. Use us-gov-west-1 or us-gov-east-1.",
            },
            _ when region.StartsWith("cn-", StringComparison.Ordinal) => Commercial with
            {
                Partition = "aws-cn",
                Problem =
                    "is in China, where Amazon Cognito has identity pools but no user pools. Deploy to a Region of another partition.",
            },
            _ when region.StartsWith("eusc-", StringComparison.Ordinal) => Commercial with { Partition = "aws-eusc", Problem = Unknown },
            // aws-iso, aws-iso-b, aws-iso-e, aws-iso-f
            _ when region.Split('-') is [_, ['i', 's', 'o', .. var kind], ..] => Commercial with
            {
                Partition = kind.Length == 0 ? "aws-iso" : $"aws-iso-{kind}",
                Problem = Unknown,
            },
            _ => Commercial,
        };

    private const string Unknown =
        "is in a partition whose names of Amazon Cognito this app does not know, so that its trust policies would trust nobody. Deploy to a Region of the partitions aws or aws-us-gov.";
}
