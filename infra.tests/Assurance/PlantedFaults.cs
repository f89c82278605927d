using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>A mistake that somebody might make, and the proof that must see it.</summary>
public sealed record Fault(string Proof, string Name, string Environment, Action<Templates> Plant);

/// <summary>All of them.</summary>
public static partial class PlantedFaults
{
    private const string Identity = "${cognito-identity.amazonaws.com:sub}";

    /// <summary>What the shipped environments do not use: tags, rules, inheritance, and a key of one's own.</summary>
    [StringSyntax("Json")]
    public const string Tagged = """
        {
          "name": "tagged",
          "userPool": { "attributes": { "custom:tenant": { "maxLength": 64 }, "custom:tier": { "maxLength": 16 }, "custom:colour": {} } },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["http://localhost:3000/callback"] },
            "portal": { "type": "web", "callbackUrls": ["http://localhost:3001/callback"] }
          },
          "groups": { "admins": { "precedence": 1, "role": "admin" }, "editors": { "precedence": 2, "role": "gold" } },
          "storage": { "encryption": "customerKey", "tables": { "notes": { "partitionKey": "owner" } } },
          "access": {
            "ambiguous": "authenticated",
            "principalTags": { "tenant": "custom:tenant" },
            "rules": [
              { "client": "web", "claim": "custom:tier", "match": "equals", "value": "gold", "role": "gold" },
              { "client": "web", "claim": "custom:tier", "match": "startsWith", "value": "go", "role": "admin" }
            ],
            "roles": {
              "member": { "grants": [
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" },
                { "bucket": "files", "prefix": "tenants/{tag:tenant}/", "access": "read" },
                { "table": "notes", "leadingKey": "{identityId}", "access": "readWrite" }
              ] },
              "gold": { "extends": "member", "grants": [
                { "bucket": "files", "prefix": "tenants/{tag:tenant}/shared/", "access": "write" },
                { "table": "notes", "leadingKey": "tenant#{tag:tenant}", "access": "read" }
              ] },
              "admin": { "grants": [{ "bucket": "files", "prefix": "", "access": "read", "sharedWithRole": true }] }
            }
          }
        }
        """;

    private static readonly string Local = Evidence.Shipped("local");
    private static readonly string Dev = Evidence.Shipped("dev");

    /// <summary>Every fault.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [.. OfPolicies, .. OfGates, .. OfSettings, .. OfStores, .. OfFirewalls, .. OfPrincipals, .. OfRequests, .. OfKept, .. OfReaders];

