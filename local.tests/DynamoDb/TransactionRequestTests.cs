using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Tests.Access;
using static CognitoStack.Local.Tests.DynamoDb.DynamoDbTests;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Transactions by AWS's own SDK.</summary>
[Collection(TestHostCollection.Name)]
public sealed class TransactionRequestTests(TestHost host)
{
    private const string Ann = TestResources.Ann;
    private readonly string note = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_transaction_is_done_whole_or_not_at_all()
    {
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync("notes", Item(Ann, note + "1", "old"));
        TransactWriteItemsRequest Write(string condition) => new()
        {
            TransactItems =
            [
                new() { Update = new() { TableName = "notes", Key = Key(Ann, note + "1"), UpdateExpression = "SET #t = :t", ExpressionAttributeNames = new() { ["#t"] = "text" }, ExpressionAttributeValues = new() { [":t"] = new("new") } } },
                new() { Put = new() { TableName = "notes", Item = Item(Ann, note + "2", "new"), ConditionExpression = "attribute_not_exists(noteId)" } },
                new() { ConditionCheck = new() { TableName = "notes", Key = Key(Ann, note + "3"), ConditionExpression = condition } },
            ],
        };
        var error = await Assert.ThrowsAsync<TransactionCanceledException>(() => dynamo.TransactWriteItemsAsync(Write("attribute_exists(noteId)")));
        Assert.Equal(["None", "None", "ConditionalCheckFailed"], error.CancellationReasons.Select(r => r.Code));
        Assert.Equal("old", (await dynamo.GetItemAsync("notes", Key(Ann, note + "1"))).Item["text"].S);
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note + "2"))).IsItemSet);
        await dynamo.TransactWriteItemsAsync(Write("attribute_not_exists(noteId)"));
        var read = await dynamo.TransactGetItemsAsync(new TransactGetItemsRequest { TransactItems = [.. "123".Select(n => new TransactGetItem { Get = new() { TableName = "notes", Key = Key(Ann, note + n) } })] });
        Assert.Equal(["new", "new", null], read.Responses.Select(r => r.Item?.GetValueOrDefault("text")?.S));
        await FailedAsync("ValidationException", () => dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems = [new() { Delete = new() { TableName = "notes", Key = Key(Ann, note) } }, new() { Put = new() { TableName = "notes", Item = Item(Ann, note, "x") } }],
        }));
    }

    [Fact]
    public async Task A_transaction_that_is_sent_again_is_not_done_again()
    {
        using var dynamo = host.DynamoDb();
        var token = Guid.NewGuid().ToString();
        TransactWriteItemsRequest Count(string by) => new()
        {
            ClientRequestToken = token,
            TransactItems = [new() { Update = new() { TableName = "notes", Key = Key(Ann, note), UpdateExpression = "ADD n :n", ExpressionAttributeValues = new() { [":n"] = new() { N = by } } } }],
        };
        await dynamo.TransactWriteItemsAsync(Count("1"));
        await dynamo.TransactWriteItemsAsync(Count("1"));
        await FailedAsync("IdempotentParameterMismatchException", () => dynamo.TransactWriteItemsAsync(Count("2")));
        Assert.Equal("1", (await dynamo.GetItemAsync("notes", Key(Ann, note))).Item["n"].N);
    }
}
