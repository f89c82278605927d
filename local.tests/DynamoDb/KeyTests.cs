using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What a key can be, of a table and of an index, and how long.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Constraints in Amazon DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), and "Supported data types and naming rules in Amazon DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class KeyTests(TestHost host)
{
    private const string Empty =
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ";
    private const string EmptyOfIndex =
        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byTopic, IndexKey: topic";
    private const string EmptyByUpdate =
        "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.";
    private readonly string note = Guid.NewGuid().ToString("N");

    private string Key => $$""" "owner": { "S": "o" }, "noteId": { "S": "{{note}}" } """;

    [Theory]
    [InlineData("PutItem", """{ "TableName": "notes", "Item": { KEY, "topic": { "S": "" } } }""", EmptyOfIndex)]
    [InlineData(
        "BatchWriteItem",
        """{ "RequestItems": { "notes": [{ "PutRequest": { "Item": { KEY, "topic": { "S": "" } } } }] } }""",
        EmptyOfIndex
    )]
    [InlineData(
        "TransactWriteItems",
        """{ "TransactItems": [{ "Put": { "TableName": "notes", "Item": { KEY, "topic": { "S": "" } } } }] }""",
        EmptyOfIndex
    )]
    [InlineData(
        "UpdateItem",
        """{ "TableName": "notes", "Key": { KEY }, "AttributeUpdates": { "topic": { "Action": "PUT", "Value": { "S": "" } } } }""",
        EmptyOfIndex
    )]
    [InlineData(
        "UpdateItem",
        """{ "TableName": "notes", "Key": { KEY }, "UpdateExpression": "SET topic = :t", "ExpressionAttributeValues": { ":t": { "S": "" } } }""",
        EmptyByUpdate
    )]
    [InlineData(
        "UpdateItem",
        """{ "TableName": "notes", "Key": { KEY }, "UpdateExpression": "SET topic = if_not_exists(gone, :t)", "ExpressionAttributeValues": { ":t": { "S": "" } } }""",
        EmptyByUpdate
    )]
    [InlineData(
        "TransactWriteItems",
        """{ "TransactItems": [{ "Update": { "TableName": "notes", "Key": { KEY }, "UpdateExpression": "SET topic = :t", "ExpressionAttributeValues": { ":t": { "S": "" } } } }] }""",
        EmptyByUpdate
    )]
    [InlineData("GetItem", """{ "TableName": "notes", "Key": { "owner": { "S": "" }, "noteId": { "S": "x" } } }""", Empty + "owner")]
    [InlineData("PutItem", """{ "TableName": "notes", "Item": { "owner": { "S": "o" }, "noteId": { "S": "" } } }""", Empty + "noteId")]
    [InlineData(
        "Query",
        """{ "TableName": "ledger", "KeyConditionExpression": "account = :a", "ExpressionAttributeValues": { ":a": { "S": "" } } }""",
        Empty + "account"
    )]
    [InlineData(
        "Query",
        """{ "TableName": "ledger", "KeyConditions": { "account": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "S": "" }] } } }""",
        Empty + "account"
    )]
    [InlineData(
        "Query",
        """{ "TableName": "notes", "KeyConditionExpression": "#o = :o AND begins_with(noteId, :n)", "ExpressionAttributeNames": { "#o": "owner" }, "ExpressionAttributeValues": { ":o": { "S": "o" }, ":n": { "S": "" } } }""",
        Empty + "noteId"
    )]
    [InlineData(
        "Query",
        """{ "TableName": "notes", "IndexName": "byTopic", "KeyConditionExpression": "topic = :t", "ExpressionAttributeValues": { ":t": { "S": "" } } }""",
        EmptyOfIndex
    )]
    public async Task An_empty_key_is_refused(string operation, string body, string message)
    {
        Assert.Equal(
            ("ValidationException", message),
            await host.RefusedDynamoDbAsync(operation, body.Replace("KEY", Key, StringComparison.Ordinal))
        );
        Assert.False((await host.DynamoDbAsync("GetItem", $$"""{ "TableName": "notes", "Key": { {{Key}} } }""")).ContainsKey("Item"));
    }

    [Fact]
    public async Task An_empty_value_that_is_no_key_is_stored()
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{note}}" }, "topic": { "S": "" }, "b": { "B": "" } } }"""
        );
        Assert.Equal(
            "",
            (await host.DynamoDbAsync("GetItem", $$"""{ "TableName": "ledger", "Key": { "account": { "S": "{{note}}" } } }"""))["Item"]![
                "topic"
            ]!["S"]!.ToString()
        );
    }

    [Theory]
    [InlineData("a", 2048, 1)]
    [InlineData("é", 1024, 1)]
    [InlineData("\U0001F600", 512, 1)]
    [InlineData("a", 1, 1024)]
    [InlineData("é", 1, 512)]
    [InlineData("\u20AC", 1, 341)]
    public async Task A_key_is_as_long_as_its_bytes(string letter, int most, int mostOfSortKey)
    {
        string Put(int more) =>
            $$"""{ "TableName": "notes", "Item": { "owner": { "S": "{{Repeat(letter, most + (most > 1 ? more : 0))}}" }, "noteId": { "S": "{{Repeat(letter, mostOfSortKey + (most > 1 ? 0 : more))}}" } } }""";
        await host.DynamoDbAsync("PutItem", Put(0));
        var (code, message) = await host.RefusedDynamoDbAsync("PutItem", Put(1));
        Assert.Equal("ValidationException", code);
        Assert.Contains(
            most > 1
                ? "Size of hashkey has exceeded the maximum size limit"
                : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("PutItem", """{ "TableName": "notes", "Item": { KEY, "topic": { "S": "TOPIC" } } }""")]
    [InlineData(
        "UpdateItem",
        """{ "TableName": "notes", "Key": { KEY }, "UpdateExpression": "SET topic = :t", "ExpressionAttributeValues": { ":t": { "S": "TOPIC" } } }"""
    )]
    public async Task So_is_the_key_of_an_index(string operation, string body)
    {
        string With(int length) =>
            body.Replace("KEY", Key, StringComparison.Ordinal).Replace("TOPIC", Repeat("é", length), StringComparison.Ordinal);
        await host.DynamoDbAsync(operation, With(1024));
        Assert.Contains(
            "Size of hashkey has exceeded",
            (await host.RefusedDynamoDbAsync(operation, With(1025))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("text", "a", 1)]
    [InlineData("text", "é", 2)]
    [InlineData("täxt", "\U0001F600", 4)]
    public async Task An_item_is_as_long_as_its_bytes(string name, string letter, int bytes)
    {
        var rest = 400 * 1024 - "account".Length - note.Length - System.Text.Encoding.UTF8.GetByteCount(name);
        string Put(int length) =>
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{note}}" }, "{{name}}": { "S": "{{Repeat(letter, length)}}" } } }""";
        await host.DynamoDbAsync("PutItem", Put(rest / bytes));
        Assert.Equal(
            ("ValidationException", "Item size has exceeded the maximum allowed size"),
            await host.RefusedDynamoDbAsync("PutItem", Put(rest / bytes + 1))
        );
    }

    [Theory]
    [InlineData("Scan", """{ "TableName": "notes", "IndexName": "byTopic", "ConsistentRead": true }""")]
    [InlineData(
        "Query",
        """{ "TableName": "notes", "IndexName": "byTopic", "ConsistentRead": true, "KeyConditionExpression": "topic = :t", "ExpressionAttributeValues": { ":t": { "S": "x" } } }"""
    )]
    public async Task A_global_index_is_not_read_consistently(string operation, string body) =>
        Assert.Equal(
            ("ValidationException", "Consistent reads are not supported on global secondary indexes"),
            await host.RefusedDynamoDbAsync(operation, body)
        );

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