    private static IEnumerable<Fault> OfPolicies =>
        [
            new(
                "access",
                "the folder of every user instead of the own one",
                Local,
                t => Templates.Replace(t.Statement("Member", "s3:PutObject"), $"/users/{Identity}/*", "/users/*")
            ),
            new(
                "access",
                "a folder without its closing slash",
                Local,
                t => Templates.Replace(t.Statement("Member", "s3:PutObject"), $"{Identity}/*", $"{Identity}*")
            ),
            new(
                "access",
                "the whole bucket",
                Local,
                t => Templates.Replace(t.Statement("Member", "s3:PutObject"), $"/users/{Identity}/*", "/*")
            ),
            new(
                "access",
                "a folder that nobody was granted",
                Local,
                t => Templates.Replace(t.Statement("Guest", "s3:GetObject"), "/public/*", "/*")
            ),
            new("access", "listings without a prefix", Local, t => t.Statement("Member", "s3:ListBucket").Remove("Condition")),
            new(
                "access",
                "listings of every user's folder",
                Local,
                t => Templates.Replace(t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!, $"\"users/{Identity}/*\"", "\"users/*\"")
            ),
            new("access", "items without a leading key", Local, t => t.Statement("Member", "dynamodb:Query").Remove("Condition")),
            new(
                "access",
                "ForAllValues without Null",
                Local,
                t => t.Statement("Member", "dynamodb:Query")["Condition"]!.AsObject().Remove("Null")
            ),
            new(
                "access",
                "StringLike with a star for leading keys",
                Local,
                t =>
                    Templates
                        .Replace(t.Statement("Member", "dynamodb:Query"), $"\"{Identity}\"", "\"*\"")!
                        .ReplaceOperator("ForAllValues:StringEquals", "ForAllValues:StringLike")
            ),
            new(
                "access",
                "a bucket of the same name in another account",
                Local,
                t => t.Statement("Member", "s3:PutObject")["Condition"]!.AsObject().Remove("StringEquals")
            ),
            new("access", "old versions", Local, t => Add(t.Statement("Member", "s3:PutObject"), "s3:GetObjectVersion")),
            new("access", "every action on the own folder", Local, t => t.Statement("Member", "s3:PutObject")["Action"] = "s3:*"),
            new("access", "a guest who writes", Local, t => Add(t.Statement("Guest", "s3:GetObject"), "s3:PutObject")),
            new("access", "a right that got lost", Local, t => t.Statement("Member", "s3:PutObject")["Action"] = "s3:GetObject"),
            new("access", "a role without its policies", Local, t => t.Properties("AWS::IAM::Role", "RoleMember").Remove("Policies")),
            new(
                "access",
                "a bucket policy for everybody",
                Local,
                t => t.BucketPolicy.Add(Statement("Allow", "s3:GetObject", "arn:aws:s3:::bucketfiles/*", "*"))
            ),
            new(
                "access",
                "a bucket policy for another account",
                Local,
                t => t.BucketPolicy.Add(Statement("Allow", "s3:GetObject", "arn:aws:s3:::bucketfiles/*", "arn:aws:iam::999988887777:root"))
            ),
            new(
                "access",
                "a table policy for everybody",
                Local,
                t =>
                    t.Properties("AWS::DynamoDB::Table", "TableNotes")["ResourcePolicy"] = new JsonObject
                    {
                        ["PolicyDocument"] = Document(Statement("Allow", "dynamodb:GetItem", "*", "*")),
                    }
            ),
            new("access", "no more refusal of plain HTTP", Local, t => t.BucketPolicy.RemoveAt(0)),
            new("access", "no more refusal of old TLS", Local, t => t.BucketPolicy.RemoveAt(1)),
            new(
                "access",
                "a refusal of plain HTTP that a condition switches off",
                Local,
                t => t.SwitchOff(t.Resources("AWS::S3::BucketPolicy", "Bucket").First())
            ),
            new("access", "a refusing statement that a condition switches off", Local, t => t.SwitchOff(t.BucketPolicy, 0)),
            new(
                "access",
                "plain HTTP refused for the bucket, but not for its objects",
                Local,
                t => t.BucketPolicy[0]!["Resource"]!.AsArray().RemoveAt(1)
            ),
            new(
                "access",
                "the audit's table",
                Local,
                t =>
                    t.Statements("Member")
                        .Add(Statement("Allow", "dynamodb:Query", "arn:aws:dynamodb:us-east-1:111122223333:table/SignInAuditTable"))
            ),
            new(
                "access",
                "the access logs",
                Local,
                t => t.Statements("Admin").Add(Statement("Allow", "s3:GetObject", "arn:aws:s3:::accesslogs/*"))
            ),
            new("access", "parameters", Local, t => t.Statements("Member").Add(Statement("Allow", "ssm:GetParameter", "*"))),
            new(
                "access",
                "administration of users",
                Local,
                t => t.Statements("Admin").Add(Statement("Allow", "cognito-idp:AdminAddUserToGroup", "*"))
            ),
            new(
                "access",
                "a policy that is attached from elsewhere",
                Local,
                t =>
                    t.Add(
                        "Authorization",
                        "Extra",
                        """
                        { "Type": "AWS::IAM::Policy", "Properties": { "PolicyName": "Extra", "Roles": [{ "Ref": "RoleGuestA36CA8B0" }],
                          "PolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*" }] } } }
                        """
                    )
            ),
            new(
                "access",
                "another claim for the tenant",
                Tagged,
                t => t.Properties("AWS::Cognito::IdentityPoolPrincipalTag")["PrincipalTags"]!["tenant"] = "email"
            ),
            new(
                "access",
                "every tenant's folder",
                Tagged,
                t =>
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!,
                        "/tenants/${aws:PrincipalTag/tenant}/*",
                        "/tenants/*"
                    )
            ),
            new(
                "access",
                "a default for the missing tag",
                Tagged,
                t =>
                {
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!,
                        "/tenants/${aws:PrincipalTag/tenant}/*",
                        "/tenants/${aws:PrincipalTag/tenant, 'tenant-ben'}/*"
                    );
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!,
                        "\"Null\":{\"aws:PrincipalTag/tenant\":\"false\"}",
                        "\"Null\":{}"
                    );
                }
            ),
            new(
                "access",
                "a folder by the variable of another partition",
                OtherEnvironments.GovCloudWest,
                t => Templates.Replace(t.Statement("Member", "s3:PutObject"), "${cognito-identity-us-gov.", "${cognito-identity.")
            ),
            new(
                "trust",
                "trust in the service of another partition",
                OtherEnvironments.GovCloudWest,
                t => Templates.Replace(t.Trust("Member"), "cognito-identity-us-gov.", "cognito-identity.")
            ),
            new(
                "trust",
                "trust in the service of another Region",
                OtherEnvironments.GovCloudEast,
                t => Templates.Replace(t.Trust("Member"), "cognito-identity.us-gov-east-1.", "cognito-identity-us-gov.")
            ),
            new(
                "access",
                "ARNs of another partition",
                OtherEnvironments.GovCloudWest,
                t => Templates.Replace(t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!, "{\"Ref\":\"AWS::Partition\"}", "\"aws\"")
            ),
            new("access", "the key without S3", Tagged, t => t.Statement("Member", "kms:Decrypt").Remove("Condition")),
            new("access", "no use of the key", Tagged, t => t.Statements("Member").Remove(t.Statement("Member", "kms:Decrypt"))),
            new(
                "access",
                "a key policy for everybody",
                Tagged,
                t => t.Properties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]!.AsArray().Add(Statement("Allow", "kms:*", "*", "*"))
            ),
            new("statements", "Scan beside Query", Local, t => Add(t.Statement("Member", "dynamodb:Query"), "dynamodb:Scan")),
            new("statements", "PartiQL beside Query", Local, t => Add(t.Statement("Member", "dynamodb:Query"), "dynamodb:PartiQLSelect")),
            new(
                "statements",
                "a tag that need not be there",
                Tagged,
                t =>
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!,
                        "\"Null\":{\"aws:PrincipalTag/tenant\":\"false\"}",
                        "\"Null\":{\"aws:PrincipalTag/other\":\"false\"}"
                    )
            ),
            new(
                "statements",
                "a write that answers with what stood there",
                Environments.Grants,
                t =>
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleWriter")["Policies"]!,
                        "\"dynamodb:ReturnValues\":\"NONE\"",
                        "\"dynamodb:ReturnValues\":[\"NONE\",\"UPDATED_OLD\"]"
                    )
            ),
            new(
                "statements",
                "everything but",
                Local,
                t =>
                    t.Statements("Member")
                        .Add(
                            new JsonObject
                            {
                                ["Effect"] = "Allow",
                                ["NotAction"] = "iam:*",
                                ["Resource"] = "arn:aws:s3:::somewhere",
                            }
                        )
            ),
            new(
                "statements",
                "the old policy language",
                Local,
                t => t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]![0]!["PolicyDocument"]!["Version"] = "2008-10-17"
            ),
            new(
                "statements",
                "a managed policy",
                Local,
                t =>
                    t.Properties("AWS::IAM::Role", "RoleGuest")["ManagedPolicyArns"] = new JsonArray(
                        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
                    )
            ),
        ];

    private static void Add(JsonObject statement, string action)
    {
        var actions = statement["Action"] is JsonArray many ? many.Select(a => a!.ToString()) : [statement["Action"]!.ToString()];
        statement["Action"] = new JsonArray([.. actions.Append(action).Select(a => (JsonNode?)a)]);
    }

    private static void ReplaceOperator(this JsonObject statement, string from, string to)
    {
        var conditions = statement["Condition"]!.AsObject();
        conditions[to] = conditions[from]!.DeepClone();
        conditions.Remove(from);
    }

    private static JsonObject Document(JsonObject statement) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };

    private static JsonObject Statement(string effect, string action, string resource, string? principal = null)
    {
        var statement = new JsonObject
        {
            ["Effect"] = effect,
            ["Action"] = action,
            ["Resource"] = resource,
        };
        if (principal is not null)
            statement["Principal"] = new JsonObject { ["AWS"] = principal };
        return statement;
    }
}
