using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>What Cognito leaves of a guest's role in the enhanced flow: the services of its inline session policy, and what its managed one adds.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "IAM roles" (https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html),
/// section on unauthenticated identities; AWS Managed Policy Reference,
/// "AmazonCognitoUnAuthedIdentitiesSessionPolicy"
/// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonCognitoUnAuthedIdentitiesSessionPolicy.html).
/// Services that this project's resources do not belong to are left out where only parts of them are allowed.</remarks>
public static class GuestSessionPolicy
{
    private static readonly string[] Allowed =
    [
        "cloudwatch:*",
        "cognito-identity:*",
        "cognito-idp:*",
        "cognito-sync:*",
        "comprehend:*",
        "dynamodb:*",
        "execute-api:*",
        "firehose:*",
        "gamelift:*",
        "iot:*",
        "kinesis:*",
        "lambda:*",
        "lex:*",
        "logs:*",
        "machinelearning:*",
        "mobileanalytics:*",
        "mobiletargeting:*",
        "personalize:*",
        "polly:*",
        "rekognition:*",
        "s3:*",
        "sdb:*",
        "ses:*",
        "sns:*",
        "sqs:*",
        "transcribe:*",
        "translate:*",
        "appsync:*",
        "sagemaker:InvokeEndpoint",
        "rum:PutRumEvents",
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncryptTo",
        "kms:ReEncryptFrom",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
    ];

    /// <summary>The policy.</summary>
    public static JsonObject Document() =>
        new()
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(
                new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray([.. Allowed.Select(a => (JsonNode?)a)]),
                    ["Resource"] = "*",
                }
            ),
        };
}
