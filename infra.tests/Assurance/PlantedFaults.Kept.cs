using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <content>Data that is kept where nobody looks, in the clear, for too short or for everybody to reach.</content>
public static partial class PlantedFaults
{
    private const string Kept = "stores";
    private const string Table = "AWS::DynamoDB::Table";
    private const string Bucket = "AWS::S3::Bucket";

    private static IEnumerable<Fault> OfKept =>
        [
            Beside("a queue of which nobody has said what it keeps", """{ "Type": "AWS::SQS::Queue", "Properties": {} }"""),
            Beside("a database in another construct", """{ "Type": "AWS::DynamoDB::GlobalTable", "Properties": {} }"""),
            Beside(
                "a secret that the template makes",
                """{ "Type": "AWS::SecretsManager::Secret", "Properties": { "GenerateSecretString": {} } }"""
            ),
            Beside("one bucket more", """{ "Type": "AWS::S3::Bucket", "Properties": {} }"""),
            Beside("one log group more", """{ "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "more" } }"""),
            Beside(
                "a parameter of another's",
                """{ "Type": "AWS::SSM::Parameter", "Properties": { "Name": "/other/thing", "Type": "String", "Value": "x" } }"""
            ),
            Beside("a key for nothing", """{ "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": true } }"""),
            new(
                Kept,
                "a table by AWS's own key, of which an account sees nothing",
                Production,
                t => t.Properties(Table, "TableNotes").Remove("SSESpecification")
            ),
            new(
                Kept,
                "a bucket of which nobody says how it is encrypted",
                Production,
                t => t.Properties(Bucket, "BucketFiles").Remove("BucketEncryption")
            ),
            new(
                Kept,
                "a bucket under another account's key",
                Tagged,
                t => ByDefault(t)["KMSMasterKeyID"] = "arn:aws:kms:us-east-1:999988887777:key/0d1e2f30-4152-6374-8596-a7b8c9d0e1f2"
            ),
            new(Kept, "a bucket under the key that AWS manages", Tagged, t => ByDefault(t)["KMSMasterKeyID"] = "alias/aws/s3"),
            new(
                Kept,
                "alarms under the key that CloudWatch cannot use",
                Prod,
                t => t.Properties("AWS::SNS::Topic")["KmsMasterKeyId"] = "alias/aws/sns"
            ),
            new(Kept, "a key that is switched off", Tagged, t => t.Properties("AWS::KMS::Key")["Enabled"] = false),
            new(Kept, "a key for other Regions", Tagged, t => t.Properties("AWS::KMS::Key")["MultiRegion"] = true),
            new(
                Kept,
                "a key that goes with its stack, and all that is under it",
                Tagged,
                t => t.Resources("AWS::KMS::Key").Single()["DeletionPolicy"] = "Delete"
            ),
            new(Kept, "users that anybody deletes at once", Prod, t => Pool(t)["DeletionProtection"] = "INACTIVE"),
            new(
                Kept,
                "identities that go with their stack",
                Prod,
                t => t.Resources("AWS::Cognito::IdentityPool").Single().Remove("DeletionPolicy")
            ),
            new(
                Kept,
                "a table that an update replaces",
                Prod,
                t => t.Resources(Table, "SignInAudit").Single()["UpdateReplacePolicy"] = "Delete"
            ),
            new(
                Kept,
                "a table without a second of the past",
                Local,
                t => t.Properties(Table, "SignInAudit")["PointInTimeRecoverySpecification"] = new JsonObject()
            ),
            new(
                Kept,
                "objects of users that expire",
                Prod,
                t => t.Properties(Bucket, "BucketFiles")["LifecycleConfiguration"]!["Rules"]![0]!["ExpirationInDays"] = 30
            ),
            new(
                Kept,
                "objects of users without earlier versions",
                Local,
                t => t.Properties(Bucket, "BucketFiles").Remove("VersioningConfiguration")
            ),
            new(
                Kept,
                "a log that a policy may make public",
                Local,
                t => t.Properties(Bucket, "AccessLogs")["PublicAccessBlockConfiguration"]!["RestrictPublicBuckets"] = false
            ),
            new(Kept, "objects that an ACL makes public", Local, t => t.Properties(Bucket, "BucketFiles").Remove("OwnershipControls")),
            new(
                Kept,
                "a log as a website",
                Local,
                t => t.Properties(Bucket, "AccessLogs")["WebsiteConfiguration"] = new JsonObject { ["IndexDocument"] = "index.html" }
            ),
            new(
                Kept,
                "a table for everybody who comes from a page",
                Local,
                t =>
                    TablePolicy(t, "TableNotes")
                        .Add(
                            JsonNode.Parse(
                                """{ "Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": { "StringLike": { "aws:Referer": "https://x/*" } } }"""
                            )
                        )
            ),
            new(Kept, "a table over plain HTTP", Local, t => TablePolicy(t, "TableNotes").Clear()),
            new(
                Kept,
                "an audit over plain HTTP, by a condition that counts only where it is said otherwise",
                Local,
                t => Templates.Replace(TablePolicy(t, "SignInAudit"), "\"false\"", "\"never\"")
            ),
            new(
                Kept,
                "writes over plain HTTP",
                Local,
                t =>
                    TablePolicy(t, "TableNotes")[0]!["Action"] = new JsonArray(
                        "dynamodb:Get*",
                        "dynamodb:Query",
                        "dynamodb:Scan",
                        "dynamodb:Batch*"
                    )
            ),
            new(Kept, "a log over plain HTTP", Local, t => Denials(t, "AccessLogs").RemoveAt(0)),
            new(
                Kept,
                "a log over old TLS",
                Local,
                t => Denials(t, "AccessLogs")[1]!["Condition"]!["NumericLessThan"]!["s3:TlsVersion"] = 1.1
            ),
            new(
                Kept,
                "objects over plain HTTP for one role",
                Local,
                t => Denials(t, "BucketFiles")[0]!["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::111122223333:role/one" }
            ),
            new(
                Kept,
                "alarms over plain HTTP",
                Prod,
                t => t.Properties("AWS::SNS::TopicPolicy")["PolicyDocument"]!["Statement"]!.AsArray().RemoveAt(0)
            ),
            new(
                Kept,
                "alarms that are posted over plain HTTP",
                Prod,
                t =>
                {
                    t.Properties("AWS::SNS::Subscription")["Protocol"] = "http";
                    t.Properties("AWS::SNS::Subscription")["Endpoint"] = "http://alarms.example.com/";
                }
            ),
            new(
                Kept,
                "codes to an application without TLS",
                Prod,
                t =>
                    t.Properties("AWS::Cognito::UserPoolClient", "ClientWeb")["CallbackURLs"]!
                        .AsArray()
                        .Add("http://app.example.com/callback")
            ),
            new(
                Kept,
                "an identity provider without TLS",
                Prod,
                t =>
                    t.Properties("AWS::Cognito::UserPoolIdentityProvider", "ProviderCorp")["ProviderDetails"]!["MetadataURL"] =
                        "http://idp.example.com/m"
            ),
            new(
                Kept,
                "a page without TLS that reads objects",
                Prod,
                t =>
                    t.Properties(Bucket, "BucketFiles")["CorsConfiguration"]!["CorsRules"]![0]!["AllowedOrigins"] = new JsonArray(
                        "http://app.example.com"
                    )
            ),
            new(
                Kept,
                "a domain under another certificate",
                OtherEnvironments.OwnDomain,
                t =>
                    t.Properties("AWS::Cognito::UserPoolDomain")["CustomDomainConfig"]!["CertificateArn"] =
                        "arn:aws:acm:us-east-1:111122223333:certificate/2"
            ),
        ];

    private static Fault Beside(string name, [StringSyntax("Json")] string resource) =>
        new(Kept, name, Local, t => t.Add("Storage", "Beside", resource));

    private static JsonObject ByDefault(Templates t) =>
        t.Properties(Bucket, "BucketFiles")["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]![
            "ServerSideEncryptionByDefault"
        ]!.AsObject();

    private static JsonArray TablePolicy(Templates t, string table) =>
        t.Properties(Table, table)["ResourcePolicy"]!["PolicyDocument"]!["Statement"]!.AsArray();

    private static JsonArray Denials(Templates t, string bucket) =>
        t.Properties("AWS::S3::BucketPolicy", bucket)["PolicyDocument"]!["Statement"]!.AsArray();
}
