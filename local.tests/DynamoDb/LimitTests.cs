using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What is too much is refused before anybody is asked, and before the store sees it.</summary>
[Collection(TestHostCollection.Name)]
public sealed class LimitTests(TestHost host)
{
    private const string Key = $$"""{ "owner": { "S": "{{TestResources.Ann}}" }, "noteId": { "S": "limit" } }""";
    private const string Own = $$"""
        "TableName": "notes", "ExpressionAttributeNames": { "#o": "owner" }, "ExpressionAttributeValues": { ":o": { "S": "{{TestResources.Ann}}" } }
        """;

    [Theory]
    [InlineData("Query", $$"""{ {{Own}}, "KeyConditionExpression": "OPEN#o = :oCLOSE" }""", "redundant parentheses")]
    [InlineData("PutItem", $$"""{ {{Own}}, "Item": {{Key}}, "ConditionExpression": "OPEN#o = :oCLOSE" }""", "redundant parentheses")]
    [InlineData(
        "Query",
        $$"""{ {{Own}}, "KeyConditionExpression": "#o = :o", "FilterExpression": "OPENmark = :oCLOSE" }""",
        "redundant parentheses"
    )]
    [InlineData("UpdateItem", $$"""{ {{Own}}, "Key": {{Key}}, "UpdateExpression": "SET mark = OPEN:oCLOSE" }""", "Syntax error")]
    [InlineData("GetItem", $$"""{ "TableName": "notes", "Key": {{Key}}, "ProjectionExpression": "OPENmarkCLOSE" }""", "Syntax error")]
    [InlineData(
        "BatchGetItem",
        $$"""{ "RequestItems": { "notes": { "Keys": [{{Key}}], "ProjectionExpression": "OPENmarkCLOSE" } } }""",
        "Syntax error"
    )]
    [InlineData(
        "TransactWriteItems",
        $$"""{ "TransactItems": [{ "Put": { {{Own}}, "Item": {{Key}}, "ConditionExpression": "OPEN#o = :oCLOSE" } }] }""",
        "redundant parentheses"
    )]
    public async Task An_expression_of_seven_nested_parentheses_is_refused_by_the_host_and_one_of_six_is_the_stores_to_judge(
        string operation,
        string body,
        string judged
    )
    {
        Task<(int, string Code, string Message)> Nested(int deep) =>
            SendAsync(
                operation,
                body.Replace("OPEN", new('(', deep), StringComparison.Ordinal).Replace("CLOSE", new(')', deep), StringComparison.Ordinal)
            );
        var six = await Nested(6);
        var seven = await Nested(7);
        Assert.Contains(judged, six.Message, StringComparison.Ordinal);
        Assert.Equal(
            (
                400,
                "ValidationException",
                "Invalid expression: It nests more than 6 parentheses and NOTs, which is a limit of this host, not of DynamoDB. Write it with fewer of them."
            ),
            seven
        );
    }

    [Theory]
    [InlineData("PutItem", """{ "TableName": "notes", "Item": ITEM }""")]
    [InlineData("BatchWriteItem", """{ "RequestItems": { "notes": [{ "PutRequest": { "Item": ITEM } }] } }""")]
    [InlineData("TransactWriteItems", """{ "TransactItems": [{ "Put": { "TableName": "notes", "Item": ITEM } }] }""")]
    public async Task An_item_may_nest_thirty_two_levels(string operation, string body)
    {
        static string Item(int levels) =>
            Key.Replace(
                "}\u0020}",
                "}, \"deep\": "
                    + string.Concat(Enumerable.Repeat("""{ "M": { "a": """, levels - 1))
                    + """{ "S": "x" }"""
                    + string.Concat(Enumerable.Repeat(" } }", levels - 1))
                    + " }",
                StringComparison.Ordinal
            );
        Assert.Equal(200, (await SendAsync(operation, body.Replace("ITEM", Item(32), StringComparison.Ordinal))).Status);
        Assert.Equal(200, (await SendAsync("GetItem", $$"""{ "TableName": "notes", "Key": {{Key}} }""")).Status);
        Assert.Equal(200, (await SendAsync("BatchGetItem", $$"""{ "RequestItems": { "notes": { "Keys": [{{Key}}] } } }""")).Status);
        Assert.Equal(
            (400, "ValidationException"),
            await SendAsync(operation, body.Replace("ITEM", Item(33), StringComparison.Ordinal)) is var (status, code, _)
                ? (status, code)
                : default
        );
    }

