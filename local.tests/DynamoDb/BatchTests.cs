using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>How much a batch or a transaction reads, and by which names of tables.</summary>
/// <remarks>Source: DynamoDB API Reference, "BatchGetItem" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html),
/// "BatchWriteItem" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html), "TransactGetItems"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html) and "TransactWriteItems"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class BatchTests(TestHost host)
{
    private const string Arn = $"arn:aws:dynamodb:us-east-1:{TestResources.Account}:table/ledger";
    private const int Large = 399 * 1024;
    private readonly string account = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("")]
    [InlineData(""", "ProjectionExpression": "account, #r", "ExpressionAttributeNames": { "#r": "region" }, "ConsistentRead": true""")]
    public async Task A_batch_reads_sixteen_megabytes_and_tells_what_it_has_left(string options)
    {
        await PutAsync(45);
        var (read, asked, rounds) = (new List<string>(), new JsonArray([.. Enumerable.Range(0, 45).Select(n => (JsonNode?)KeyOf(n))]), 0);
        while (asked.Count > 0)
        {
            var answer = await host.DynamoDbAsync(
                "BatchGetItem",
                $$"""{ "RequestItems": { "ledger": { "Keys": {{asked.ToJsonString()}}{{options}} } } }"""
            );
            var items = answer["Responses"]!["ledger"]!.AsArray();
            if (rounds++ == 0)
                Assert.Equal(16 * 1024 * 1024 / (Large + account.Length + 20), items.Count);
            read.AddRange(items.Select(i => i!["account"]!["S"]!.ToString()));
            var left = answer["UnprocessedKeys"]!["ledger"];
            asked = left?["Keys"]!.DeepClone().AsArray() ?? [];
            if (left is not null && options.Length > 0)
                Assert.Equal(
                    "account, #r|region|true",
                    $"{left["ProjectionExpression"]}|{left["ExpressionAttributeNames"]!["#r"]}|{left["ConsistentRead"]}"
                );
        }

        Assert.Equal((45, 2), (read.Distinct().Count(), rounds));
    }

    [Fact]
    public async Task A_batch_of_a_few_megabytes_is_read_at_once()
    {
        await PutAsync(5);
        var answer = await host.DynamoDbAsync(
            "BatchGetItem",
            $$"""{ "RequestItems": { "ledger": { "Keys": {{new JsonArray([.. Enumerable.Range(0, 5).Select(n => (JsonNode?)KeyOf(n))]).ToJsonString()}} } } }"""
        );
        Assert.Equal((5, 0), (answer["Responses"]!["ledger"]!.AsArray().Count, answer["UnprocessedKeys"]!.AsObject().Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "ProjectionExpression": "account" """)]
    public async Task A_transaction_reads_four_megabytes(string options)
    {
        await PutAsync(11);
        string Of(int count) =>
            $$"""{ "TransactItems": [{{string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{ "Get": { "TableName": "ledger", "Key": {{KeyOf(n).ToJsonString()}}{{options}} } }"""))}}] }""";
        Assert.Equal(10, (await host.DynamoDbAsync("TransactGetItems", Of(10)))["Responses"]!.AsArray().Count);
        Assert.Equal(
            ("ValidationException", "The aggregate size of the items in the transaction exceeds 4 MB"),
            await host.RefusedDynamoDbAsync("TransactGetItems", Of(11))
        );
    }

    [Fact]
    public async Task A_transaction_writes_four_megabytes()
    {
        var items = string.Join(
            ',',
            Enumerable.Range(0, 11).Select(n => $$"""{ "Put": { "TableName": "ledger", "Item": {{ItemOf(n).ToJsonString()}} } }""")
        );
        Assert.Equal(
            ("ValidationException", "The aggregate size of the items in the transaction exceeds 4 MB"),
            await host.RefusedDynamoDbAsync("TransactWriteItems", $$"""{ "TransactItems": [{{items}}] }""")
        );
    }

    [Fact]
    public async Task Batches_name_tables_by_their_ARNs_and_are_answered_so()
    {
        await host.DynamoDbAsync(
            "BatchWriteItem",
            $$"""{ "RequestItems": { "{{Arn}}": [{ "PutRequest": { "Item": {{KeyOf(0).ToJsonString()}} } }] } }"""
        );
        var answer = await host.DynamoDbAsync(
            "BatchGetItem",
            $$"""{ "RequestItems": { "{{Arn}}": { "Keys": [{{KeyOf(0).ToJsonString()}}] } }, "ReturnConsumedCapacity": "TOTAL" }"""
        );
        Assert.Equal((1, Arn), (answer["Responses"]![Arn]!.AsArray().Count, answer["ConsumedCapacity"]![0]!["TableName"]!.ToString()));
        Assert.Equal(
            Arn,
            (
                await host.DynamoDbAsync(
                    "GetItem",
                    $$"""{ "TableName": "{{Arn}}", "Key": {{KeyOf(0).ToJsonString()}}, "ReturnConsumedCapacity": "TOTAL" }"""
                )
            )["ConsumedCapacity"]!["TableName"]!.ToString()
        );
    }

    [Theory]
    [InlineData("arn:aws:dynamodb:us-east-1:999999999999:table/ledger", "ValidationException")]
    [InlineData("arn:aws:dynamodb:eu-west-1:111122223333:table/ledger", "ValidationException")]
    [InlineData("arn:aws:dynamodb:us-east-1:111122223333:table/ledger/index/x", "ValidationException")]
    [InlineData("arn:aws:dynamodb:us-east-1:111122223333:table/gone", "ResourceNotFoundException")]
    public async Task An_ARN_of_no_table_here_is_refused(string arn, string code)
    {
        Assert.Equal(
            code,
            (
                await host.RefusedDynamoDbAsync(
                    "BatchGetItem",
                    $$"""{ "RequestItems": { "{{arn}}": { "Keys": [{{KeyOf(0).ToJsonString()}}] } } }"""
                )
            ).Code
        );
        Assert.Equal(
            code,
            (await host.RefusedDynamoDbAsync("GetItem", $$"""{ "TableName": "{{arn}}", "Key": {{KeyOf(0).ToJsonString()}} }""")).Code
        );
    }

    [Fact]
    public async Task A_table_that_is_named_twice_is_refused()
    {
        var keys = $$"""{ "Keys": [{{KeyOf(0).ToJsonString()}}] }""";
        Assert.Equal(
            "ValidationException",
            (await host.RefusedDynamoDbAsync("BatchGetItem", $$"""{ "RequestItems": { "{{Arn}}": {{keys}}, "ledger": {{keys}} } }""")).Code
        );
    }

    private async Task PutAsync(int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(20))
            await host.DynamoDbAsync(
                "BatchWriteItem",
                $$"""{ "RequestItems": { "ledger": [{{string.Join(',', some.Select(n => $$"""{ "PutRequest": { "Item": {{ItemOf(n).ToJsonString()}} } }"""))}}] } }"""
            );
    }

    private JsonObject KeyOf(int number) => new() { ["account"] = new JsonObject { ["S"] = $"{account}-{number:00}" } };

    private JsonObject ItemOf(int number)
    {
        var item = KeyOf(number);
        item["region"] = new JsonObject { ["S"] = new string('x', Large) };
        return item;
    }
}
