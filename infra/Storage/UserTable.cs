using Amazon.CDK.AWS.DynamoDB;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;
using AttributeType = Amazon.CDK.AWS.DynamoDB.AttributeType;

namespace CognitoStack.Storage;

/// <summary>A table that users reach (<c>AWS::DynamoDB::Table</c>): on demand, encrypted, with point-in-time recovery.</summary>
/// <remarks>Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".</remarks>
public sealed class UserTable : Construct
{
    /// <summary>Makes the table.</summary>
    public UserTable(Construct scope, string id, TableConfiguration configuration, StorageKey? key, DataProtection protection)
        : base(scope, id)
    {
        Resource = new Table(this, "Resource", new TableProps
        {
            PartitionKey = new Attribute { Name = configuration.PartitionKey, Type = AttributeType.STRING },
            SortKey = configuration.SortKey is { } sortKey ? new Attribute { Name = sortKey, Type = AttributeType.STRING } : null,
            TimeToLiveAttribute = configuration.TimeToLive,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true },
            Encryption = key is null ? TableEncryption.AWS_MANAGED : TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = key?.Resource,
            DeletionProtection = protection.DeletionProtection,
            RemovalPolicy = protection.RemovalPolicy,
        });
    }

    /// <summary>The table.</summary>
    public Table Resource { get; }
}
