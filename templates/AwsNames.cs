namespace CognitoStack.Templates;

/// <summary>Names that AWS gives its services in a Region, as its documents say them. They are worked out apart from the environment
/// file, so that a name which the templates have wrong is not taken for right.</summary>
/// <remarks>Source: AWS GovCloud (US) User Guide, "Amazon Cognito" (https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html);
/// IAM User Guide, "Available keys for AWS web identity federation" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).</remarks>
public static class AwsNames
{
    /// <summary>The service of identity pools in most Regions; the evaluator knows its keys by this name only.</summary>
    public const string CommercialIdentities = "cognito-identity.amazonaws.com";

    private static readonly Dictionary<string, string> Others = new()
    {
        ["us-gov-west-1"] = "cognito-identity-us-gov.amazonaws.com",
        ["us-gov-east-1"] = "cognito-identity.us-gov-east-1.amazonaws.com",
    };

    /// <summary>The service of identity pools: principal in trust policies, prefix of keys and policy variables.</summary>
    public static string IdentitiesIn(string region) => Others.GetValueOrDefault(region, CommercialIdentities);

    /// <summary>The partition of a Region.</summary>
    /// <remarks>Source: AWS Fault Isolation Boundaries, "Partitions" (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).</remarks>
    public static string PartitionOf(string region) =>
        region.Split('-') switch
        {
            [_, "gov", ..] => "aws-us-gov",
            ["cn", ..] => "aws-cn",
            ["eusc", ..] => "aws-eusc",
            // us-iso-east-1 is of aws-iso, us-isob-east-1 of aws-iso-b …
            [_, "iso", ..] => "aws-iso",
            [_, ['i', 's', 'o', var kind], ..] => $"aws-iso-{kind}",
            _ => "aws",
        };

    /// <summary>Whether a text names the service of identity pools, of whichever Region.</summary>
    public static bool NamesIdentities(string text) =>
        Others.Values.Append(CommercialIdentities).Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
}
