using Amazon.DynamoDBv2;
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
        TransactWriteItemsRequest Write(string condition) =>
            new()
            {
                TransactItems =
                [
                    new()
                    {
                        Update = new()
                        {
                            TableName = "notes",
                            Key = Key(Ann, note + "1"),
                            UpdateExpression = "SET #t = :t",
                            ExpressionAttributeNames = new() { ["#t"] = "text" },
                            ExpressionAttributeValues = new() { [":t"] = new("new") },
                        },
                    },
                    new()
                    {
                        Put = new()
                        {
                            TableName = "notes",
                            Item = Item(Ann, note + "2", "new"),
                            ConditionExpression = "attribute_not_exists(noteId)",
                        },
                    },
                    new()
                    {
                        ConditionCheck = new()
                        {
                            TableName = "notes",
                            Key = Key(Ann, note + "3"),
                            ConditionExpression = condition,
                        },
                    },
                ],
            };
        var error = await Assert.ThrowsAsync<TransactionCanceledException>(() =>
            dynamo.TransactWriteItemsAsync(Write("attribute_exists(noteId)"))
        );
        Assert.Equal(["None", "None", "ConditionalCheckFailed"], error.CancellationReasons.Select(r => r.Code));
        Assert.Equal("old", (await dynamo.GetItemAsync("notes", Key(Ann, note + "1"))).Item["text"].S);
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note + "2"))).IsItemSet);
        await dynamo.TransactWriteItemsAsync(Write("attribute_not_exists(noteId)"));
        var read = await dynamo.TransactGetItemsAsync(
            new TransactGetItemsRequest
            {
                TransactItems =
                [
                    .. "123".Select(n => new TransactGetItem
                    {
                        Get = new() { TableName = "notes", Key = Key(Ann, note + n) },
                    }),
                ],
            }
        );
        Assert.Equal(["new", "new", null], read.Responses.Select(r => r.Item?.GetValueOrDefault("text")?.S));
        await FailedAsync(
            "ValidationException",
            () =>
                dynamo.TransactWriteItemsAsync(
                    new TransactWriteItemsRequest
                    {
                        TransactItems =
                        [
                            new()
                            {
                                Delete = new() { TableName = "notes", Key = Key(Ann, note) },
                            },
                            new()
                            {
                                Put = new() { TableName = "notes", Item = Item(Ann, note, "x") },
                            },
                        ],
                    }
                )
        );
    }

    [Fact]
    public async Task A_transaction_that_is_sent_again_is_not_done_again()
    {
        using var dynamo = host.DynamoDb();
        var token = Guid.NewGuid().ToString();
        TransactWriteItemsRequest Count(string by) =>
            new()
            {
                ClientRequestToken = token,
                TransactItems =
                [
                    new()
                    {
                        Update = new()
                        {
                            TableName = "notes",
                            Key = Key(Ann, note),
                            UpdateExpression = "ADD n :n",
                            ExpressionAttributeValues = new() { [":n"] = new() { N = by } },
                        },
                    },
                ],
            };
        await dynamo.TransactWriteItemsAsync(Count("1"));
        await dynamo.TransactWriteItemsAsync(Count("1"));
        await FailedAsync("IdempotentParameterMismatchException", () => dynamo.TransactWriteItemsAsync(Count("2")));
        Assert.Equal("1", (await dynamo.GetItemAsync("notes", Key(Ann, note))).Item["n"].N);
    }

    [Fact]
    public async Task A_cancelled_transaction_has_a_reason_for_each_of_its_items()
    {
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync("notes", Item(Ann, note + "2", "old"));
        Put Fresh(string number, string returned) =>
            new()
            {
                TableName = "notes",
                Item = Item(Ann, note + number, "new"),
                ConditionExpression = "#t = :t",
                ReturnValuesOnConditionCheckFailure = returned,
                ExpressionAttributeNames = new() { ["#t"] = "text" },
                ExpressionAttributeValues = new() { [":t"] = new("new") },
            };
        var reasons = await CancelledAsync(
            new()
            {
                Put = new() { TableName = "notes", Item = Item(Ann, note + "1", "new") },
            },
            new() { Put = Fresh("2", "ALL_OLD") },
            new() { Put = Fresh("3", "ALL_OLD") },
            new()
            {
                ConditionCheck = new()
                {
                    TableName = "notes",
                    Key = Key(Ann, note + "4"),
                    ConditionExpression = "attribute_exists(noteId)",
                },
            }
        );
        Assert.Equal(["None", "ConditionalCheckFailed", "ConditionalCheckFailed", "ConditionalCheckFailed"], reasons.Select(r => r.Code));
        Assert.Equal([null, "old", null, null], reasons.Select(r => r.Item?.GetValueOrDefault("text")?.S));
        reasons = await CancelledAsync(new TransactWriteItem { Put = Fresh("2", "NONE") });
        Assert.Null(Assert.Single(reasons).Item?.GetValueOrDefault("text"));
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note + "1"))).IsItemSet);

        async Task<List<CancellationReason>> CancelledAsync(params TransactWriteItem[] items) =>
            (
                await Assert.ThrowsAsync<TransactionCanceledException>(() =>
                    dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = [.. items] })
                )
            ).CancellationReasons;
    }

    [Theory]
    [InlineData("SET zz.q = :o", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET a = a + :o", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET n = noteId + :o", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD noText :o", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET topic = :o", "One or more parameter values were invalid: Type mismatch for Index Key")]
    public async Task An_update_that_its_item_does_not_allow_cancels_the_transaction(string update, string message)
    {
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync(
            "notes",
            new(Item(Ann, note, "old"))
            {
                ["noText"] = new() { L = [], IsLSet = true },
            }
        );
        var error = await Assert.ThrowsAsync<TransactionCanceledException>(() => dynamo.TransactWriteItemsAsync(Updated(update)));
        Assert.Equal(["None", "ValidationError"], error.CancellationReasons.Select(r => r.Code));
        Assert.StartsWith(message, error.CancellationReasons[1].Message, StringComparison.Ordinal);
        Assert.EndsWith("[None, ValidationError]", error.Message, StringComparison.Ordinal);
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note + "1"))).IsItemSet);
    }

    [Theory]
    [InlineData("SET a ? :o")]
    [InlineData("SET noteId = :o")]
    [InlineData("SET a = list_append(:o, :o)")]
    public async Task An_update_that_no_item_allows_is_an_error_of_the_request(string update)
    {
        using var dynamo = host.DynamoDb();
        await FailedAsync("ValidationException", () => dynamo.TransactWriteItemsAsync(Updated(update)));
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note + "1"))).IsItemSet);
    }

    [Fact]
    public async Task What_a_transaction_consumes_is_told_to_who_asks()
    {
        using var dynamo = host.DynamoDb();
        var write = new TransactWriteItemsRequest
        {
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            TransactItems =
            [
                new()
                {
                    Put = new() { TableName = "notes", Item = Item(Ann, note + "1", new('x', 1500)) },
                },
                new()
                {
                    ConditionCheck = new()
                    {
                        TableName = "notes",
                        Key = Key(Ann, note + "2"),
                        ConditionExpression = "attribute_not_exists(noteId)",
                    },
                },
            ],
        };
        var written = Assert.Single((await dynamo.TransactWriteItemsAsync(write)).ConsumedCapacity);
        Assert.Equal(("notes", 6, 6), (written.TableName, written.CapacityUnits, written.WriteCapacityUnits));
        var read = new TransactGetItemsRequest
        {
            TransactItems =
            [
                new()
                {
                    Get = new() { TableName = "notes", Key = Key(Ann, note + "1") },
                },
            ],
            ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
        };
        var got = await dynamo.TransactGetItemsAsync(read);
        Assert.Equal(
            (1, 2, 2),
            (got.Responses.Count, Assert.Single(got.ConsumedCapacity).ReadCapacityUnits, got.ConsumedCapacity[0].Table.CapacityUnits)
        );
        read.ReturnConsumedCapacity = ReturnConsumedCapacity.NONE;
        Assert.Empty((await dynamo.TransactGetItemsAsync(read)).ConsumedCapacity ?? []);
        read.ReturnConsumedCapacity = "ALL";
        await FailedAsync("ValidationException", () => dynamo.TransactGetItemsAsync(read));
    }

    private TransactWriteItemsRequest Updated(string update) =>
        new()
        {
            TransactItems =
            [
                new()
                {
                    Put = new() { TableName = "notes", Item = Item(Ann, note + "1", "new") },
                },
                new()
                {
                    Update = new()
                    {
                        TableName = "notes",
                        Key = Key(Ann, note),
                        UpdateExpression = update,
                        ExpressionAttributeValues = new() { [":o"] = new() { N = "1" } },
                    },
                },
            ],
        };
}
