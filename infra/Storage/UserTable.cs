using Amazon.CDK.AWS.DynamoDB;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Storage;

/// <summary>A table that users reach (<c>AWS::DynamoDB::Table</c>): on demand, encrypted, with point-in-time recovery.</summary>
/// <remarks>Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).</remarks>
public sealed class UserTable : Construct
{
    /// <summary>Makes the table.</summary>
    public UserTable(Construct scope, string id, TableConfiguration configuration, StorageKey? key, DataProtection protection)
        : base(scope, id)
    {
        Resource = ProtectedTable.Add(
            this,
            "Resource",
            (configuration.PartitionKey, configuration.SortKey, configuration.TimeToLive),
            protection,
            key?.Resource
        );
    }

    /// <summary>The table.</summary>
    public Table Resource { get; }
}
