using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Storage;

/// <summary>What users reach: private, encrypted, and kept.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class StorageTests(Synthesis synthesis)
{
    private const string Guarded = """
        "PublicAccessBlockConfiguration": { "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true },
        "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }] }
        """;

    [Theory]
    [InlineData(Environments.Minimal, "files/", 30)]
    [InlineData(Environments.Production, "files/", 90, "https://app.example.com")]
    [InlineData(Environments.Production, "user-media/", 30)]
    public void A_bucket_is_private_versioned_logged_and_open_to_no_other_origin(
        string environment,
        string logPrefix,
        int noncurrentDays,
        params string[] origins
    )
    {
        var cors =
            origins.Length == 0
                ? ""
                : $$"""
                    , "CorsConfiguration": { "CorsRules": [{
                      "AllowedOrigins": ["{{string.Join(
                        "\", \"",
                        origins
                    )}}"], "AllowedMethods": ["GET", "HEAD", "PUT", "POST", "DELETE"], "AllowedHeaders": ["*"], "MaxAge": 3000,
                      "ExposedHeaders": ["ETag", "x-amz-request-id", "x-amz-id-2", "x-amz-version-id", "x-amz-server-side-encryption"]
                    }] }
                    """;
        var bucket = Buckets(environment).Single(b => b["Properties"]!["LoggingConfiguration"]?["LogFilePrefix"]!.ToString() == logPrefix)[
            "Properties"
        ]!.AsObject();
        bucket.Remove("Tags");
        bucket.Is(
            $$"""
            {
              {{Guarded}}, "VersioningConfiguration": { "Status": "Enabled" },
              "LoggingConfiguration": { "DestinationBucketName": "<AWS::S3::Bucket AccessLogs>", "LogFilePrefix": "{{logPrefix}}" },
              "LifecycleConfiguration": { "Rules": [{
                "Status": "Enabled", "NoncurrentVersionExpiration": { "NoncurrentDays": {{noncurrentDays}} },
                "ExpiredObjectDeleteMarker": true, "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 }
              }] }
              {{cors}}
            }
            """
        );
    }

    [Theory]
    [InlineData(Environments.Minimal, 90)]
    [InlineData(Environments.Production, 365)]
    public void Access_logs_are_private_and_expire(string environment, int days)
    {
        var logs = Buckets(environment).Single(b => b["Properties"]!["LoggingConfiguration"] is null)["Properties"]!.AsObject();
        logs.Remove("Tags");
        logs.Is(
            $$"""
            { {{Guarded}}, "LifecycleConfiguration": { "Rules": [{ "Status": "Enabled", "ExpirationInDays": {{days}}, "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 1 } }] } }
            """
        );
    }

    [Fact]
    public void A_bucket_refuses_what_is_not_encrypted_on_its_way() => Policy("BucketFiles").Is(RefusesPlainText("BucketFiles"));

    [Fact]
    public void Only_S3_s_log_delivery_for_this_account_s_buckets_writes_access_logs() =>
        Policy("AccessLogs")
            .Is(
                $$"""
                [
                  {{RefusesPlainText("AccessLogs")[1..^1]}}, {{Delivery("BucketFiles", "files")}}, {{Delivery(
                    "BucketUserMedia",
                    "user-media"
                )}}
                ]
                """
            );

    [Theory]
    [InlineData(
        Environments.Minimal,
        """[{ "AttributeName": "owner", "KeyType": "HASH" }, { "AttributeName": "id", "KeyType": "RANGE" }]""",
        "null",
        false
    )]
    [InlineData(
        Environments.Production,
        """[{ "AttributeName": "owner", "KeyType": "HASH" }, { "AttributeName": "noteId", "KeyType": "RANGE" }]""",
        """{ "AttributeName": "expiresAt", "Enabled": true }""",
        true
    )]
    [InlineData(Environments.Production, """[{ "AttributeName": "who", "KeyType": "HASH" }]""", "null", true)]
    public void A_table_is_encrypted_restorable_and_has_the_file_s_keys(string environment, string keys, string timeToLive, bool production)
    {
        var names = JsonNode.Parse(keys)!.AsArray().Select(k => k!["AttributeName"]!.ToString()).ToList();
        var table = Tables(environment)
            .Single(t => t["Properties"]!["KeySchema"]!.AsArray()[^1]!["AttributeName"]!.ToString() == names[^1])["Properties"]!.AsObject();
        table.Remove("Tags");
        table.Remove("LocalSecondaryIndexes");
        table.Has(
            $$"""
            {
              "KeySchema": {{keys}}, "AttributeDefinitions": [{{string.Join(
                ", ",
                names.Select(n => $$"""{ "AttributeName": "{{n}}", "AttributeType": "S" }""")
            )}}],
              "BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": null, "GlobalSecondaryIndexes": null, "StreamSpecification": null,
              "ResourcePolicy": { "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Effect": "Deny", "Principal": "*", "Action": "dynamodb:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }] } },
              "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }, "SSESpecification": { "SSEEnabled": true },
              "TimeToLiveSpecification": {{timeToLive}}, "DeletionProtectionEnabled": {{(production ? "true" : "false")}}
            }
            """
        );
    }

    [Theory]
    [InlineData(Environments.Minimal, "Delete", 3)]
    [InlineData(Environments.Production, "Retain", 5)]
    public void Production_keeps_its_data(string environment, string policy, int count)
    {
        IReadOnlyList<JsonObject> data = [.. Buckets(environment), .. Tables(environment)];
        Assert.Equal(count, data.Count);
        Assert.All(data, d => d.Has($$"""{ "DeletionPolicy": "{{policy}}", "UpdateReplacePolicy": "{{policy}}" }"""));
        // Nothing empties a bucket behind its owner's back.
        Assert.Empty(synthesis.Of(environment).Resources(TemplateJson.Storage, "Custom::S3AutoDeleteObjects"));
    }

    [Fact]
    public void Without_storage_the_stack_stays_with_nothing_in_it() =>
        Assert.Equal(
            ["AWS::CloudFormation::WaitConditionHandle"],
            synthesis.Of(Environments.Bare).Json(TemplateJson.Storage)["Resources"]!.AsObject().Select(r => r.Value!["Type"]!.ToString())
        );

    private IReadOnlyList<JsonObject> Buckets(string environment) =>
        synthesis.Of(environment).Resources(TemplateJson.Storage, "AWS::S3::Bucket");

    private IReadOnlyList<JsonObject> Tables(string environment) =>
        synthesis.Of(environment).Resources(TemplateJson.Storage, "AWS::DynamoDB::Table");

    private JsonNode? Policy(string bucket) =>
        synthesis.Of(Environments.Production).Only(TemplateJson.Storage, "AWS::S3::BucketPolicy", "Bucket", $"<AWS::S3::Bucket {bucket}>")[
            "PolicyDocument"
        ]!["Statement"];

    private static string RefusesPlainText(string bucket) =>
        $$"""
            [
              { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "s3:*", "Resource": ["<AWS::S3::Bucket {{bucket}}.Arn>", "<AWS::S3::Bucket {{bucket}}.Arn>/*"], "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
              { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "s3:*", "Resource": ["<AWS::S3::Bucket {{bucket}}.Arn>", "<AWS::S3::Bucket {{bucket}}.Arn>/*"], "Condition": { "NumericLessThan": { "s3:TlsVersion": 1.2 } } }
            ]
            """;

    private static string Delivery(string bucket, string prefix) =>
        $$"""
            {
              "Effect": "Allow", "Principal": { "Service": "logging.s3.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "<AWS::S3::Bucket AccessLogs.Arn>/{{prefix}}/*",
              "Condition": { "ArnLike": { "aws:SourceArn": "<AWS::S3::Bucket {{bucket}}.Arn>" }, "StringEquals": { "aws:SourceAccount": "111122223333" } }
            }
            """;
}
