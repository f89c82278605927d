using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>Data at rest: buckets, tables, keys and logs, those of users and those of the project.</summary>
internal static class StorageExpectations
{
    private const string Bucket = "AWS::S3::Bucket";
    private const string Table = "AWS::DynamoDB::Table";
    private const string Encryption = "BucketEncryption.ServerSideEncryptionConfiguration[0]";
    private const string Cors = "CorsConfiguration.CorsRules[0]";
    private static readonly string[] NotPublic = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    private static readonly string[] Methods = ["DELETE", "GET", "HEAD", "POST", "PUT"];

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var buckets = environment.Storage.Buckets.Keys.ToDictionary(b => b, b => templates.Output($"BucketName{Naming.Pascal(b)}"));
        foreach (var (name, bucket) in environment.Storage.Buckets)
            yield return OfUsers(new(Bucket, name, r => r.Name == buckets[name]), bucket, environment, templates);
        yield return Logs(new(Bucket, "logs", r => !buckets.ContainsValue(r.Name)) { OfAny = true }, environment);

        foreach (var (name, table) in environment.Storage.Tables)
            yield return Keyed(
                templates.OfOutput(Table, $"TableName{Naming.Pascal(name)}", name),
                [
                    (table.PartitionKey, "HASH", $"storage.tables.{name}.partitionKey"),
                    .. table.SortKey is { } sort
                        ? [(sort, "RANGE", $"storage.tables.{name}.sortKey")]
                        : Array.Empty<(string, string, string)>(),
                ],
                (table.TimeToLive, $"storage.tables.{name}.timeToLive"),
                environment.Storage.Encryption == EncryptionKey.CustomerKey,
                environment,
                templates
            );
        if (environment.SignInRules?.DenyList == true)
            yield return Keyed(
                templates.OfOutput(Table, "DenyListTableName", "the deny list"),
                [("subject", "HASH", "signInRules.denyList")],
                ("expiresAt", "signInRules.denyList"),
                false,
                environment,
                templates
            );
        if (environment.SignInAudit is not null)
            yield return Keyed(
                templates.OfOutput(Table, "AuditTableName", "the audit"),
                [("user", "HASH", "signInAudit"), ("signIn", "RANGE", "signInAudit")],
                ("expiresAt", "signInAudit"),
                false,
                environment,
                templates
            );

