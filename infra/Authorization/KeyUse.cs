using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;

namespace CognitoStack.Authorization;

/// <summary>Use of the customer's key by those who read and write encrypted objects, through S3 and no other way.</summary>
/// <remarks>DynamoDB needs no such statement: it uses the key by a grant of its own. Source: Amazon S3 User Guide, "Using server-side encryption
/// with AWS KMS keys" (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html); DynamoDB Developer Guide,
/// "DynamoDB encryption at rest: usage notes" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).</remarks>
internal static class KeyUse
{
    public static IEnumerable<PolicyStatement> For(IReadOnlyList<GrantConfiguration> grants, string keyArn, string region)
    {
        var objects = grants.Where(g => g.Bucket is not null).ToList();
        if (objects.Count == 0)
            yield break;
        yield return new PolicyStatement(
            new PolicyStatementProps
            {
                // An upload in parts reads back what it has written, so whoever writes must decrypt too.
                Actions = objects.Any(g => g.Access != AccessKind.Read) ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
                Resources = [keyArn],
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, object> { ["kms:ViaService"] = $"s3.{region}.amazonaws.com" },
                },
            }
        );
    }
}
