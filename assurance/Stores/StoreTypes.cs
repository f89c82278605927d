using CognitoStack.Assurance.Symbolic;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>Every type that a template may hold: whether it keeps data, or only says how something is done. A type that is in neither list is a
/// difference, so that a new construct cannot keep data that nobody looks at.</summary>
internal static class StoreTypes
{
    public const string UserPool = "AWS::Cognito::UserPool";
    public const string IdentityPool = "AWS::Cognito::IdentityPool";
    public const string Bucket = "AWS::S3::Bucket";
    public const string Table = "AWS::DynamoDB::Table";
    public const string LogGroup = "AWS::Logs::LogGroup";
    public const string Topic = "AWS::SNS::Topic";
    public const string Key = "AWS::KMS::Key";
    public const string Function = "AWS::Lambda::Function";
    public const string Parameter = "AWS::SSM::Parameter";

    private static readonly HashSet<string> Keeping =
    [
        UserPool,
        IdentityPool,
        Bucket,
        Table,
        LogGroup,
        Topic,
        // What is under a key is lost with it.
        Key,
        // Its variables, and its code.
        Function,
        Parameter,
    ];

    private static readonly HashSet<string> NotKeeping =
    [
        // Who may do what.
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::Lambda::Permission",
        "AWS::Logs::ResourcePolicy",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::TopicPolicy",
        // Parts of a user pool and an identity pool, which are kept in these.
        "AWS::Cognito::IdentityPoolPrincipalTag",
        "AWS::Cognito::IdentityPoolRoleAttachment",
        "AWS::Cognito::LogDeliveryConfiguration",
        "AWS::Cognito::ManagedLoginBranding",
        "AWS::Cognito::Terms",
        "AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolDomain",
        "AWS::Cognito::UserPoolGroup",
        "AWS::Cognito::UserPoolIdentityProvider",
        "AWS::Cognito::UserPoolResourceServer",
        "AWS::Cognito::UserPoolRiskConfigurationAttachment",
        "AWS::Cognito::UserPoolUICustomizationAttachment",
        // Numbers, and who hears of them.
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::Logs::MetricFilter",
        "AWS::SNS::Subscription",
        // The firewall, which judges requests and forgets them.
        "AWS::WAFv2::IPSet",
        "AWS::WAFv2::LoggingConfiguration",
        "AWS::WAFv2::WebACL",
        "AWS::WAFv2::WebACLAssociation",
        // Names, and what stands in for nothing.
        "AWS::Route53::RecordSet",
        "AWS::CloudFormation::WaitConditionHandle",
        "AWS::CDK::Metadata",
    ];

    /// <summary>Whether a type keeps data; null where nobody has said so yet.</summary>
    public static bool? Keeps(string type) =>
        Keeping.Contains(type) ? true
        : NotKeeping.Contains(type) ? false
        : null;

    /// <summary>ARNs of a resource, and of what is in it.</summary>
    public static IEnumerable<Pattern> Within(Resource resource) =>
        resource.Type switch
        {
            Topic => [Pattern.Of(resource.Arn)],
            // "…:*" is how IAM names a log group with its streams.
            LogGroup => [Pattern.Of(resource.Arn[..^":*".Length]), Pattern.Of(resource.Arn[..^1]) + Pattern.Anything],
            _ => [Pattern.Of(resource.Arn), Pattern.Of($"{resource.Arn}/") + Pattern.Anything],
        };
}
