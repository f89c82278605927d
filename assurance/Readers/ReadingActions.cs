using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Stores;
using CognitoStack.Assurance.Symbolic;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>What shows somebody what a place keeps, or has it sent to them.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html). Writes of items count too:
/// they answer with what stood there.</remarks>
internal static class ReadingActions
{
    private static readonly Dictionary<string, List<string>> ByType = new()
    {
        [StoreTypes.LogGroup] = Actions.Of(
            "logs",
            "GetLogEvents FilterLogEvents GetLogRecord GetLogObject StartQuery StartLiveTail Unmask CreateExportTask PutSubscriptionFilter"
        ),
        [StoreTypes.Bucket] = Actions.Of(
            "s3",
            "GetObject GetObjectVersion GetObjectTorrent GetObjectTagging ListBucket ListBucketVersions ReplicateObject PutReplicationConfiguration "
                + "PutInventoryConfiguration PutAnalyticsConfiguration PutBucketNotification PutBucketPolicy PutBucketAcl"
        ),
        [StoreTypes.Table] = Actions.Of(
            "dynamodb",
            "GetItem BatchGetItem Query Scan ConditionCheckItem PartiQLSelect PartiQLUpdate PartiQLDelete PutItem UpdateItem DeleteItem GetRecords "
                + "ExportTableToPointInTime CreateBackup RestoreTableToPointInTime EnableKinesisStreamingDestination PutResourcePolicy"
        ),
        [StoreTypes.UserPool] = Actions.Of(
            "cognito-idp",
            "AdminGetUser ListUsers ListUsersInGroup AdminListGroupsForUser AdminListUserAuthEvents AdminListDevices AdminGetDevice AdminInitiateAuth "
                + "AdminRespondToAuthChallenge AdminSetUserPassword AdminCreateUser AdminUpdateUserAttributes AdminLinkProviderForUser DescribeUserPoolClient "
                + "DescribeIdentityProvider UpdateUserPool UpdateUserPoolClient SetLogDeliveryConfiguration"
        ),
        [StoreTypes.IdentityPool] = Actions.Of(
            "cognito-identity",
            "ListIdentities DescribeIdentity LookupDeveloperIdentity GetOpenIdTokenForDeveloperIdentity MergeDeveloperIdentities UpdateIdentityPool"
        ),
        [StoreTypes.Key] = Actions.Of("kms", "Decrypt ReEncryptFrom CreateGrant DeriveSharedSecret PutKeyPolicy"),
    };

    /// <summary>Those of a type; none where it keeps nothing of anybody.</summary>
    public static IReadOnlyList<string> On(string type) => ByType.GetValueOrDefault(type, []);

    /// <summary>Requests for one of these actions on a resource, or on what is in it.</summary>
    public static Region Region(string action, Resource resource) =>
        new(
            resource.LogicalId,
            [
                new(StatementReader.Action, Quantifier.Any, new TextTest([Pattern.Of(action)], ignoresCase: true)),
                new(StatementReader.Resource, Quantifier.Any, new TextTest(StoreTypes.Within(resource))),
            ]
        );
}
