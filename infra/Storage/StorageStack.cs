using Amazon.CDK;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>What users reach under their roles: buckets and tables.</summary>
public sealed class StorageStack : Stack
{
    /// <summary>Makes the stack.</summary>
    public StorageStack(Construct scope, string id, IStackProps props, EnvironmentConfiguration environment)
        : base(scope, id, props)
    {
        var protection = new DataProtection(environment.Production);
        var storage = environment.Storage;
        var key = storage.Encryption == EncryptionKey.CustomerKey ? new StorageKey(this, "Key") : null;
        var logs =
            storage.Buckets.Count == 0
                ? null
                : new AccessLogBucket(this, "AccessLogs", environment.Operations.LogRetentionDays, protection);
        var buckets = storage.Buckets.ToDictionary(
            b => b.Key,
            b => new UserBucket(
                this,
                $"Bucket{Naming.Pascal(b.Key)}",
                new UserBucketProps
                {
                    Name = b.Key,
                    Configuration = b.Value,
                    Logs = logs!,
                    Key = key,
                    Protection = protection,
                }
            )
        );
        var tables = storage.Tables.ToDictionary(
            t => t.Key,
            t => new UserTable(this, $"Table{Naming.Pascal(t.Key)}", t.Value, key, protection)
        );

        // CloudFormation knows no empty stack. This one stays, so that taking the last bucket or table away is an update like any other.
        if (buckets.Count + tables.Count == 0)
            _ = new CfnWaitConditionHandle(this, "NoStorage");

        if (key is not null)
            KeyArn = Published.Add(
                this,
                environment.Name,
                "StorageKeyArn",
                key.Resource.KeyArn,
                "ARN of the key that encrypts buckets and tables"
            );
        BucketNames = buckets.ToDictionary(
            b => b.Key,
            b =>
                Published.Add(
                    this,
                    environment.Name,
                    $"BucketName{Naming.Pascal(b.Key)}",
                    b.Value.Resource.BucketName,
                    $"Name of the bucket {b.Key}"
                )
        );
        TableNames = tables.ToDictionary(
            t => t.Key,
            t =>
                Published.Add(
                    this,
                    environment.Name,
                    $"TableName{Naming.Pascal(t.Key)}",
                    t.Value.Resource.TableName,
                    $"Name of the table {t.Key}"
                )
        );
    }

    /// <summary>ARN of the customer's key, as other stacks know it, or null.</summary>
    public string? KeyArn { get; }

    /// <summary>Names of the buckets, as other stacks know them, by their names in the environment file.</summary>
    public IReadOnlyDictionary<string, string> BucketNames { get; }

    /// <summary>Names of the tables, as other stacks know them, by their names in the environment file.</summary>
    public IReadOnlyDictionary<string, string> TableNames { get; }
}
