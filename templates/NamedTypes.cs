namespace CognitoStack.Templates;

/// <summary>Forms of the names that services give.</summary>
public enum NameForm
{
    /// <summary><c>stack-logicalid-RANDOM</c>.</summary>
    Stack,

    /// <summary>The same in lower case.</summary>
    Bucket,

    /// <summary><c>CFN-logicalid-RANDOM</c>.</summary>
    Parameter,

    /// <summary>A UUID.</summary>
    Uuid,

    /// <summary>Region, <c>_</c> and 9 letters and digits.</summary>
    UserPool,

    /// <summary>26 small letters and digits.</summary>
    UserPoolClient,

    /// <summary>Region, <c>:</c> and a GUID.</summary>
    IdentityPool,
}

/// <summary>How a type is named. In texts, <c>{name}</c>, <c>{arn}</c>, <c>{partition}</c>, <c>{region}</c>, <c>{account}</c> and any property may stand in braces.</summary>
public sealed record NamedType
{
    /// <summary>Property that may give the name.</summary>
    public string? Given { get; init; }

    /// <summary>Form of a name that is not given.</summary>
    public NameForm Form { get; init; }

    /// <summary>Longest name that is not given.</summary>
    public int Longest { get; init; } = 255;

    /// <summary>ARN; empty for a type without one.</summary>
    public string Arn { get; init; } = string.Empty;

    /// <summary>What <c>Ref</c> gives.</summary>
    public string Ref { get; init; } = "{name}";

