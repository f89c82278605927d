using System.Text.RegularExpressions;

namespace CognitoStack.Assurance.Access;

/// <summary>Names and ARNs as the services would give them: short, and the same at every run.</summary>
internal static partial class PhysicalNames
{
    public static string Of(TemplateResource resource, References references)
    {
        var given = NameProperty(resource.Type) is { } property && resource.Raw["Properties"]?[property] is { } name
            ? references.Resolve(resource.Stack, name)?.ToString()
            : null;
        var made = given ?? Hash().Replace(resource.LogicalId, string.Empty);
        var set = references.Set;
        return resource.Type switch
        {
            "AWS::S3::Bucket" => made.ToLowerInvariant(),
            "AWS::Cognito::UserPool" => $"{set.Region}_{made}",
            "AWS::Cognito::IdentityPool" => $"{set.Region}:{made}",
            "AWS::IAM::OIDCProvider" => $"arn:{set.Partition}:iam::{set.Account}:oidc-provider/{made.Replace("https://", string.Empty, StringComparison.Ordinal)}",
            "AWS::SNS::Topic" => $"arn:{set.Partition}:sns:{set.Region}:{set.Account}:{made}",
            "AWS::IAM::ManagedPolicy" => $"arn:{set.Partition}:iam::{set.Account}:policy/{made}",
            _ => made,
        };
    }

    public static string ArnOf(TemplateResource resource, TemplateSet set)
    {
        var (aws, region, account, name) = (set.Partition, set.Region, set.Account, resource.Name);
        return resource.Type switch
        {
            "AWS::S3::Bucket" => $"arn:{aws}:s3:::{name}",
            "AWS::DynamoDB::Table" => $"arn:{aws}:dynamodb:{region}:{account}:table/{name}",
            "AWS::IAM::Role" => $"arn:{aws}:iam::{account}:role/{name}",
            "AWS::Cognito::UserPool" => $"arn:{aws}:cognito-idp:{region}:{account}:userpool/{name}",
            "AWS::Cognito::IdentityPool" => $"arn:{aws}:cognito-identity:{region}:{account}:identitypool/{name}",
            "AWS::KMS::Key" => $"arn:{aws}:kms:{region}:{account}:key/{name}",
            "AWS::Lambda::Function" => $"arn:{aws}:lambda:{region}:{account}:function:{name}",
            "AWS::Logs::LogGroup" => $"arn:{aws}:logs:{region}:{account}:log-group:{name}:*",
            "AWS::SSM::Parameter" => $"arn:{aws}:ssm:{region}:{account}:parameter/{name.TrimStart('/')}",
            "AWS::SecretsManager::Secret" => $"arn:{aws}:secretsmanager:{region}:{account}:secret:{name}",
            _ when name.StartsWith("arn:", StringComparison.Ordinal) => name,
            _ => $"arn:{aws}:{resource.Type.Split("::")[1].ToLowerInvariant()}:{region}:{account}:{resource.Type.Split("::")[^1].ToLowerInvariant()}/{name}",
        };
    }

    private static string? NameProperty(string type) => type switch
    {
        "AWS::S3::Bucket" => "BucketName",
        "AWS::DynamoDB::Table" => "TableName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::Lambda::Function" => "FunctionName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::SSM::Parameter" or "AWS::SecretsManager::Secret" => "Name",
        "AWS::Cognito::UserPoolGroup" => "GroupName",
        "AWS::IAM::OIDCProvider" => "Url",
        _ => null,
    };

    /// <summary>The hash that the CDK adds to a logical ID; without it the names are shorter to match and easier to read.</summary>
    [GeneratedRegex("[0-9A-F]{8}$")]
    private static partial Regex Hash();
}
