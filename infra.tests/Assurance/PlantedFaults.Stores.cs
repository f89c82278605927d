using System.Text.Json.Nodes;

namespace CognitoStack.Tests.Assurance;

/// <summary>Settings of data, logs and alarms that are deployed otherwise than the file says.</summary>
public static partial class PlantedFaults
{
    private static IEnumerable<Fault> OfStores =>
        [
            new(
                "settings",
                "every origin",
                Production,
                t =>
                    t.Properties("AWS::S3::Bucket", "BucketFiles")["CorsConfiguration"]!["CorsRules"]![0]!["AllowedOrigins"] =
                        new JsonArray("*")
            ),
            new(
                "settings",
                "a second rule of origins",
                Production,
                t =>
                    t.Properties("AWS::S3::Bucket", "BucketFiles")["CorsConfiguration"]!["CorsRules"]!
                        .AsArray()
                        .Add(JsonNode.Parse("""{ "AllowedOrigins": ["*"], "AllowedMethods": ["GET"] }"""))
            ),
            new(
                "settings",
                "copies of the data elsewhere",
                Production,
                t =>
                    t.Properties("AWS::S3::Bucket", "BucketFiles")["ReplicationConfiguration"] = JsonNode.Parse(
                        """{ "Role": "arn:aws:iam::999988887777:role/r", "Rules": [] }"""
                    )
            ),
            new(
                "settings",
                "a website",
                Production,
                t =>
                    t.Properties("AWS::S3::Bucket", "BucketFiles")["WebsiteConfiguration"] = JsonNode.Parse(
                        """{ "IndexDocument": "index.html" }"""
                    )
            ),
            new(
                "settings",
                "no versions",
                Production,
                t => t.Properties("AWS::S3::Bucket", "BucketFiles")["VersioningConfiguration"]!["Status"] = "Suspended"
            ),
            new(
                "settings",
                "no record of who reads",
                Production,
                t => t.Properties("AWS::S3::Bucket", "BucketFiles").Remove("LoggingConfiguration")
            ),
            new(
                "settings",
                "AWS's key instead of one's own",
                Tagged,
                t =>
                    t.Properties("AWS::S3::Bucket", "BucketFiles")["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]![
                        "ServerSideEncryptionByDefault"
                    ] = JsonNode.Parse("""{ "SSEAlgorithm": "AES256" }""")
            ),
            new(
                "settings",
                "a table under another key",
                Tagged,
                t => t.Properties("AWS::DynamoDB::Table", "TableNotes")["SSESpecification"]!.AsObject().Remove("KMSMasterKeyId")
            ),
            new("settings", "a key that is never rotated", Tagged, t => t.Properties("AWS::KMS::Key", "Key")["EnableKeyRotation"] = false),
            new(
                "settings",
                "a table that goes with its stack",
                Production,
                t => t.Resources("AWS::DynamoDB::Table", "TableNotes").Single()["DeletionPolicy"] = "Delete"
            ),
            new(
                "settings",
                "a pool that goes with its stack",
                Production,
                t => t.Resources("AWS::Cognito::UserPool").Single()["DeletionPolicy"] = "Delete"
            ),
            new(
                "settings",
                "a table without a way back",
                Production,
                t => t.Properties("AWS::DynamoDB::Table", "TableNotes").Remove("PointInTimeRecoverySpecification")
            ),
            new(
                "settings",
                "a stream of what users write",
                Production,
                t =>
                    t.Properties("AWS::DynamoDB::Table", "TableNotes")["StreamSpecification"] = JsonNode.Parse(
                        """{ "StreamViewType": "NEW_IMAGE" }"""
                    )
            ),
            new("settings", "logs for ever", Production, t => t.Properties("AWS::Logs::LogGroup").Remove("RetentionInDays")),
            new(
                "settings",
                "a firewall that stands before nothing",
                Production,
                t => t.Resources("AWS::WAFv2::WebACLAssociation").Single()["Type"] = "AWS::CloudFormation::WaitConditionHandle"
            ),
            new(
                "readers",
                "tokens in the logs of the firewall",
                Production,
                t => t.Properties("AWS::WAFv2::LoggingConfiguration").Remove("RedactedFields")
            ),
            new(
                "settings",
                "user activity that goes nowhere",
                Production,
                t => t.Properties("AWS::Cognito::LogDeliveryConfiguration")["LogConfigurations"]!.AsArray().RemoveAt(1)
            ),
            new("settings", "alarms that nobody hears of", Production, t => t.Properties("AWS::CloudWatch::Alarm").Remove("AlarmActions")),
            new(
                "settings",
                "alarms to another account",
                Production,
                t => t.Properties("AWS::CloudWatch::Alarm")["AlarmActions"] = new JsonArray("arn:aws:sns:eu-west-1:999988887777:theirs")
            ),
            new(
                "settings",
                "alarms to another address",
                Production,
                t => t.Properties("AWS::SNS::Subscription")["Endpoint"] = "somebody@example.net"
            ),
            new(
                "settings",
                "claims that Cognito chooses as tags",
                Tagged,
                t => t.Properties("AWS::Cognito::IdentityPoolPrincipalTag")["UseDefaults"] = true
            ),
            new(
                "settings",
                "one tag more",
                Tagged,
                t => t.Properties("AWS::Cognito::IdentityPoolPrincipalTag")["PrincipalTags"]!["role"] = "custom:colour"
            ),
            new(
                "settings",
                "an own attribute that becomes fixed",
                Production,
                t => Pool(t)["Schema"]!.AsArray().First(a => a!["Name"]!.ToString() == "tenant")!["Mutable"] = false
            ),
            new(
                "settings",
                "one attribute more",
                Production,
                t => Pool(t)["Schema"]!.AsArray().Add(JsonNode.Parse("""{ "Name": "role", "AttributeDataType": "String" }"""))
            ),
            new(
                "settings",
                "login pages of the old kind",
                Production,
                t => t.Properties("AWS::Cognito::UserPoolDomain")["ManagedLoginVersion"] = 1
            ),
        ];
}
