namespace CognitoStack.Local.Access;

/// <summary>The condition keys of services of which the host knows all that there is: a request either has them here, or would not have them in AWS.
/// Whether an action knows a key at all is the evaluator's to say.</summary>
/// <remarks>Source: Service Authorization Reference, "Condition keys for Amazon S3"
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html),
/// "… for Amazon DynamoDB", "… for AWS Key Management Service", "… for AWS Security Token Service".</remarks>
internal static class ServiceKeys
{
    private static readonly Dictionary<string, HashSet<string>> Told = new()
    {
        ["s3"] = Names(
            """
            authType signatureAge signatureversion TlsVersion ResourceAccount prefix delimiter max-keys versionid if-match if-none-match ObjectCreationOperation
            ExistingObjectTag RequestObjectTag RequestObjectTagKeys x-amz-acl x-amz-content-sha256 x-amz-copy-source x-amz-metadata-directive x-amz-storage-class
            x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-customer-algorithm x-amz-website-redirect-location
            x-amz-grant-full-control x-amz-grant-read x-amz-grant-read-acp x-amz-grant-write x-amz-grant-write-acp
            """,
            // Of requests that there are not here: to access points, jobs and replicas, under Object Lock, to make buckets.
            """
            AccessGrantsInstanceArn AccessGrantScope AccessGrantsLocationScope AccessPointNetworkOrigin AccessPointTag DataAccessPointAccount DataAccessPointArn
            ExistingJobOperation ExistingJobPriority JobSuspendedCause RequestJobOperation RequestJobPriority InventoryAccessibleOptionalFields
            destinationRegion isReplicationPauseRequest object-lock-legal-hold object-lock-mode object-lock-remaining-retention-days object-lock-retain-until-date
            locationconstraint x-amz-bucket-namespace x-amz-object-ownership
            """
        ),
        ["dynamodb"] = Names("Attributes EnclosingOperation LeadingKeys ReturnConsumedCapacity ReturnValues Select", "FullTableScan"),
        ["kms"] = Names(
            "CallerAccount EncryptionAlgorithm EncryptionContext EncryptionContextKeys RequestAlias ResourceAliases ViaService",
            // Of requests that nobody sends to a key in the name of another.
            "GrantConstraintSourceArn GrantConstraintType GrantIsForAWSResource GrantOperations GranteePrincipal RetiringPrincipal MessageType SigningAlgorithm MacAlgorithm RecipientAttestation"
        ),
        ["sts"] = Names("AWSServiceName ExternalId RoleSessionName SourceIdentity TransitiveTagKeys"),
    };

    /// <summary>The service that a key or an action is of.</summary>
    public static string ServiceOf(string name) => name.Split(':')[0].ToLowerInvariant();

    /// <summary>Whether all is known of a key of a service; null where nothing is known of the service.</summary>
    public static bool? AreTold(string key) =>
        Told.TryGetValue(ServiceOf(key), out var names) ? names.Contains(key.Split(':', '/').ElementAtOrDefault(1) ?? string.Empty) : null;

    private static HashSet<string> Names(params string[] lists) =>
        lists.SelectMany(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
