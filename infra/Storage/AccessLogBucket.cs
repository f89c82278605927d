using Amazon.CDK.AWS.S3;
using CognitoStack.Common;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>Bucket of the server access logs (<c>AWS::S3::Bucket</c>): who read and wrote what.</summary>
public sealed class AccessLogBucket : Construct
{
    /// <summary>Makes the bucket.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="retentionDays">Days that a log is kept.</param>
    /// <param name="protection">What becomes of the logs when the stack goes.</param>
    public AccessLogBucket(Construct scope, string id, int retentionDays, DataProtection protection)
        : base(scope, id)
    {
        ByBucketPolicy(this);
        Resource = LogBucket.Add(
            this,
            "Resource",
            retentionDays,
            protection,
            "This bucket holds the access logs; logging to itself would never end."
        );
    }

    /// <summary>The bucket.</summary>
    public Bucket Resource { get; }

    /// <summary>Has log delivery allowed by the bucket's policy, whatever the app's feature flags say: the CDK's older way, by ACL, and buckets without ACLs exclude each other.</summary>
    internal static void ByBucketPolicy(Construct scope) => scope.Node.SetContext("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true);
}