    [Theory]
    [InlineData("NOT (NOT (NOT (mark = :o)))")]
    [InlineData(
        "NOT (mark = :o) AND NOT (mark > :o) AND NOT (mark < :o) AND NOT (mark <> :o) AND NOT (begins_with(mark, :o)) AND NOT (contains(mark, :o)) OR NOT (mark >= :o)"
    )]
    public async Task What_people_write_is_done(string filter) =>
        Assert.Equal(
            200,
            (await SendAsync("Query", $$"""{ {{Own}}, "KeyConditionExpression": "#o = :o", "FilterExpression": "{{filter}}" }""")).Status
        );

    [Theory]
    [InlineData("NOT (NOT (NOT (NOT (mark = :o))))", "limit of this host")]
    [InlineData("a = :o AND (b = :o OR NOT (NOT (NOT c = :o AND not (NOT d = :o))))", "limit of this host")]
    [InlineData("NOT NOT NOT NOT NOT NOT NOT mark = :o", "limit of this host")]
    [InlineData("size(size(size(size(size(size(size(mark))))))) = :o", "limit of this host")]
    [InlineData("((((((mark = :o", "Syntax error")]
    [InlineData("(mark = :o) AND mark = :o)", "Syntax error")]
    public void What_would_occupy_the_store_for_long_is_refused(string expression, string why)
    {
        var error = Assert.Throws<AwsException>(() => Expression.Tokens(expression));
        Assert.Equal("ValidationException", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "BatchGetItem",
        100,
        """{ "RequestItems": { "TABLE": { "Keys": [ITEMS] } } }""",
        "{}",
        "Too many items requested for the BatchGetItem call"
    )]
    [InlineData(
        "BatchWriteItem",
        25,
        """{ "RequestItems": { "TABLE": [ITEMS] } }""",
        """{ "DeleteRequest": { "Key": {} } }""",
        "Too many items requested for the BatchWriteItem call"
    )]
    [InlineData(
        "BatchGetItem",
        100,
        """{ "RequestItems": { ITEMS } }""",
        """ "TABLE-N": { "Keys": [] } """,
        "Too many items requested for the BatchGetItem call"
    )]
    [InlineData(
        "BatchWriteItem",
        25,
        """{ "RequestItems": { ITEMS } }""",
        """ "TABLE-N": [] """,
        "Too many items requested for the BatchWriteItem call"
    )]
    [InlineData(
        "TransactGetItems",
        100,
        """{ "TransactItems": [ITEMS] }""",
        """{ "Get": { "TableName": "TABLE", "Key": {} } }""",
        "Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100"
    )]
    [InlineData(
        "TransactWriteItems",
        100,
        """{ "TransactItems": [ITEMS] }""",
        """{ "Delete": { "TableName": "TABLE", "Key": {} } }""",
        "Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100"
    )]
    public async Task More_items_than_DynamoDB_takes_are_not_decided_upon(
        string operation,
        int most,
        string body,
        string item,
        string message
    )
    {
        var table = Guid.NewGuid().ToString();
        Task<(int, string Code, string Message)> Of(int count) =>
            SendAsync(
                operation,
                body.Replace(
                        "ITEMS",
                        string.Join(',', Enumerable.Range(0, count).Select(n => item.Replace("-N", $"-{n}", StringComparison.Ordinal))),
                        StringComparison.Ordinal
                    )
                    .Replace("TABLE", table, StringComparison.Ordinal)
            );
        var refused = await Of(most + 1);
        Assert.Equal((400, "ValidationException"), (refused.Item1, refused.Code));
        Assert.EndsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            host.Log.Lines,
            l => l.StartsWith("DENY", StringComparison.Ordinal) && l.Contains(table, StringComparison.Ordinal)
        );
        Assert.Equal("AccessDeniedException", (await Of(most)).Code);
        Assert.Contains(host.Log.Lines, l => l.StartsWith("DENY", StringComparison.Ordinal) && l.Contains(table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transaction_of_nothing_is_refused() =>
        Assert.Contains(
            "Member must have length greater than or equal to 1",
            (await SendAsync("TransactGetItems", """{ "TransactItems": [] }""")).Message,
            StringComparison.Ordinal
        );

    private async Task<(int Status, string Code, string Message)> SendAsync(string operation, string body)
    {
        var request = new RawRequest("POST", "/", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", $"DynamoDB_20120810.{operation}")
            .Header("Content-Type", "application/x-amz-json-1.0");
        var answer = await request.Sign(host.Credentials(), "dynamodb").SendAsync();
        var told = JsonNode.Parse(answer.Body, documentOptions: Json.Deep)!;
        return (answer.Status, told["__type"]?.ToString() ?? string.Empty, told["message"]?.ToString() ?? string.Empty);
    }
}
