using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Tests.Access;
using static CognitoStack.Local.Tests.DynamoDb.DynamoDbTests;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What is told of an item that fails a condition.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ConditionTests(TestHost host)
{
    private const string Ann = TestResources.Ann;
    private const string Condition = "attribute_exists(nothing)";
    private readonly string note = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("ALL_OLD", true, "old")]
    [InlineData("ALL_OLD", false, null)]
    [InlineData("NONE", true, null)]
    public async Task The_item_that_failed_the_condition_is_told_to_who_asks_for_it(string returned, bool exists, string? told)
    {
        using var dynamo = host.DynamoDb();
        if (exists)
            await dynamo.PutItemAsync("notes", Item(Ann, note, "old"));
        Func<Task>[] writes =
        [
            () =>
                dynamo.PutItemAsync(
                    new PutItemRequest
                    {
                        TableName = "notes",
                        Item = Item(Ann, note, "new"),
                        ConditionExpression = Condition,
                        ReturnValuesOnConditionCheckFailure = returned,
                    }
                ),
            () =>
                dynamo.DeleteItemAsync(
                    new DeleteItemRequest
                    {
                        TableName = "notes",
                        Key = Key(Ann, note),
                        ConditionExpression = Condition,
                        ReturnValuesOnConditionCheckFailure = returned,
                    }
                ),
            () =>
                dynamo.UpdateItemAsync(
                    new UpdateItemRequest
                    {
                        TableName = "notes",
                        Key = Key(Ann, note),
                        UpdateExpression = "REMOVE mark",
                        ConditionExpression = Condition,
                        ReturnValuesOnConditionCheckFailure = returned,
                    }
                ),
        ];
        foreach (var write in writes)
        {
            var error = await Assert.ThrowsAsync<ConditionalCheckFailedException>(write);
            Assert.Equal(told, error.Item?.GetValueOrDefault("text")?.S);
            Assert.Equal("The conditional request failed", error.Message);
        }
    }

    [Fact]
    public async Task Who_writes_again_by_the_item_that_was_told_misses_no_write()
    {
        using var dynamo = host.DynamoDb();
        await Task.WhenAll(
            Enumerable
                .Range(0, 15)
                .Select(async _ =>
                {
                    for (var seen = "0"; ; )
                    {
                        try
                        {
                            await dynamo.UpdateItemAsync(
                                new UpdateItemRequest
                                {
                                    TableName = "notes",
                                    Key = Key(Ann, note),
                                    UpdateExpression = "ADD n :one",
                                    ConditionExpression = "n = :seen OR (attribute_not_exists(n) AND :seen = :zero)",
                                    ReturnValuesOnConditionCheckFailure = "ALL_OLD",
                                    ExpressionAttributeValues = new()
                                    {
                                        [":one"] = new() { N = "1" },
                                        [":zero"] = new() { N = "0" },
                                        [":seen"] = new() { N = seen },
                                    },
                                }
                            );
                            return;
                        }
                        catch (ConditionalCheckFailedException e)
                        {
                            Assert.NotEqual(seen, e.Item["n"].N);
                            seen = e.Item["n"].N;
                        }
                    }
                })
        );
        Assert.Equal("15", (await dynamo.GetItemAsync("notes", Key(Ann, note))).Item["n"].N);
    }

    [Fact]
    public async Task Anothers_item_is_not_told()
    {
        using var dynamo = host.DynamoDb();
        await FailedAsync(
            "AccessDeniedException",
            () =>
                dynamo.DeleteItemAsync(
                    new DeleteItemRequest
                    {
                        TableName = "notes",
                        Key = Key(TestResources.Bob, note),
                        ConditionExpression = Condition,
                        ReturnValuesOnConditionCheckFailure = "ALL_OLD",
                    }
                )
        );
    }

    [Fact]
    public async Task What_is_neither_the_item_nor_nothing_is_refused()
    {
        using var dynamo = host.DynamoDb();
        await FailedAsync(
            "ValidationException",
            () =>
                dynamo.PutItemAsync(
                    new PutItemRequest
                    {
                        TableName = "notes",
                        Item = Item(Ann, note, "new"),
                        ReturnValuesOnConditionCheckFailure = "ALL_NEW",
                    }
                )
        );
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note))).IsItemSet);
    }
}
