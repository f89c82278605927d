using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace CognitoStack.Common;

/// <summary>Buckets that AWS writes logs to, as all of them are here (<c>AWS::S3::Bucket</c>): private, over TLS only, encrypted, and forgetful.</summary>
internal static class LogBucket
{
    /// <summary>Adds a bucket.</summary>
    /// <param name="scope">Construct that owns it.</param>
    /// <param name="id">Construct id; a changed id loses the logs.</param>
    /// <param name="retentionDays">Days that a log is kept.</param>
    /// <param name="protection">What becomes of the logs when the stack goes.</param>
    /// <param name="unlogged">Why nobody logs who reads this bucket.</param>
    public static Bucket Add(Construct scope, string id, int retentionDays, DataProtection protection, string unlogged)
    {
        var bucket = new Bucket(
            scope,
            id,
            new BucketProps
            {
                BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
                ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
                // Log delivery can write to a bucket under SSE-S3, not under a customer's key.
                Encryption = BucketEncryption.S3_MANAGED,
                EnforceSSL = true,
                MinimumTLSVersion = 1.2,
                LifecycleRules =
                [
                    new LifecycleRule { Expiration = Duration.Days(retentionDays), AbortIncompleteMultipartUploadAfter = Duration.Days(1) },
                ],
                RemovalPolicy = protection.RemovalPolicy,
            }
        );
        Accepted.Finding(bucket, "AwsSolutions-S1", unlogged);
        return bucket;
    }
}
