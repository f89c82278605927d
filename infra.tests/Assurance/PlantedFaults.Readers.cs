using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <content>Somebody who reads logs, records, codes or secrets without a setting that lets them, and ways by which these go on to others.</content>
public static partial class PlantedFaults
{
    private const string Readers = "readers";
    private const string Everywhere = "\"*\"";

    private static IEnumerable<Fault> OfReaders =>
        [
            ByRole("users who read logs", "Admin", "logs:FilterLogEvents", Everywhere),
            ByRole("users who follow logs live, by a pattern", "Member", "logs:StartLive*", Everywhere),
            ByRole(
                "users who read the audit",
                "Admin",
                "dynamodb:Query",
                """{ "Fn::Sub": "arn:aws:dynamodb:*:${AWS::AccountId}:table/*Audit*" }"""
            ),
            ByRole("users who copy the access logs", "Admin", "s3:GetObject*", "\"arn:aws:s3:::accesslogs*\""),
            ByRole("users who see what others do", "Member", "cognito-idp:AdminListUserAuthEvents", Everywhere),
            ByFunction("the gate reads its own log", "SignInGate", "logs:GetLogEvents"),
            ByFunction("the audit reads what it wrote", "SignInAudit", "dynamodb:Query"),
            ByFunction("the audit sees the secrets of clients", "SignInAudit", "cognito-idp:DescribeUserPoolClient"),
            ByFunction("the gate sees the secrets of providers", "SignInGate", "cognito-idp:Describe*"),
            new(
                Readers,
                "the role of text messages may do all but something",
                Local,
                t => Policy(t, "UserPoolSmsRole").Add(JsonNode.Parse("""{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }"""))
            ),
            new(
                Readers,
                "whoever has a managed policy",
                Local,
                t =>
                    t.Properties("AWS::IAM::Role", "UserPoolSmsRole")["ManagedPolicyArns"] = new JsonArray(
                        "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
                    )
            ),
            new(Readers, "people of IAM", Local, t => t.Properties("AWS::IAM::Policy", "SignInGate")["Users"] = new JsonArray("alice")),
            new(
                Readers,
                "the audit's table lets the gate read it",
                Local,
                t =>
                    TablePolicy(t, "SignInAudit")
                        .Add(
                            JsonNode.Parse(
                                $$"""
                                { "Effect": "Allow", "Action": "dynamodb:Scan", "Resource": "*",
                                  "Principal": { "AWS": { "Fn::GetAtt": ["{{Id(
                                    t,
                                    "AWS::IAM::Role",
                                    "SignInGatePreAuthenticationRole"
                                )}}", "Arn"] } } }
                                """
                            )
                        )
            ),
            new(
                Readers,
                "the service that writes logs reads them too",
                Local,
                t =>
                    Denials(t, "AccessLogs").Select(s => s!.AsObject()).First(s => s["Effect"]!.ToString() == "Allow")["Action"] =
                        new JsonArray("s3:PutObject", "s3:GetObject")
            ),
            new(
                Readers,
                "a partner account reads the access logs",
                Local,
                t =>
                    Denials(t, "AccessLogs")
                        .Add(
                            JsonNode.Parse(
                                $$"""{ "Effect": "Allow", "Principal": { "AWS": "{{Partner}}" }, "Action": "s3:GetObject", "Resource": "*" }"""
                            )
                        )
            ),
            SendsOn(
                "a subscription to a log",
                "AWS::Logs::SubscriptionFilter",
                """{ "DestinationArn": "arn:aws:lambda:us-east-1:999988887777:function:x" }"""
            ),
            SendsOn(
                "a log for another account",
                "AWS::Logs::Destination",
                """{ "TargetArn": "arn:aws:kinesis:us-east-1:999988887777:stream/x" }"""
            ),
            SendsOn(
                "a stream that a function reads",
                "AWS::Lambda::EventSourceMapping",
                """{ "FunctionName": "x", "EventSourceArn": "arn:aws:dynamodb:us-east-1:111122223333:table/x/stream/1" }"""
            ),
            SendsOn("a record of every call", "AWS::CloudTrail::Trail", """{ "S3BucketName": "theirs" }"""),
            OfFunction("events of the gate in a queue", "DeadLetterConfig", """{ "TargetArn": "arn:aws:sqs:us-east-1:111122223333:x" }"""),
            OfFunction("an extension of another's beside the gate", "Layers", """["arn:aws:lambda:us-east-1:999988887777:layer:x:1"]"""),
            OfFunction("calls of the gate in X-Ray", "TracingConfig", """{ "Mode": "Active" }"""),
            OfFunction("a function that logs as text", "LoggingConfig", """{ "LogFormat": "Text" }"""),
            OfFunction("a function that logs every event", "LoggingConfig", """{ "LogFormat": "JSON", "SystemLogLevel": "DEBUG" }"""),
            OfFunction(
                "a secret in a variable",
                "Environment",
                """{ "Variables": { "KEY": "{{resolve:secretsmanager:dev/google:SecretString:clientSecret}}" } }"""
            ),
            new(
                Readers,
                "the audit as a stream",
                Local,
                t => t.Properties(Table, "SignInAudit")["StreamSpecification"] = new JsonObject { ["StreamViewType"] = "NEW_IMAGE" }
            ),
            new(
                Readers,
                "an inventory of the objects of users for another account",
                Local,
                t =>
                    t.Properties(Bucket, "BucketFiles")["InventoryConfigurations"] = JsonNode.Parse(
                        """[{ "Destination": { "BucketAccountId": "999988887777" } }]"""
                    )
            ),
            new(
                Readers,
                "user activity to somebody else's stream",
                Prod,
                t =>
                    t.Properties("AWS::Cognito::LogDeliveryConfiguration")["LogConfigurations"]![1] = JsonNode.Parse(
                        """{ "EventSource": "userAuthEvents", "LogLevel": "INFO", "FirehoseConfiguration": { "StreamArn": "arn:aws:firehose:eu-west-1:999988887777:deliverystream/x" } }"""
                    )
            ),
            new(
                Readers,
                "user names in metrics",
                Prod,
                t =>
                    t.Properties("AWS::Logs::MetricFilter")["MetricTransformations"]![0]!["Dimensions"] = JsonNode.Parse(
                        """[{ "Key": "user", "Value": "$.userName" }]"""
                    )
            ),
            new(
                Readers,
                "cookies in the log of the firewall",
                Prod,
                t => t.Properties("AWS::WAFv2::LoggingConfiguration")["RedactedFields"]!.AsArray().RemoveAt(2)
            ),
            new(
                Readers,
                "whole requests as samples of the firewall",
                Prod,
                t => t.Properties("AWS::WAFv2::WebACL")["Rules"]![0]!["VisibilityConfig"]!["SampledRequestsEnabled"] = true
            ),
            new(
                Readers,
                "the log of the firewall elsewhere",
                Prod,
                t =>
                    t.Properties("AWS::WAFv2::LoggingConfiguration")["LogDestinationConfigs"] = new JsonArray(
                        "arn:aws:s3:::aws-waf-logs-theirs"
                    )
            ),
            new(
                Readers,
                "the secret of a client as an output",
                Local,
                t =>
                    t.All.First(a => a.Key.EndsWith("Authentication", StringComparison.Ordinal)).Value["Outputs"]!["PortalSecret"] =
                        JsonNode.Parse(
                            $$"""{ "Value": { "Fn::GetAtt": ["{{Id(t, "AWS::Cognito::UserPoolClient", "ClientPortal")}}", "ClientSecret"] } }"""
                        )
            ),
            new(
                Readers,
                "the secret of a provider in a parameter",
                Local,
                t => t.Properties("AWS::SSM::Parameter")["Value"] = "{{resolve:secretsmanager:dev/google:SecretString:clientSecret}}"
            ),
            new(
                Readers,
                "passwords to a function that no setting names",
                OtherEnvironments.Migration,
                t => Pool(t)["LambdaConfig"]!["UserMigration"] = "arn:aws:lambda:eu-west-1:111122223333:function:other:live"
            ),
            new(
                Readers,
                "codes to a function that no setting names",
                Local,
                t =>
                    Pool(t)["LambdaConfig"]!["CustomEmailSender"] = JsonNode.Parse(
                        """{ "LambdaVersion": "V1_0", "LambdaArn": "arn:aws:lambda:us-east-1:111122223333:function:send:live" }"""
                    )
            ),
        ];

