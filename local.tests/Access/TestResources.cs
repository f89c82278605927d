using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.Access;

/// <summary>Resources as the templates of the local environment have them, and some more.</summary>
internal static class TestResources
{
    public const string Account = "111122223333";
    public const string Ann = "us-east-1:aaaaaaaa-0000-4000-8000-000000000001";
    public const string Bob = "us-east-1:bbbbbbbb-0000-4000-8000-000000000002";
    private const string Sub = "${cognito-identity.amazonaws.com:sub}";

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static Deployed All() =>
        new(
            Account,
            "us-east-1",
            [
                Bucket(
                    "files",
                    """
                    { "CorsConfiguration": { "CorsRules": [{ "AllowedHeaders": ["*"], "AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["http://localhost:3000"], "ExposedHeaders": ["ETag"], "MaxAge": 3000 }] },
                      "PublicAccessBlockConfiguration": { "RestrictPublicBuckets": true } }
                    """
                ),
                Bucket("open", "{}"),
                Bucket(
                    "keyed",
                    """{ "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "key-1" } }] } }"""
                ),
                BucketPolicy(
                    "files",
                    Statement("Deny", "s3:*", "arn:aws:s3:::files/*", """{ "Bool": { "aws:SecureTransport": "false" } }"""),
                    Statement("Deny", "s3:*", "arn:aws:s3:::files/locked/*")
                ),
                Bucket("restricted", """{ "PublicAccessBlockConfiguration": { "RestrictPublicBuckets": true } }"""),
                BucketPolicy("restricted", Statement("Allow", "s3:GetObject", "arn:aws:s3:::restricted/*")),
                BucketPolicy("open", Statement("Allow", "s3:GetObject", "arn:aws:s3:::open/*")),
                Of(
                    "AWS::KMS::Key",
                    "key-1",
                    $"arn:aws:kms:us-east-1:{Account}:key/key-1",
                    Parse(
                        $$"""
                        { "KeyPolicy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::{{Account}}:root" }, "Action": "kms:*", "Resource": "*" }] } }
                        """
                    )
                ),
                Table(
                    "notes",
                    "owner",
                    "noteId",
                    """[{ "IndexName": "byTopic", "KeySchema": [{ "AttributeName": "topic", "KeyType": "HASH" }], "Projection": { "ProjectionType": "ALL" } }]"""
                ),
                Table(
                    "ledger",
                    "account",
                    null,
                    """[{ "IndexName": "byShelf", "KeySchema": [{ "AttributeName": "shelf", "KeyType": "HASH" }], "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": ["mark"] } }]"""
                ),
                Role("Member", MemberStatements),
                Role(
                    "Admin",
                    Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/*"),
                    Statement("Allow", "s3:ListBucket", "arn:aws:s3:::files"),
                    Statement("Allow", "s3:*", "arn:aws:s3:::keyed/*")
                ),
                Role("Keyholder", Statement("Allow", "s3:*", "arn:aws:s3:::keyed/*"), Statement("Allow", "kms:*", "*")),
                Role(
                    "Guest",
                    Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/public/*"),
                    Statement("Allow", "sqs:SendMessage", "*"),
                    Statement("Allow", "ssm:GetParameter", "*")
                ),
                Role(
                    "Otherwise",
                    Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/users/${cognito-identity.amazonaws.com:sub, 'nobody'}/*")
                ),
                Old(Role("Old", Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/tenants/${aws:PrincipalTag/tenant}/*"))),
                Role(
                    "Walled",
                    Statement("Allow", "s3:*", "*"),
                    Statement(
                        "Deny",
                        "s3:*",
                        "*",
                        """{ "StringNotEquals": { "s3:ExistingObjectTag/tenant": "${aws:PrincipalTag/tenant}" } }"""
                    )
                ),
                Role(
                    "Listing",
                    Statement("Allow", "s3:*", "*"),
                    Statement("Deny", "s3:ListBucket", "*", """{ "StringLike": { "s3:prefix": "secret/*" } }""")
                ),
                Role("Starred", Statement("Allow", "s3:*", "*"), Statement("Deny", "s3:*", "arn:aws:s3:::files/a${*}b")),
                Role(
                    "Unjudgeable",
                    Statement("Allow", "s3:*", "*", """{ "StringEquals": { "cognito-identity.amazonaws.com:aud": "x" } }""")
                ),
                Role("Attached"),
                Of(
                    "AWS::IAM::Policy",
                    "AttachedPolicy",
                    string.Empty,
                    new JsonObject
                    {
                        ["Roles"] = new JsonArray("Attached"),
                        ["PolicyDocument"] = Document([Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/attached/*")]),
                    }
                ),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );

    private static JsonObject[] MemberStatements =>
        [
            Statement("Allow", "s3:GetObject", "arn:aws:s3:::files/public/*"),
            Statement(
                "Allow",
                "s3:GetObject",
                "arn:aws:s3:::files/tenants/${aws:PrincipalTag/tenant}/*",
                """{ "Null": { "aws:PrincipalTag/tenant": "false" } }"""
            ),
            Statement(
                "Allow",
                """["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]""",
                $"arn:aws:s3:::files/users/{Sub}/*"
            ),
            Statement(
                "Allow",
                "s3:ListBucket",
                "arn:aws:s3:::files",
                $$"""{ "StringLike": { "s3:prefix": ["public/", "public/*", "users/{{Sub}}/", "users/{{Sub}}/*"] } }"""
            ),
            Statement(
                "Allow",
                """["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]""",
                $"arn:aws:dynamodb:us-east-1:{Account}:table/notes",
                $$"""{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["{{Sub}}"] }, "Null": { "dynamodb:LeadingKeys": "false" } }"""
            ),
            Statement(
                "Allow",
                "dynamodb:Query",
                $"arn:aws:dynamodb:us-east-1:{Account}:table/notes/index/byTopic",
                """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["open"] }, "Null": { "dynamodb:LeadingKeys": "false" } }"""
            ),
        ];

    public static Resource Role(string name, params JsonObject[] statements) =>
        Of(
            "AWS::IAM::Role",
            name,
            $"arn:aws:iam::{Account}:role/{name}",
            new JsonObject
            {
                ["AssumeRolePolicyDocument"] = Parse(
                    """
                    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" },
                      "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], "Condition": { "StringEquals": { "cognito-identity.amazonaws.com:aud": "us-east-1:pool" },
                      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } } }] }
                    """
                ),
                ["Policies"] =
                    statements.Length == 0
                        ? null
                        : new JsonArray(new JsonObject { ["PolicyName"] = "Access", ["PolicyDocument"] = Document(statements) }),
            }
        );

    private static Resource Old(Resource role)
    {
        role.Properties["Policies"]![0]!["PolicyDocument"]!.AsObject().Remove("Version");
        return role;
    }

    public static JsonObject Statement(string effect, string actions, string resource, string? condition = null)
    {
        var statement = new JsonObject
        {
            ["Effect"] = effect,
            ["Action"] = actions.StartsWith('[') ? JsonNode.Parse(actions) : actions,
            ["Resource"] = resource,
        };
        if (condition is not null)
            statement["Condition"] = JsonNode.Parse(condition);
        return statement;
    }

    public static Resource Of(string type, string name, string arn, JsonObject properties) =>
        new()
        {
            Stack = "Test",
            LogicalId = name,
            Type = type,
            Name = name,
            Arn = arn,
            Properties = properties,
        };

    public static Resource Bucket(string name, string properties) => Of("AWS::S3::Bucket", name, $"arn:aws:s3:::{name}", Parse(properties));

    public static Resource BucketPolicy(string bucket, params JsonObject[] statements)
    {
        foreach (var statement in statements)
            statement["Principal"] = "*";
        return Of(
            "AWS::S3::BucketPolicy",
            $"{bucket}Policy",
            string.Empty,
            new JsonObject { ["Bucket"] = bucket, ["PolicyDocument"] = Document(statements) }
        );
    }

    private static Resource Table(string name, string partitionKey, string? sortKey, string? indexes)
    {
        var keys = new[] { (partitionKey, "HASH"), (sortKey, "RANGE") }.Where(k => k.Item1 is not null).ToList();
        var global = indexes is null ? [] : JsonNode.Parse(indexes)!.AsArray();
        var properties = new JsonObject
        {
            ["KeySchema"] = new JsonArray([.. keys.Select(k => new JsonObject { ["AttributeName"] = k.Item1, ["KeyType"] = k.Item2 })]),
            ["AttributeDefinitions"] = new JsonArray([
                .. keys.Select(k => k.Item1!)
                    .Concat(global.Select(i => i!["KeySchema"]![0]!["AttributeName"]!.ToString()))
                    .Select(k => new JsonObject { ["AttributeName"] = k, ["AttributeType"] = "S" }),
            ]),
        };
        if (global.Count > 0)
            properties["GlobalSecondaryIndexes"] = global;
        return Of("AWS::DynamoDB::Table", name, $"arn:aws:dynamodb:us-east-1:{Account}:table/{name}", properties);
    }

    private static JsonObject Document(IEnumerable<JsonObject> statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "cdk.json")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
