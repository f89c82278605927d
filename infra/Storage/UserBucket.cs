using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>A bucket that users reach (<c>AWS::S3::Bucket</c>): private, encrypted, TLS only, versioned, with access logs.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Security best practices for Amazon S3"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html).</remarks>
public sealed class UserBucket : Construct
{
    /// <summary>Makes the bucket.</summary>
    public UserBucket(Construct scope, string id, UserBucketProps props)
        : base(scope, id)
    {
        var (configuration, key) = (props.Configuration, props.Key);
        AccessLogBucket.ByBucketPolicy(this);
        Resource = new Bucket(
            this,
            "Resource",
            new BucketProps
            {
                BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
                ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
                Encryption = key is null ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS,
                EncryptionKey = key?.Resource,
                // One data key for many objects: a hundredth of the calls to KMS.
                BucketKeyEnabled = key is null ? null : true,
                EnforceSSL = true,
                MinimumTLSVersion = 1.2,
                Versioned = true,
                ServerAccessLogsBucket = props.Logs.Resource,
                ServerAccessLogsPrefix = $"{props.Name}/",
                Cors = configuration.Cors.Count == 0 ? null : [Cors(configuration)],
                LifecycleRules =
                [
                    new LifecycleRule
                    {
                        NoncurrentVersionExpiration = Duration.Days(configuration.ExpireNoncurrentDays),
                        AbortIncompleteMultipartUploadAfter = Duration.Days(7),
                        ExpiredObjectDeleteMarker = true,
                    },
                ],
                RemovalPolicy = props.Protection.RemovalPolicy,
            }
        );
    }

    /// <summary>The bucket.</summary>
    public Bucket Resource { get; }

    private static CorsRule Cors(BucketConfiguration configuration) =>
        new()
        {
            AllowedOrigins = [.. configuration.Cors],
            AllowedMethods = [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT, HttpMethods.POST, HttpMethods.DELETE],
            AllowedHeaders = ["*"],
            // What the AWS SDKs read: the ETag of each part of an upload, and the request ids.
            ExposedHeaders = ["ETag", "x-amz-request-id", "x-amz-id-2", "x-amz-version-id", "x-amz-server-side-encryption"],
            MaxAge = 3000,
        };
}

/// <summary>What tells one bucket from another.</summary>
public sealed record UserBucketProps
{
    /// <summary>Name in the environment file.</summary>
    public required string Name { get; init; }

    /// <summary>The bucket's part of the environment file.</summary>
    public required BucketConfiguration Configuration { get; init; }

    /// <summary>Bucket of the access logs.</summary>
    public required AccessLogBucket Logs { get; init; }

    /// <summary>The customer's key, or null for AWS's.</summary>
    public StorageKey? Key { get; init; }

    /// <summary>What becomes of the objects when the stack goes.</summary>
    public required DataProtection Protection { get; init; }
}