    private static Fault ByRole(string name, string role, string action, [StringSyntax("Json")] string resource) =>
        new(Readers, name, Local, t => t.Statements(role).Add(Allowing(action, resource)));

    private static Fault ByFunction(string name, string function, string action) =>
        new(
            Readers,
            name,
            Local,
            t => t.Properties("AWS::IAM::Policy", function)["PolicyDocument"]!["Statement"]!.AsArray().Add(Allowing(action, Everywhere))
        );

    private static Fault SendsOn(string name, string type, [StringSyntax("Json")] string properties) =>
        new(Readers, name, Local, t => t.Add("Authentication", "Beside", $$"""{ "Type": "{{type}}", "Properties": {{properties}} }"""));

    private static Fault OfFunction(string name, string property, [StringSyntax("Json")] string value) =>
        new(Readers, name, Local, t => t.Properties("AWS::Lambda::Function", "SignInGate")[property] = JsonNode.Parse(value));

    private static JsonObject Allowing(string action, [StringSyntax("Json")] string resource) =>
        new()
        {
            ["Effect"] = "Allow",
            ["Action"] = action,
            ["Resource"] = JsonNode.Parse(resource),
        };

    private static JsonArray Policy(Templates t, string role) =>
        t.Properties("AWS::IAM::Role", role)["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray();

    private static string Id(Templates t, string type, string logicalId) =>
        t
            .All.Values.SelectMany(a => a["Resources"]!.AsObject())
            .First(r => r.Value!["Type"]!.ToString() == type && r.Key.StartsWith(logicalId, StringComparison.Ordinal))
            .Key;
}
