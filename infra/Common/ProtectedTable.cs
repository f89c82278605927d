using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace CognitoStack.Common;

/// <summary>Tables as all of them are here (<c>AWS::DynamoDB::Table</c>): string keys, on demand, encrypted, over TLS only, with point-in-time recovery.</summary>
/// <remarks>DynamoDB's endpoints take plain HTTP too: AWS General Reference, "Amazon DynamoDB endpoints and quotas"
/// (https://docs.aws.amazon.com/general/latest/gr/ddb.html).</remarks>
internal static class ProtectedTable
{
    /// <summary>Adds a table.</summary>
    /// <param name="scope">Construct that owns it.</param>
    /// <param name="id">Construct id; a changed id loses the items.</param>
    /// <param name="attributes">Names of the key attributes, fixed at creation, and of the one that holds the time of expiry, in seconds since 1970.</param>
    /// <param name="protection">What becomes of the items when the stack goes.</param>
    /// <param name="key">The customer's key, or null for AWS's.</param>
    public static Table Add(
        Construct scope,
        string id,
        (string Partition, string? Sort, string? TimeToLive) attributes,
        DataProtection protection,
        IKey? key = null
    ) =>
        new(
            scope,
            id,
            new TableProps
            {
                PartitionKey = Text(attributes.Partition),
                SortKey = attributes.Sort is null ? null : Text(attributes.Sort),
                TimeToLiveAttribute = attributes.TimeToLive,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true },
                Encryption = key is null ? TableEncryption.AWS_MANAGED : TableEncryption.CUSTOMER_MANAGED,
                EncryptionKey = key,
                ResourcePolicy = OverTlsOnly(),
                DeletionProtection = protection.DeletionProtection,
                RemovalPolicy = protection.RemovalPolicy,
            }
        );

    /// <summary>Refuses everybody without TLS, and lets nobody in.</summary>
    private static PolicyDocument OverTlsOnly() =>
        new(
            new PolicyDocumentProps
            {
                Statements =
                [
                    new PolicyStatement(
                        new PolicyStatementProps
                        {
                            Effect = Effect.DENY,
                            Principals = [new StarPrincipal()],
                            Actions = ["dynamodb:*"],
                            // The table with its indexes. By its ARN it would refer to itself.
                            Resources = ["*"],
                            Conditions = new Dictionary<string, object>
                            {
                                ["Bool"] = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" },
                            },
                        }
                    ),
                ],
            }
        );

    private static Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };
}
