using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;
using static CognitoStack.Local.Tests.DynamoDb.DynamoDbTests;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Requests that DynamoDB refuses whoever asks, as they come over the wire.</summary>
[Collection(TestHostCollection.Name)]
public sealed class DynamoDbRefusalTests(TestHost host)
{
    private const string Ann = TestResources.Ann;
    private const string Bob = TestResources.Bob;
    private readonly string note = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(
        """{ "TableName": "notes", "Key": { "owner": { "S": "OWN" }, "noteId": { "S": "1" } }, "Key": { "owner": { "S": "OTHER" }, "noteId": { "S": "1" } } }"""
    )]
    [InlineData("""{ "TableName": "notes", "TableName": "ledger", "Key": { "owner": { "S": "OWN" } } }""")]
    [InlineData("""{ "TableName": "notes", "Key": { "owner": { "S": "OWN", "N": "1" }, "noteId": { "S": "1" } } }""")]
    [InlineData("""{ "TableName": "notes", "Key": { "owner": { "S": null, "B": "T1RIRVI=" }, "noteId": { "S": "1" } } }""")]
    [InlineData("""{ "TableName": "notes", "Key": { "owner": { "S": ["OWN"] }, "noteId": { "S": "1" } } }""")]
    [InlineData("""{ "TableName": "notes", "Key": [] }""")]
    [InlineData("""{ "TableName": "notes/index/byTopic", "Key": { "owner": { "S": "OWN" } } }""")]
    [InlineData("""{ "TableName": "arn:aws:dynamodb:us-east-1:444455556666:table/notes", "Key": { "owner": { "S": "OWN" } } }""")]
    [InlineData("""{ "TableName": "notes" }""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{ \"TableName\": ")]
    public async Task A_request_of_two_meanings_or_none_is_refused(string body)
    {
        var (status, head, answer) = await Raw(
                "GetItem",
                body.Replace("OWN", Ann, StringComparison.Ordinal).Replace("OTHER", Bob, StringComparison.Ordinal)
            )
            .Sign(host.Credentials(), "dynamodb")
            .SendAsync();
        Assert.Equal(400, status);
        Assert.Matches("^(AccessDenied|Validation|Serialization)Exception$", JsonNode.Parse(answer)!["__type"]!.ToString());
        Assert.Contains("x-amz-crc32", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tables_are_administered_by_deploying_and_PartiQL_is_not_spoken()
    {
        using var administrator = host.DynamoDb(host.Administrator());
        foreach (
            var operation in new[]
            {
                "CreateTable",
                "DeleteTable",
                "UpdateTable",
                "ExecuteStatement",
                "BatchExecuteStatement",
                "ExecuteTransaction",
                "PutResourcePolicy",
                "NoSuchOperation",
            }
        )
        {
            var (status, _, body) = await Raw(operation, "{}").Sign(host.Administrator(), "dynamodb").SendAsync();
            Assert.Equal((400, "UnknownOperationException"), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
        }

        Assert.Equal(["ledger", "notes"], (await administrator.ListTablesAsync()).TableNames);
        Assert.Equal(
            "arn:aws:dynamodb:us-east-1:111122223333:table/notes",
            (await administrator.DescribeTableAsync("notes")).Table.TableArn
        );
        await FailedAsync("ResourceNotFoundException", () => administrator.GetItemAsync("nowhere", Key(Ann, note)));
    }

    [Fact]
    public async Task A_request_without_or_with_a_wrong_signature_is_refused()
    {
        var body = $$"""{ "TableName": "notes", "Key": { "owner": { "S": "{{Ann}}" }, "noteId": { "S": "1" } } }""";
        var ann = host.Credentials();
        Assert.Equal(200, (await Raw("GetItem", body).Sign(ann, "dynamodb").SendAsync()).Status);
        await RefusedAsync("MissingAuthenticationTokenException", Raw("GetItem", body));
        await RefusedAsync("InvalidSignatureException", Raw("GetItem", body).Sign(ann, "s3"));
        await RefusedAsync("InvalidSignatureException", Raw("GetItem", body).Sign(ann with { SecretAccessKey = "guess" }, "dynamodb"));
        await RefusedAsync(
            "InvalidSignatureException",
            Raw("GetItem", body).Sign(ann, "dynamodb").Header("X-Amz-Target", "DynamoDB_20120810.DeleteItem")
        );
        await RefusedAsync(
            "InvalidSignatureException",
            Raw("GetItem", body).Sign(ann, "dynamodb", at: DateTimeOffset.UtcNow.AddMinutes(-16))
        );
        await RefusedAsync("UnrecognizedClientException", Raw("GetItem", body).Sign(ann with { SessionToken = "AAAA" }, "dynamodb"));
        await RefusedAsync("UnrecognizedClientException", Raw("GetItem", body).Sign(ann with { AccessKeyId = "AKIANOBODY" }, "dynamodb"));
        await RefusedAsync(
            "ExpiredTokenException",
            Raw("GetItem", body).Sign(host.Credentials(lifetime: TimeSpan.FromSeconds(-1)), "dynamodb")
        );
        var changed = Raw("GetItem", body).Sign(ann, "dynamodb");
        changed.Body = [.. changed.Body, (byte)' '];
        await RefusedAsync("InvalidSignatureException", changed);
    }

    private RawRequest Raw(string operation, string body) =>
        new RawRequest("POST", "/", host.Address) { Body = System.Text.Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", $"DynamoDB_20120810.{operation}")
            .Header("Content-Type", "application/x-amz-json-1.0");

    private static async Task RefusedAsync(string code, RawRequest request)
    {
        var (status, _, body) = await request.SendAsync();
        Assert.Equal((400, code), (status, JsonNode.Parse(body)!["__type"]!.ToString()));
    }
}