    /// <summary>What <c>Fn::GetAtt</c> gives beside the ARN; one whose parts are not set is not had.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}

/// <summary>Names of the types that templates of this kind hold, from the pages "Return values" of the CloudFormation reference.</summary>
public static class NamedTypes
{
    private static readonly Dictionary<string, NamedType> Types = new()
    {
        ["AWS::CloudWatch::Alarm"] = new() { Given = "AlarmName", Arn = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}" },
        ["AWS::CloudWatch::Dashboard"] = new() { Given = "DashboardName", Arn = "arn:{partition}:cloudwatch::{account}:dashboard/{name}" },
        ["AWS::Cognito::IdentityPool"] = new()
        {
            Form = NameForm.IdentityPool,
            Arn = "arn:{partition}:cognito-identity:{region}:{account}:identitypool/{name}",
            Attributes = new Dictionary<string, string> { ["Id"] = "{name}", ["Name"] = "{IdentityPoolName}" },
        },
        ["AWS::Cognito::IdentityPoolPrincipalTag"] = new() { Ref = "{IdentityPoolId}|{IdentityProviderName}" },
        ["AWS::Cognito::IdentityPoolRoleAttachment"] = new() { Attributes = new Dictionary<string, string> { ["Id"] = "{name}" } },
        ["AWS::Cognito::ManagedLoginBranding"] = new()
        {
            Form = NameForm.Uuid,
            Ref = "{UserPoolId}|{name}",
            Attributes = new Dictionary<string, string> { ["ManagedLoginBrandingId"] = "{name}" },
        },
        ["AWS::Cognito::Terms"] = new()
        {
            Form = NameForm.Uuid,
            Ref = "{UserPoolId}|{name}",
            Attributes = new Dictionary<string, string> { ["TermsId"] = "{name}" },
        },
        ["AWS::Cognito::UserPool"] = new()
        {
            Form = NameForm.UserPool,
            Arn = "arn:{partition}:cognito-idp:{region}:{account}:userpool/{name}",
            Attributes = new Dictionary<string, string>
            {
                ["ProviderName"] = "cognito-idp.{region}.amazonaws.com/{name}",
                ["ProviderURL"] = "https://cognito-idp.{region}.amazonaws.com/{name}",
                ["UserPoolId"] = "{name}",
            },
        },
        ["AWS::Cognito::UserPoolClient"] = new()
        {
            Form = NameForm.UserPoolClient,
            Attributes = new Dictionary<string, string> { ["ClientId"] = "{name}", ["Name"] = "{ClientName}" },
        },
        ["AWS::Cognito::UserPoolDomain"] = new()
        {
            Given = "Domain",
            // Of the form that CloudFront gives; nothing asks there.
            Attributes = new Dictionary<string, string> { ["CloudFrontDistribution"] = "d111111abcdef8.cloudfront.net" },
        },
        ["AWS::Cognito::UserPoolGroup"] = new() { Given = "GroupName" },
        ["AWS::Cognito::UserPoolIdentityProvider"] = new() { Given = "ProviderName" },
        ["AWS::Cognito::UserPoolResourceServer"] = new() { Given = "Identifier" },
        ["AWS::Cognito::UserPoolUser"] = new() { Given = "Username" },
        ["AWS::DynamoDB::Table"] = new()
        {
            Given = "TableName",
            Arn = "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
            Attributes = new Dictionary<string, string> { ["StreamArn"] = "{arn}/stream/{created}" },
        },
        ["AWS::ECR::Repository"] = new()
        {
            Given = "RepositoryName",
            Arn = "arn:{partition}:ecr:{region}:{account}:repository/{name}",
            Attributes = new Dictionary<string, string> { ["RepositoryUri"] = "{account}.dkr.ecr.{region}.amazonaws.com/{name}" },
        },
        ["AWS::IAM::ManagedPolicy"] = new()
        {
            Given = "ManagedPolicyName",
            Longest = 128,
            Arn = "arn:{partition}:iam::{account}:policy{Path}{name}",
            Ref = "{arn}",
            Attributes = new Dictionary<string, string> { ["PolicyArn"] = "{arn}" },
        },
        ["AWS::IAM::OIDCProvider"] = new()
        {
            Given = "Url",
            Arn = "arn:{partition}:iam::{account}:oidc-provider/{host}",
            Ref = "{arn}",
        },
        ["AWS::IAM::Policy"] = new()
        {
            Longest = 128,
            Attributes = new Dictionary<string, string> { ["Id"] = "{name}" },
        },
        ["AWS::IAM::Role"] = new()
        {
            Given = "RoleName",
            Longest = 64,
            Arn = "arn:{partition}:iam::{account}:role{Path}{name}",
        },
        ["AWS::IAM::RolePolicy"] = new() { Given = "PolicyName" },
        ["AWS::IAM::SAMLProvider"] = new()
        {
            Given = "Name",
            Longest = 128,
            Arn = "arn:{partition}:iam::{account}:saml-provider/{name}",
            Ref = "{arn}",
        },
        ["AWS::IAM::User"] = new()
        {
            Given = "UserName",
            Longest = 64,
            Arn = "arn:{partition}:iam::{account}:user{Path}{name}",
        },
        ["AWS::KMS::Alias"] = new() { Given = "AliasName", Arn = "arn:{partition}:kms:{region}:{account}:{name}" },
        ["AWS::KMS::Key"] = new()
        {
            Form = NameForm.Uuid,
            Arn = "arn:{partition}:kms:{region}:{account}:key/{name}",
            Attributes = new Dictionary<string, string> { ["KeyId"] = "{name}" },
        },
        ["AWS::Lambda::Alias"] = new()
        {
            Given = "Name",
            Arn = "arn:{partition}:lambda:{region}:{account}:function:{function}:{name}",
            Ref = "{arn}",
            Attributes = new Dictionary<string, string> { ["AliasArn"] = "{arn}" },
        },
        ["AWS::Lambda::Function"] = new()
        {
            Given = "FunctionName",
            Longest = 64,
            Arn = "arn:{partition}:lambda:{region}:{account}:function:{name}",
        },
        // Code is what is deployed now, so there is one version of it.
        ["AWS::Lambda::Version"] = new()
        {
            Arn = "arn:{partition}:lambda:{region}:{account}:function:{function}:1",
            Ref = "{arn}",
            Attributes = new Dictionary<string, string> { ["Version"] = "1", ["FunctionArn"] = "{arn}" },
        },
        ["AWS::Logs::LogGroup"] = new() { Given = "LogGroupName", Arn = "arn:{partition}:logs:{region}:{account}:log-group:{name}:*" },
        ["AWS::S3::Bucket"] = new()
        {
            Given = "BucketName",
            Form = NameForm.Bucket,
            Longest = 63,
            Arn = "arn:{partition}:s3:::{name}",
            Attributes = new Dictionary<string, string>
            {
                ["DomainName"] = "{name}.s3.amazonaws.com",
                ["RegionalDomainName"] = "{name}.s3.{region}.amazonaws.com",
                ["DualStackDomainName"] = "{name}.s3.dualstack.{region}.amazonaws.com",
                ["WebsiteURL"] = "http://{name}.s3-website-{region}.amazonaws.com",
            },
        },
        ["AWS::S3::BucketPolicy"] = new() { Given = "Bucket" },
        ["AWS::SNS::Topic"] = new()
        {
            Given = "TopicName",
            Arn = "arn:{partition}:sns:{region}:{account}:{name}",
            Ref = "{arn}",
            Attributes = new Dictionary<string, string> { ["TopicArn"] = "{arn}", ["TopicName"] = "{name}" },
        },
        ["AWS::SQS::Queue"] = new()
        {
            Given = "QueueName",
            Longest = 80,
            Arn = "arn:{partition}:sqs:{region}:{account}:{name}",
            Ref = "https://sqs.{region}.amazonaws.com/{account}/{name}",
            Attributes = new Dictionary<string, string>
            {
                ["QueueName"] = "{name}",
                ["QueueUrl"] = "https://sqs.{region}.amazonaws.com/{account}/{name}",
            },
        },
        ["AWS::SSM::Parameter"] = new()
        {
            Given = "Name",
            Form = NameForm.Parameter,
            Arn = "arn:{partition}:ssm:{region}:{account}:parameter/{relative}",
            Attributes = new Dictionary<string, string> { ["Type"] = "{Type}", ["Value"] = "{Value}" },
        },
        ["AWS::SecretsManager::Secret"] = new()
        {
            Given = "Name",
            Arn = "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}",
            Ref = "{arn}",
            Attributes = new Dictionary<string, string> { ["Id"] = "{arn}" },
        },
        ["AWS::WAFv2::IPSet"] = OfFirewall("ipset"),
        ["AWS::WAFv2::WebACL"] = OfFirewall("webacl"),
    };

    /// <summary>Things of WAF are known by name, id and scope.</summary>
    private static NamedType OfFirewall(string kind) =>
        new()
        {
            Form = NameForm.Uuid,
            Arn = $"arn:{{partition}}:wafv2:{{region}}:{{account}}:{{scope}}/{kind}/{{label}}/{{name}}",
            Ref = "{label}|{name}|{Scope}",
            Attributes = new Dictionary<string, string> { ["Id"] = "{name}" },
        };

    /// <summary>How a type is named; one that nobody foresaw has a name and an ARN of the usual form.</summary>
    public static NamedType Of(string type) =>
        Types.GetValueOrDefault(type)
        ?? (
            type.ToLowerInvariant().Split("::") is ["aws", var service, var kind]
                ? new() { Arn = $"arn:{{partition}}:{service}:{{region}}:{{account}}:{kind}/{{name}}" }
                : new()
        );
}
