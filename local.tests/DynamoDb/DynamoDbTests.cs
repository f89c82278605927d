using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>DynamoDB by AWS's own SDK, as a member and as others.</summary>
[Collection(TestHostCollection.Name)]
public sealed class DynamoDbTests(TestHost host)
{
    private const string Ann = TestResources.Ann;
    private const string Bob = TestResources.Bob;
    private readonly string note = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Ones_own_items_are_written_read_queried_and_deleted()
    {
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync("notes", Item(Ann, note, "1"));
        await dynamo.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = "notes",
                Key = Key(Ann, note),
                UpdateExpression = "SET #t = :t",
                ExpressionAttributeNames = new() { ["#t"] = "text" },
                ExpressionAttributeValues = new() { [":t"] = new("2") },
            }
        );
        Assert.Equal("2", (await dynamo.GetItemAsync("notes", Key(Ann, note))).Item["text"].S);
        Assert.Contains((await QueryAsync(dynamo, "#o = :o", Ann)).Items, i => i["noteId"].S == note);
        await FailedAsync(
            "ConditionalCheckFailedException",
            () =>
                dynamo.PutItemAsync(
                    new PutItemRequest
                    {
                        TableName = "notes",
                        Item = Item(Ann, note, "3"),
                        ConditionExpression = "attribute_not_exists(noteId)",
                    }
                )
        );
        await dynamo.DeleteItemAsync("notes", Key(Ann, note));
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note))).IsItemSet);
    }

    [Fact]
    public async Task Anothers_items_are_refused_in_every_way()
    {
        using var bob = host.DynamoDb(host.Credentials(person: Bob));
        await bob.PutItemAsync("notes", Item(Bob, note, "secret"));
        using var dynamo = host.DynamoDb();
        await DeniedAsync(() => dynamo.GetItemAsync("notes", Key(Bob, note)));
        await DeniedAsync(() => dynamo.PutItemAsync("notes", Item(Bob, note, "x")));
        await DeniedAsync(() =>
            dynamo.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = "notes",
                    Key = Key(Bob, note),
                    UpdateExpression = "REMOVE #t",
                    ExpressionAttributeNames = new() { ["#t"] = "text" },
                }
            )
        );
        await DeniedAsync(() => dynamo.DeleteItemAsync("notes", Key(Bob, note)));
        await DeniedAsync(() => dynamo.ScanAsync(new ScanRequest("notes")));
        await DeniedAsync(() =>
            dynamo.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { ["notes"] = new() { Keys = [Key(Ann, note), Key(Bob, note)] } } }
            )
        );
        await DeniedAsync(() =>
            dynamo.BatchWriteItemAsync(
                new BatchWriteItemRequest
                {
                    RequestItems = new()
                    {
                        ["notes"] = [new(new PutRequest(Item(Ann, note, "x"))), new(new DeleteRequest(Key(Bob, note)))],
                    },
                }
            )
        );
        await DeniedAsync(() =>
            dynamo.TransactGetItemsAsync(
                new TransactGetItemsRequest
                {
                    TransactItems =
                    [
                        new()
                        {
                            Get = new() { TableName = "notes", Key = Key(Ann, note) },
                        },
                        new()
                        {
                            Get = new() { TableName = "notes", Key = Key(Bob, note) },
                        },
                    ],
                }
            )
        );
        await DeniedAsync(() =>
            dynamo.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    TransactItems =
                    [
                        new()
                        {
                            Put = new() { TableName = "notes", Item = Item(Ann, note, "x") },
                        },
                        new()
                        {
                            ConditionCheck = new()
                            {
                                TableName = "notes",
                                Key = Key(Bob, note),
                                ConditionExpression = "attribute_exists(noteId)",
                            },
                        },
                    ],
                }
            )
        );
        await DeniedAsync(() => dynamo.GetItemAsync("ledger", new() { ["account"] = new(Ann) }));
        await DeniedAsync(() => dynamo.DescribeTableAsync("notes"));
        await DeniedAsync(() => dynamo.ListTablesAsync());
        Assert.Equal("secret", (await bob.GetItemAsync("notes", Key(Bob, note))).Item["text"].S);
        Assert.False((await dynamo.GetItemAsync("notes", Key(Ann, note))).IsItemSet);
    }

    [Fact]
    public async Task The_denial_says_who_what_and_where_as_AWS_does()
    {
        using var dynamo = host.DynamoDb();
        var error = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => dynamo.ScanAsync(new ScanRequest("notes")));
        Assert.Equal(
            "User: arn:aws:sts::111122223333:assumed-role/Member/CognitoIdentityCredentials is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:111122223333:table/notes because no identity-based policy allows the dynamodb:Scan action",
            error.Message
        );
    }

    [Theory]
    [InlineData("#o = :o", Ann, true)]
    [InlineData("#o = :o", Bob, false)]
    [InlineData(":o = #o", Bob, false)]
    [InlineData("(#o = :o)", Bob, false)]
    [InlineData("((#o = :o) AND (noteId > :n))", Bob, false)]
    [InlineData("noteId > :n and #o=:o", Bob, false)]
    [InlineData("noteId BETWEEN :n AND :z AND #o = :o", Bob, false)]
    [InlineData("noteId BETWEEN :n AND :z AND #o = :o", Ann, true)]
    [InlineData("begins_with(noteId, :n) AND #o = :o", Bob, false)]
    [InlineData("begins_with ( noteId , :n )\n\tAnD #o=:o", Ann, true)]
    public async Task A_query_reads_what_its_expression_says_however_it_is_written(string expression, string owner, bool allowed)
    {
        using var dynamo = host.DynamoDb();
        if (allowed)
            Assert.NotNull(await QueryAsync(dynamo, expression, owner));
        else
            await DeniedAsync(() => QueryAsync(dynamo, expression, owner));
    }

    [Theory]
    [InlineData("#o = :o AND #o = :own")]
    [InlineData("#o = :own AND #o = :o")]
    [InlineData("#o = :own OR #o = :o")]
    [InlineData("#o > :n")]
    [InlineData("#o BETWEEN :own AND :own")]
    [InlineData("begins_with(#o, :n)")]
    [InlineData("#o <> :o")]
    [InlineData("NOT #o = :o")]
    [InlineData("(#o) = :own")]
    [InlineData("#o IN (:own, :o)")]
    [InlineData("#o.x = :own")]
    [InlineData("#o = :own AND")]
    [InlineData("#o = :own) AND (#o = :o")]
    [InlineData("#o = :own\u00a0AND #o = :o")]
    [InlineData("noteId = :own")]
    [InlineData("#x = :own")]
    [InlineData("#o = :x")]
    [InlineData("")]
    public async Task A_query_that_does_not_name_one_owner_is_refused(string expression)
    {
        using var dynamo = host.DynamoDb();
        var error = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => QueryAsync(dynamo, expression, Bob));
        Assert.Matches("^(AccessDenied|Validation)Exception$", error.ErrorCode);
    }

    [Fact]
    public async Task Legacy_key_conditions_are_read_too()
    {
        using var dynamo = host.DynamoDb();
        QueryRequest Query(string owner, string comparison) =>
            new()
            {
                TableName = "notes",
                KeyConditions = new()
                {
                    ["owner"] = new() { ComparisonOperator = comparison, AttributeValueList = [new(owner)] },
                },
            };
        Assert.NotNull(await dynamo.QueryAsync(Query(Ann, "EQ")));
        await DeniedAsync(() => dynamo.QueryAsync(Query(Bob, "EQ")));
        await DeniedAsync(() => dynamo.QueryAsync(Query(Ann, "BEGINS_WITH")));
    }

    [Fact]
    public async Task An_index_has_its_own_leading_key_and_its_own_ARN()
    {
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync("notes", new(Item(Ann, note, "1")) { ["topic"] = new("open") });
        QueryRequest Query(string index, string topic) =>
            new()
            {
                TableName = "notes",
                IndexName = index,
                KeyConditionExpression = "topic = :t",
                ExpressionAttributeValues = new() { [":t"] = new(topic) },
            };
        Assert.Contains((await dynamo.QueryAsync(Query("byTopic", "open"))).Items, i => i["noteId"].S == note);
        await DeniedAsync(() => dynamo.QueryAsync(Query("byTopic", "closed")));
        await DeniedAsync(() => dynamo.QueryAsync(Query("byTopic", Ann)));
        await DeniedAsync(() => dynamo.QueryAsync(Query("another", Ann)));
        await DeniedAsync(() =>
            dynamo.QueryAsync(
                new QueryRequest
                {
                    TableName = "notes",
                    IndexName = "byTopic",
                    KeyConditionExpression = "owner = :t",
                    ExpressionAttributeValues = new() { [":t"] = new("open") },
                }
            )
        );
    }

    [Fact]
    public async Task A_table_may_be_named_by_its_ARN()
    {
        const string Arn = $"arn:aws:dynamodb:us-east-1:{TestResources.Account}:table/notes";
        using var dynamo = host.DynamoDb();
        await dynamo.PutItemAsync(Arn, Item(Ann, note, "1"));
        await dynamo.TransactWriteItemsAsync(
            new TransactWriteItemsRequest
            {
                TransactItems =
                [
                    new()
                    {
                        ConditionCheck = new()
                        {
                            TableName = Arn,
                            Key = Key(Ann, note),
                            ConditionExpression = "attribute_exists(noteId)",
                        },
                    },
                ],
            }
        );
        Assert.Equal("1", (await dynamo.GetItemAsync("notes", Key(Ann, note))).Item["text"].S);
        await DeniedAsync(() => dynamo.GetItemAsync(Arn, Key(Bob, note)));
        await FailedAsync(
            "ValidationException",
            () => dynamo.GetItemAsync(Arn.Replace(TestResources.Account, "444455556666", StringComparison.Ordinal), Key(Ann, note))
        );
        await FailedAsync("ValidationException", () => dynamo.GetItemAsync(Arn + "/index/byTopic", Key(Ann, note)));
    }

    private static Task<QueryResponse> QueryAsync(AmazonDynamoDBClient dynamo, string expression, string owner)
    {
        var values = new Dictionary<string, AttributeValue>
        {
            [":o"] = new(owner),
            [":own"] = new(Ann),
            [":n"] = new("0"),
            [":z"] = new("z"),
        };
        return dynamo.QueryAsync(
            new QueryRequest
            {
                TableName = "notes",
                KeyConditionExpression = expression,
                ExpressionAttributeNames = expression.Contains("#o", StringComparison.Ordinal) ? new() { ["#o"] = "owner" } : null,
                // What an expression does not use is an error.
                ExpressionAttributeValues = values
                    .Where(v => System.Text.RegularExpressions.Regex.IsMatch(expression, $"{v.Key}\\b"))
                    .ToDictionary(),
            }
        );
    }

    internal static Dictionary<string, AttributeValue> Key(string owner, string id) =>
        new() { ["owner"] = new(owner), ["noteId"] = new(id) };

    internal static Dictionary<string, AttributeValue> Item(string owner, string id, string text) =>
        new(Key(owner, id)) { ["text"] = new(text) };

    private static Task DeniedAsync(Func<Task> act) => FailedAsync("AccessDeniedException", act);

    internal static async Task FailedAsync(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(act)).ErrorCode);
}
