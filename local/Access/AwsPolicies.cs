using System.Text.Json.Nodes;

namespace CognitoStack.Local.Access;

/// <summary>Those of AWS's own policies that <c>cdk bootstrap</c> gives its roles.</summary>
/// <remarks>Source: AWS Managed Policy Reference, "AdministratorAccess", "AWSCloudFormationReadOnlyAccess" and "ReadOnlyAccess" (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html);
/// of the latter, what it says of the services that are here.</remarks>
internal static class AwsPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy/";

    private static readonly Dictionary<string, JsonObject> Documents = new()
    {
        ["AdministratorAccess"] = Allowing("*"),
        ["AWSCloudFormationReadOnlyAccess"] = Allowing(
            "cloudformation:Describe*",
            "cloudformation:EstimateTemplateCost",
            "cloudformation:Get*",
            "cloudformation:List*",
            "cloudformation:ValidateTemplate",
            "cloudformation:Detect*"
        ),
        ["ReadOnlyAccess"] = Allowing(
            "cloudformation:Describe*",
            "cloudformation:Detect*",
            "cloudformation:Estimate*",
            "cloudformation:Get*",
            "cloudformation:List*",
            "cloudformation:ValidateTemplate",
            "cognito-identity:Describe*",
            "cognito-identity:GetCredentialsForIdentity",
            "cognito-identity:GetIdentityPoolRoles",
            "cognito-identity:GetOpenIdToken",
            "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
            "cognito-identity:List*",
            "cognito-identity:Lookup*",
            "cognito-idp:AdminGetUser",
            "cognito-idp:AdminList*",
            "cognito-idp:Describe*",
            "cognito-idp:Get*",
            "cognito-idp:List*",
            "dynamodb:BatchGet*",
            "dynamodb:Describe*",
            "dynamodb:Get*",
            "dynamodb:List*",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
            "ecr:BatchCheck*",
            "ecr:BatchGet*",
            "ecr:Describe*",
            "ecr:Get*",
            "ecr:List*",
            "iam:Generate*",
            "iam:Get*",
            "iam:List*",
            "iam:Simulate*",
            "kms:Describe*",
            "kms:Get*",
            "kms:List*",
            "lambda:Get*",
            "lambda:List*",
            "logs:Describe*",
            "logs:FilterLogEvents",
            "logs:Get*",
            "logs:ListTagsForResource",
            "logs:StartQuery",
            "logs:StopQuery",
            "logs:TestMetricFilter",
            "s3:DescribeJob",
            "s3:Get*",
            "s3:List*",
            "secretsmanager:Describe*",
            "secretsmanager:GetResourcePolicy",
            "secretsmanager:List*",
            "sns:Check*",
            "sns:Get*",
            "sns:List*",
            "ssm:Describe*",
            "ssm:Get*",
            "ssm:List*",
            "sts:GetAccessKeyInfo",
            "sts:GetCallerIdentity",
            "sts:GetSessionToken"
        ),
    };

    /// <summary>One of AWS's policies; null where it is not known here.</summary>
    public static NamedPolicy? Find(string arn) =>
        arn.StartsWith(Prefix, StringComparison.Ordinal) && Documents.TryGetValue(arn[Prefix.Length..], out var document)
            ? new(arn[Prefix.Length..], document)
            : null;

    private static JsonObject Allowing(params string[] actions) =>
        new()
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(
                new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray([.. actions.Select(a => (JsonNode?)a)]),
                    ["Resource"] = "*",
                }
            ),
        };
}
