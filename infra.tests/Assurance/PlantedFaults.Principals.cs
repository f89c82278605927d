using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <content>Somebody whom no reason lets in, and functions that may do more than their code calls.</content>
public static partial class PlantedFaults
{
    private const string Partner = "arn:aws:iam::999988887777:root";
    private static string Prod => Evidence.Shipped("prod");

    private static IEnumerable<Fault> OfPrincipals =>
        [
            Trusting("a partner account takes on a role of users", $$"""{ "AWS": "{{Partner}}" }"""),
            Trusting(
                "whoever in the account may, takes on a role of users",
                """{ "AWS": { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } }"""
            ),
            Trusting("another web identity, without a condition", """{ "Federated": "accounts.google.com" }"""),
            Trusting("a SAML provider", """{ "Federated": "arn:aws:iam::111122223333:saml-provider/Corp" }"""),
            Trusting("identities of any identity pool", """{ "Federated": "cognito-identity.amazonaws.com" }"""),
            Trusting("a service that runs code", """{ "Service": "ec2.amazonaws.com" }"""),
            Trusting("a function that is not there", """{ "Service": "lambda.amazonaws.com" }"""),
            Trusting("a service of AWS and a partner in one list", $$"""{ "AWS": ["{{Partner}}"], "Service": "lambda.amazonaws.com" }"""),
            new(
                Principals,
                "an identity pool that counts only where it is said",
                Local,
                t => Templates.Rename(t.Trust("Member")["Condition"]!.AsObject(), "StringEquals", "StringEqualsIfExists")
            ),
            new(
                Principals,
                "an identity pool by a pattern",
                Local,
                t => Templates.Rename(t.Trust("Member")["Condition"]!.AsObject(), "StringEquals", "StringLike")
            ),
            new(
                Principals,
                "users and guests in one role",
                Local,
                t =>
                    t.Trust("Member")["Condition"]!["ForAnyValue:StringLike"] = new JsonObject
                    {
                        ["cognito-identity.amazonaws.com:amr"] = new JsonArray("authenticated", "unauthenticated"),
                    }
            ),
            OfBucket(
                "anybody who comes from a page",
                """{ "AWS": "*" }""",
                """{ "StringLike": { "aws:Referer": "https://app.example.com/*" } }"""
            ),
            OfBucket("anybody from an address", "\"*\"", """{ "IpAddress": { "aws:SourceIp": "198.51.100.0/24" } }"""),
            OfBucket("a partner account reads the bucket", $$"""{ "AWS": "{{Partner}}" }"""),
            OfBucket("an account by its number", """{ "AWS": "999988887777" }"""),
            OfBucket(
                "another account's canonical user",
                """{ "CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }"""
            ),
            OfBucket("the distribution of anybody", """{ "Service": "cloudfront.amazonaws.com" }"""),
            new(
                Principals,
                "everybody but one",
                Local,
                t =>
                    t.BucketPolicy.Add(
                        JsonNode.Parse(
                            $$"""{ "Effect": "Allow", "NotPrincipal": { "AWS": "{{Partner}}" }, "Action": "s3:GetObject", "Resource": "*" }"""
                        )
                    )
            ),
            new(
                Principals,
                "a partner account reads the table",
                Local,
                t =>
                    t.Properties("AWS::DynamoDB::Table", "TableNotes")["ResourcePolicy"] = JsonNode.Parse(
                        $$"""
                        { "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                          { "Effect": "Allow", "Principal": { "AWS": "{{Partner}}" }, "Action": "dynamodb:GetItem", "Resource": "*" }] } }
                        """
                    )
            ),
            OfKey("a partner account decrypts", $$"""{ "AWS": "{{Partner}}" }"""),
            OfKey("anybody decrypts by way of S3", "\"*\"", """{ "StringEquals": { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }"""),
            Unconditional("logs of whichever account", Local, "AWS::S3::BucketPolicy", "AccessLogs"),
            Unconditional("an alarm of whichever account", Prod, "AWS::SNS::TopicPolicy"),
            new(
                Principals,
                "anybody writes logs, in a policy that is a text",
                Prod,
                t =>
                    t.Properties("AWS::Logs::ResourcePolicy")["PolicyDocument"] =
                        """{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "logs:PutLogEvents", "Resource": "*" } }"""
            ),
            new(
                Principals,
                "text messages without an external id",
                Local,
                t => SmsTrust(t)["StringEquals"]!.AsObject().Remove("sts:ExternalId")
            ),
            new(
                Principals,
                "text messages for whichever account",
                Local,
                t => SmsTrust(t)["StringEquals"]!.AsObject().Remove("aws:SourceAccount")
            ),
            new(
                Principals,
                "an account that counts only where it is said",
                Local,
                t => Templates.Rename(SmsTrust(t), "StringEquals", "StringEqualsIfExists")
            ),
            new(
                Principals,
                "another user pool calls the gate",
                Local,
                t =>
                    t.Properties("AWS::Lambda::Permission")["SourceArn"] =
                        "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Another01"
            ),
            new(
                Principals,
                "another service calls the gate",
                Local,
                t => t.Properties("AWS::Lambda::Permission")["Principal"] = "s3.amazonaws.com"
            ),
            new(
                Principals,
                "a function with an address",
                Local,
                t =>
                    t.Add(
                        "Authentication",
                        "Url",
                        """
                        { "Type": "AWS::Lambda::Url", "Properties": { "AuthType": "AWS_IAM",
                          "TargetFunctionArn": { "Fn::GetAtt": ["SignInGatePreAuthenticationFunction8B79E674", "Arn"] } } }
                        """
                    )
            ),
            OfTokens(
                "tokens of another user pool",
                p =>
                    p["CognitoIdentityProviders"]!
                        .AsArray()
                        .Add(
                            JsonNode.Parse(
                                """{ "ClientId": "1example23456789", "ProviderName": "cognito-idp.us-east-1.amazonaws.com/us-east-1_Another01", "ServerSideTokenCheck": true }"""
                            )
                        )
            ),
            OfTokens("an app client that no file names", p => p["CognitoIdentityProviders"]![0]!["ClientId"] = "1example23456789"),
            OfTokens(
                "a social provider that no file names",
                p => p["SupportedLoginProviders"] = new JsonObject { ["graph.facebook.com"] = "1234567890" }
            ),
            OfTokens(
                "an app of a provider that the file names otherwise",
                p => p["SupportedLoginProviders"] = new JsonObject { ["accounts.google.com"] = "another.apps.googleusercontent.com" }
            ),
            OfTokens(
                "an OpenID provider that no file names",
                p => p["OpenIdConnectProviderARNs"] = new JsonArray("arn:aws:iam::111122223333:oidc-provider/login.example.com")
            ),
            OfTokens(
                "a SAML provider that no file names",
                p => p["SamlProviderARNs"] = new JsonArray("arn:aws:iam::111122223333:saml-provider/Corp")
            ),
            OfTokens("a developer's own tokens", p => p["DeveloperProviderName"] = "login.example"),
            OfRights(
                "the gate may put users into groups",
                "SignInGate",
                """{ "Action": ["cognito-idp:AdminAddUserToGroup"], "Resource": "arn:aws:cognito-idp:us-east-1:111122223333:userpool/x" }"""
            ),
            OfRights("the gate reads every table", "SignInGate", """{ "Action": "dynamodb:BatchGetItem", "Resource": "*" }"""),
            OfRights(
                "the audit writes whatever table begins alike",
                "SignInAudit",
                """{ "Action": "dynamodb:UpdateItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Cognito*" }"""
            ),
            OfRights(
                "the audit may do all but something",
                "SignInAudit",
                """{ "NotAction": "iam:*", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/x" }"""
            ),
            OfRights(
                "the audit writes all but one table",
                "SignInAudit",
                """{ "Action": "dynamodb:UpdateItem", "NotResource": "arn:aws:dynamodb:us-east-1:111122223333:table/x" }"""
            ),
            OfRights(
                "the gate changes users, as only the audit does",
                "SignInGate",
                """{ "Action": "cognito-idp:AdminUpdateUserAttributes", "Resource": "arn:aws:cognito-idp:us-east-1:111122223333:userpool/x" }"""
            ),
            OfRights(
                "the migration asks every pool",
                "UserMigration",
                """{ "Action": "cognito-idp:AdminInitiateAuth", "Resource": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/*" }""",
                OtherEnvironments.Migration
            ),
            OfRights(
                "the migration asks another pool",
                "UserMigration",
                """{ "Action": "cognito-idp:AdminGetUser", "Resource": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Other" }""",
                OtherEnvironments.Migration
            ),
            OfRights(
                "the migration changes passwords in the old pool",
                "UserMigration",
                """{ "Action": "cognito-idp:AdminSetUserPassword", "Resource": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Older" }""",
                OtherEnvironments.Migration
            ),
            new(
                Principals,
                "the gate with a managed policy",
                Local,
                t =>
                    t.Properties("AWS::IAM::Role", "SignInGate")["ManagedPolicyArns"] = new JsonArray(
                        "arn:aws:iam::aws:policy/AdministratorAccess"
                    )
            ),
        ];