        yield return new Expectation("AWS::Logs::LogGroup", "logs", _ => true) { OfAny = true }
            .Passes("LogGroupName", "KmsKeyId", "Tags")
            .Says("RetentionInDays", "operations.logRetentionDays", environment.Operations.LogRetentionDays)
            .Outlives(environment.Production, "production");
        var storageKey = templates.Output("StorageKeyArn");
        foreach (var isOfData in new[] { true, false })
            yield return new Expectation("AWS::KMS::Key", "keys", r => r.Arn == storageKey == isOfData) { OfAny = true }
                // Whom it lets in is for the proof "principals".
                .Passes("Description", "KeyPolicy", "Tags", "PendingWindowInDays")
                .Says("EnableKeyRotation", Expectation.Always, true)
                // Without the key every object under it is lost for good.
                .Outlives(isOfData, Expectation.Always);
    }

    private static Expectation OfUsers(
        Expectation expected,
        BucketConfiguration bucket,
        EnvironmentConfiguration environment,
        TemplateSet templates
    )
    {
        var isOwnKey = environment.Storage.Encryption == EncryptionKey.CustomerKey;
        var hasCors = bucket.Cors.Count > 0;
        Closed(expected, environment);
        return expected
            .Says($"{Encryption}.ServerSideEncryptionByDefault.SSEAlgorithm", "storage.encryption", isOwnKey ? "aws:kms" : "AES256")
            .Says(
                $"{Encryption}.ServerSideEncryptionByDefault.KMSMasterKeyID",
                "storage.encryption",
                isOwnKey ? templates.Output("StorageKeyArn") ?? "a key" : null
            )
            .Says($"{Encryption}.BucketKeyEnabled", "storage.encryption", isOwnKey ? "true" : null)
            .Says($"{Cors}.AllowedOrigins", $"storage.buckets.{expected.Name}.cors", bucket.Cors)
            .Says($"{Cors}.AllowedMethods", $"storage.buckets.{expected.Name}.cors", hasCors ? Methods : null)
            .Says($"{Cors}.AllowedHeaders", $"storage.buckets.{expected.Name}.cors", hasCors ? "*" : null)
            .Says($"{Cors}.MaxAge", $"storage.buckets.{expected.Name}.cors", hasCors ? 3000 : null)
            .Passes($"{Cors}.ExposedHeaders")
            .Says("VersioningConfiguration.Status", Expectation.Always, "Enabled")
            .Says(
                "LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration.NoncurrentDays",
                $"storage.buckets.{expected.Name}.expireNoncurrentDays",
                bucket.ExpireNoncurrentDays
            )
            .Says("LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation", Expectation.Always, 7)
            .Says("LifecycleConfiguration.Rules[0].ExpiredObjectDeleteMarker", Expectation.Always, true)
            .Says("LifecycleConfiguration.Rules[0].Status", Expectation.Always, "Enabled")
            .Fits(
                "LoggingConfiguration.DestinationBucketName",
                Expectation.Always,
                "a bucket of the templates",
                b => templates.Find(Bucket, b) is not null
            )
            .Passes("LoggingConfiguration.LogFilePrefix");
    }

    private static Expectation Logs(Expectation expected, EnvironmentConfiguration environment)
    {
        Closed(expected, environment);
        return expected
            .Says($"{Encryption}.ServerSideEncryptionByDefault.SSEAlgorithm", Expectation.Always, "AES256")
            .Says(
                "LifecycleConfiguration.Rules[0].ExpirationInDays",
                "operations.logRetentionDays",
                environment.Operations.LogRetentionDays
            )
            .Says("LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation", Expectation.Always, 1)
            .Says("LifecycleConfiguration.Rules[0].Status", Expectation.Always, "Enabled");
    }

    /// <summary>Nothing is public, and object ACLs, which no policy shows, do not count.</summary>
    private static void Closed(Expectation expected, EnvironmentConfiguration environment)
    {
        foreach (var flag in NotPublic)
            expected.Says($"PublicAccessBlockConfiguration.{flag}", Expectation.Always, true);
        expected
            .Says("OwnershipControls.Rules[0].ObjectOwnership", Expectation.Always, "BucketOwnerEnforced")
            .Outlives(environment.Production, "production")
            .Passes("BucketName", "Tags");
    }

    private static Expectation Keyed(
        Expectation expected,
        (string Name, string Kind, string Setting)[] keys,
        (string? Attribute, string Setting) timeToLive,
        bool isOwnKey,
        EnvironmentConfiguration environment,
        TemplateSet templates
    )
    {
        foreach (var (name, kind, setting) in keys)
            expected
                .Says($"KeySchema[{name}].AttributeName", setting, name)
                .Says($"KeySchema[{name}].KeyType", setting, kind)
                .Says($"AttributeDefinitions[{name}].AttributeName", setting, name)
                .Says($"AttributeDefinitions[{name}].AttributeType", setting, "S");
        return expected
            .Says("SSESpecification.SSEEnabled", Expectation.Always, true)
            .Says("SSESpecification.SSEType", "storage.encryption", isOwnKey ? "KMS" : null)
            .Says("SSESpecification.KMSMasterKeyId", "storage.encryption", isOwnKey ? templates.Output("StorageKeyArn") ?? "a key" : null)
            .Says("TimeToLiveSpecification.AttributeName", timeToLive.Setting, timeToLive.Attribute)
            .Says("TimeToLiveSpecification.Enabled", timeToLive.Setting, timeToLive.Attribute is null ? null : "true")
            .Says("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", Expectation.Always, true)
            .Says("DeletionProtectionEnabled", "production", environment.Production)
            .Outlives(environment.Production, "production")
            // Whom the table's own policy lets in is for the proofs "principals" and "access".
            .Passes("BillingMode", "ResourcePolicy", "TableName", "Tags");
    }
}
