using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authorization;

/// <summary>What a grant of the file allows, to the word.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class GrantCompilerTests(Synthesis synthesis)
{
    private const string User = "${cognito-identity.amazonaws.com:sub}";
    private const string Files = "arn:<AWS::Partition>:s3:::<CognitoStack-grants-Storage.BucketNameFiles>";
    private const string Media = "arn:<AWS::Partition>:s3:::<CognitoStack-grants-Storage.BucketNameMedia>";
    private const string Tables =
        "arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/<CognitoStack-grants-Storage.TableName";
    private const string ReadItems = """ "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query" """;
    private const string WriteItems = """ "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem" """;
    private const string AllItems =
        """ "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem" """;

    /// <summary>Every action that a grant may ever come to.</summary>
    private static readonly string[] Known =
    [
        "s3:GetObject",
        "s3:ListBucket",
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:PutObject",
        "dynamodb:BatchGetItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ];

    [Fact]
    public void Reading_is_getting_listing_below_the_prefix_and_querying_one_s_own_items() =>
        Statements("reader")
            .Is(
                $$"""
                [
                  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["{{Files}}/public/*", "{{Files}}/users/{{User}}/*", "{{Media}}/*"], "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "{{Files}}", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["public/", "public/*", "users/{{User}}/", "users/{{User}}/*"] } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "{{Media}}", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  {{Items(ReadItems, "Notes", User)}}
                ]
                """
            );

    [Fact]
    public void Writing_neither_gets_nor_lists_nor_queries() =>
        Statements("writer")
            .Is(
                $$"""
                [
                  { "Effect": "Allow", "Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"], "Resource": "{{Files}}/in/{{User}}/*", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  {{Items(WriteItems, "Notes", User)}}
                ]
                """
            );

    [Fact]
    public void Grants_of_the_same_place_become_one_and_of_the_same_access_share_a_statement() =>
        Statements("manager")
            .Is(
                $$"""
                [
                  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["{{Files}}/public/*", "{{Media}}/public/*"], "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  { "Effect": "Allow", "Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"], "Resource": ["{{Files}}/drafts/{{User}}/*", "{{Files}}/users/{{User}}/*"], "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "{{Files}}", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["drafts/{{User}}/", "drafts/{{User}}/*", "public/", "public/*", "users/{{User}}/", "users/{{User}}/*"] } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "{{Media}}", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["public/", "public/*"] } } },
                  {{Items(ReadItems, "Events", User)}},
                  {{Items(AllItems, "Notes", "draft#" + User, User)}}
                ]
                """
            );

    [Fact]
    public void The_order_of_grants_does_not_matter() =>
        Statements("manager", Environments.GrantsReordered).Is(Statements("manager").ToJsonString());

    [Fact]
    public void A_name_alone_gives_users_what_is_their_own()
    {
        var (bucket, table) = ("<CognitoStack-dev-Storage.BucketNameFiles>", "<CognitoStack-dev-Storage.TableNameItems>");
        Statements("member", Environments.Minimal)
            .Is(
                $$"""
                [
                  { "Effect": "Allow", "Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"], "Resource": "arn:<AWS::Partition>:s3:::{{bucket}}/users/{{User}}/*", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:<AWS::Partition>:s3:::{{bucket}}", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["users/{{User}}/", "users/{{User}}/*"] } } },
                  {
                    "Effect": "Allow", "Action": [{{AllItems}}], "Resource": "arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/{{table}}",
                    "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["{{User}}"] }, "Null": { "dynamodb:LeadingKeys": "false" } }
                  }
                ]
                """
            );
    }

    [Fact]
    public void Guests_get_their_grants_and_no_more() =>
        synthesis
            .Of(Environments.Production)
            .Statements(TemplateJson.Authorization, "Guests: visitor")
            .Is(
                """
                [
                  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:<AWS::Partition>:s3:::<CognitoStack-live-Storage.BucketNameFiles>/public/*", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" } } },
                  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:<AWS::Partition>:s3:::<CognitoStack-live-Storage.BucketNameFiles>", "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["public/", "public/*"] } } }
                ]
                """
            );

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void No_role_scans_lists_beyond_its_prefix_or_has_a_wildcard_for_an_action(string environment)
    {
        var stack = synthesis.Of(environment);
        foreach (var role in stack.Properties(TemplateJson.Authorization, "AWS::IAM::Role"))
        {
            var statements = stack.Statements(TemplateJson.Authorization, role["Description"]!.ToString());
            var whole = statements
                .SelectMany(s => Texts(s!["Resource"]))
                .Where(r => r.EndsWith(">/*", StringComparison.Ordinal))
                .Select(r => r[..^2])
                .ToHashSet();
            foreach (var statement in statements.Select(s => s!.AsObject()))
            {
                Assert.Empty(Texts(statement["Action"]).Except(Known));
                Assert.Empty(statement.Select(p => p.Key).Except(["Effect", "Action", "Resource", "Condition"]));
                Assert.Equal("Allow", statement["Effect"]!.ToString());
                Assert.All(Texts(statement["Resource"]), r => Assert.StartsWith("arn:<AWS::Partition>:", r, StringComparison.Ordinal));
                if (Texts(statement["Action"]).Any(a => a.StartsWith("dynamodb:", StringComparison.Ordinal)))
                {
                    Assert.NotEmpty(statement["Condition"]!["ForAllValues:StringEquals"]!["dynamodb:LeadingKeys"]!.AsArray());
                    statement["Condition"]!["Null"].Is("""{ "dynamodb:LeadingKeys": "false" }""");
                }
                else if (Texts(statement["Action"]).Contains("s3:ListBucket") && !Texts(statement["Resource"]).All(whole.Contains))
                {
                    Assert.NotEmpty(statement["Condition"]!["StringLike"]!["s3:prefix"]!.AsArray());
                }
            }
        }
    }

    private JsonArray Statements(string role, string environment = Environments.Grants) =>
        synthesis.Of(environment).Statements(TemplateJson.Authorization, $"Users: {role}");

    private static IEnumerable<string> Texts(JsonNode? oneOrMany) =>
        oneOrMany is JsonArray many ? many.Select(m => m!.ToString()) : [oneOrMany!.ToString()];

    private static string Items(string actions, string table, params string[] keys) =>
        $$"""
            {
              "Effect": "Allow", "Action": [{{actions}}], "Resource": "{{Tables}}{{table}}>",
              "Condition": {
                "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [{{string.Join(", ", keys.Select(k => $"\"{k}\""))}}] },
                "Null": { "dynamodb:LeadingKeys": "false" }{{(actions == WriteItems ? ReadsNothingBack : "")}}
              }
            }
            """;

    /// <summary>A write must not answer with what stood there before.</summary>
    private const string ReadsNothingBack = """, "StringEqualsIfExists": { "dynamodb:ReturnValues": "NONE" }""";
}
