using CognitoStack.Configuration;

namespace CognitoStack.Assurance.Access;

/// <summary>The actions that the proof asks about: what the file can grant, and what would undo it.</summary>
public static class Actions
{
    /// <summary>On objects.</summary>
    public static IReadOnlyList<string> Objects { get; } =
        Of(
            "s3",
            "GetObject PutObject DeleteObject AbortMultipartUpload GetObjectVersion DeleteObjectVersion GetObjectAcl PutObjectAcl GetObjectTagging PutObjectTagging "
                + "GetObjectAttributes ListMultipartUploadParts RestoreObject PutObjectRetention PutObjectLegalHold BypassGovernanceRetention ReplicateObject"
        );

    /// <summary>On listings.</summary>
    public static IReadOnlyList<string> Listings { get; } = Of("s3", "ListBucket ListBucketVersions ListBucketMultipartUploads");

    /// <summary>On buckets.</summary>
    public static IReadOnlyList<string> Buckets { get; } =
        Of(
            "s3",
            "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy DeleteBucket GetBucketAcl PutBucketAcl PutBucketPublicAccessBlock PutBucketOwnershipControls "
                + "PutBucketVersioning PutLifecycleConfiguration PutBucketCORS PutEncryptionConfiguration PutBucketLogging PutBucketNotification PutReplicationConfiguration PutBucketWebsite"
        );

    /// <summary>On items.</summary>
    public static IReadOnlyList<string> Items { get; } =
        Of(
            "dynamodb",
            "GetItem BatchGetItem Query ConditionCheckItem PutItem UpdateItem DeleteItem BatchWriteItem Scan PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete"
        );

    /// <summary>On indexes.</summary>
    public static IReadOnlyList<string> Indexes { get; } = Of("dynamodb", "Query Scan PartiQLSelect");

    /// <summary>On tables.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        Of(
            "dynamodb",
            "DescribeTable DeleteTable UpdateTable UpdateTimeToLive ExportTableToPointInTime RestoreTableToPointInTime UpdateContinuousBackups CreateBackup "
                + "GetResourcePolicy PutResourcePolicy DeleteResourcePolicy EnableKinesisStreamingDestination TagResource"
        );

    /// <summary>On streams.</summary>
    public static IReadOnlyList<string> Streams { get; } = Of("dynamodb", "DescribeStream GetShardIterator GetRecords");

    /// <summary>On the project's other resources, by their type.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByType { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["AWS::IAM::Role"] = [.. Of("iam", "PassRole GetRole PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy"), "sts:AssumeRole"],
            ["AWS::Cognito::UserPool"] = Of(
                "cognito-idp",
                "AdminGetUser AdminCreateUser AdminUpdateUserAttributes AdminAddUserToGroup AdminSetUserPassword AdminInitiateAuth ListUsers UpdateUserPool UpdateUserPoolClient DeleteUserPool"
            ),
            ["AWS::Cognito::IdentityPool"] = Of(
                "cognito-identity",
                "UpdateIdentityPool DeleteIdentityPool ListIdentities GetIdentityPoolRoles"
            ),
            ["AWS::KMS::Key"] = Of("kms", "Decrypt Encrypt GenerateDataKey ReEncryptFrom CreateGrant PutKeyPolicy ScheduleKeyDeletion"),
            ["AWS::Lambda::Function"] = Of("lambda", "InvokeFunction UpdateFunctionCode UpdateFunctionConfiguration GetFunction"),
            ["AWS::Logs::LogGroup"] = Of("logs", "FilterLogEvents DeleteLogGroup PutRetentionPolicy"),
            ["AWS::SSM::Parameter"] = Of("ssm", "GetParameter PutParameter DeleteParameter"),
            ["AWS::SecretsManager::Secret"] = Of("secretsmanager", "GetSecretValue PutSecretValue"),
        };

    /// <summary>On the account.</summary>
    public static IReadOnlyList<string> Account { get; } =
    [
        "s3:ListAllMyBuckets",
        "dynamodb:ListTables",
        "dynamodb:ListStreams",
        "iam:ListRoles",
        "cognito-identity:SetIdentityPoolRoles",
        "kms:CreateKey",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. new[] { Objects, Listings, Buckets, Items, Indexes, Tables, Streams, Account }.Concat(ByType.Values).SelectMany(a => a).Distinct()];

    /// <summary>What the environment file can grant; the key's two come with an encrypted bucket.</summary>
    public static IReadOnlySet<string> Grantable { get; } =
        GrantedActions.All.Concat(["kms:Decrypt", "kms:GenerateDataKey"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Actions of one service, by their names.</summary>
    internal static List<string> Of(string service, string names) => [.. names.Split(' ').Select(name => $"{service}:{name}")];
}