    private const string Principals = "principals";

    private static JsonObject SmsTrust(Templates t) =>
        t.Properties("AWS::IAM::Role", "UserPoolSmsRole")["AssumeRolePolicyDocument"]!["Statement"]![0]!["Condition"]!.AsObject();

    private static Fault Trusting(string name, [StringSyntax("Json")] string principal) =>
        new(
            Principals,
            name,
            Local,
            t =>
                t.Properties("AWS::IAM::Role", "RoleMember")["AssumeRolePolicyDocument"]!["Statement"]!
                    .AsArray()
                    .Add(JsonNode.Parse($$"""{ "Effect": "Allow", "Principal": {{principal}}, "Action": "sts:AssumeRole" }"""))
        );

    private static Fault OfBucket(string name, [StringSyntax("Json")] string principal, [StringSyntax("Json")] string condition = "{}") =>
        new(
            Principals,
            name,
            Local,
            t =>
                t.BucketPolicy.Add(
                    JsonNode.Parse(
                        $$"""{ "Effect": "Allow", "Principal": {{principal}}, "Action": "s3:GetObject", "Resource": "*", "Condition": {{condition}} }"""
                    )
                )
        );

    /// <summary>A service that is let in without a condition.</summary>
    private static Fault Unconditional(string name, string environment, string type, string logicalId = "") =>
        new(
            Principals,
            name,
            environment,
            t =>
                t.Properties(type, logicalId)["PolicyDocument"]!["Statement"]!
                    .AsArray()
                    .Select(s => s!.AsObject())
                    .First(s => s["Effect"]!.ToString() == "Allow")
                    .Remove("Condition")
        );

    private static Fault OfKey(string name, [StringSyntax("Json")] string principal, [StringSyntax("Json")] string condition = "{}") =>
        new(
            Principals,
            name,
            Tagged,
            t =>
                t.Properties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]!
                    .AsArray()
                    .Add(
                        JsonNode.Parse(
                            $$"""{ "Effect": "Allow", "Principal": {{principal}}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {{condition}} }"""
                        )
                    )
        );

    private static Fault OfTokens(string name, Action<JsonObject> plant) =>
        new(Principals, name, Local, t => plant(t.Properties("AWS::Cognito::IdentityPool")));

    private static Fault OfRights(
        string name,
        string function,
        [StringSyntax("Json")] string statement,
        [StringSyntax("Json")] string? environment = null
    ) =>
        new(
            Principals,
            name,
            environment ?? Local,
            t =>
            {
                var added = JsonNode.Parse(statement)!.AsObject();
                added["Effect"] = "Allow";
                t.Properties("AWS::IAM::Policy", function)["PolicyDocument"]!["Statement"]!.AsArray().Add(added);
            }
        );
}
