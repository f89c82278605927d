using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What DynamoDB refuses and its stand-in would do.</summary>
[Collection(TestHostCollection.Name)]
public sealed class RuleTests(TestHost host)
{
    private const string Own = $$"""{ "owner": { "S": "{{TestResources.Ann}}" }, "noteId": { "S": "ruled" } }""";
    private const string Queried = $$"""
        "TableName": "notes", "KeyConditionExpression": "#o = :o", "ExpressionAttributeNames": { "#o": "owner" }, "ExpressionAttributeValues": { ":o": { "S": "{{TestResources.Ann}}" } }
        """;

    [Theory]
    [InlineData(
        "Query",
        $$"""{ {{Queried}}, "Select": "SPECIFIC_ATTRIBUTES" }""",
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
    )]
    [InlineData(
        "Query",
        $$"""{ {{Queried}}, "Select": "COUNT", "ProjectionExpression": "mark" }""",
        "Cannot specify the ProjectionExpression when choosing to get only the Count"
    )]
    [InlineData(
        "Query",
        $$"""{ {{Queried}}, "Select": "ALL_ATTRIBUTES", "ProjectionExpression": "mark" }""",
        "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES"
    )]
    [InlineData(
        "Query",
        $$"""{ {{Queried}}, "Select": "ALL_PROJECTED_ATTRIBUTES" }""",
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
    )]
    [InlineData("Scan", """{ "TableName": "notes", "Select": "SPECIFIC_ATTRIBUTES" }""", "Must specify the AttributesToGet")]
    [InlineData(
        "Scan",
        """{ "TableName": "notes", "Select": "COUNT", "AttributesToGet": ["mark"] }""",
        "Cannot specify the AttributesToGet"
    )]
    [InlineData(
        "DeleteItem",
        $$"""{ "TableName": "notes", "Key": {{Own}}, "ReturnValues": "ALL_NEW" }""",
        "ReturnValues can only be ALL_OLD or NONE"
    )]
    [InlineData(
        "ListTables",
        """{ "Limit": 0 }""",
        "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )]
    [InlineData("ListTables", """{ "Limit": 101 }""", "Member must have value less than or equal to 100")]
    [InlineData(
        "TransactWriteItems",
        $$"""{ "TransactItems": [{ "Put": { "TableName": "notes", "Item": {{Own}} } }, { "ConditionCheck": { "TableName": "notes", "Key": {{Own}} } }] }""",
        "Value null at 'transactItems.2.member.conditionCheck.conditionExpression' failed"
    )]
    [InlineData(
        "TransactWriteItems",
        $$"""{ "TransactItems": [{ "Update": { "TableName": "notes", "Key": {{Own}} } }] }""",
        "Value null at 'transactItems.1.member.update.updateExpression' failed"
    )]
    [InlineData(
        "TransactGetItems",
        $$"""{ "TransactItems": [{ "Get": { "TableName": "notes", "Key": {{Own}} } }, { "Get": { "TableName": "notes", "Key": {{Own}} } }] }""",
        "Transaction request cannot include multiple operations on one item"
    )]
    public async Task What_DynamoDB_refuses_is_refused(string operation, string body, string message)
    {
        var answer = await SendAsync(operation, body);
        Assert.Equal((400, "ValidationException"), (answer.Status, JsonNode.Parse(answer.Body)!["__type"]!.ToString()));
        Assert.Contains(message, JsonNode.Parse(answer.Body)!["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{ "Update": { "TableName": "notes", "Key": { "owner": OWNER, "noteId": { "N": "1" } }, "UpdateExpression": "REMOVE a" } }"""
    )]
    [InlineData("""{ "Put": { "TableName": "notes", "Item": { "owner": OWNER, "noteId": { "N": "1" } } } }""")]
    public async Task A_key_of_another_type_cancels_the_transaction(string item)
    {
        var answer = await SendAsync(
            "TransactWriteItems",
            $$"""{ "TransactItems": [{{item.Replace("OWNER", $$"""{ "S": "{{TestResources.Ann}}" }""", StringComparison.Ordinal)}}] }"""
        );
        var error = JsonNode.Parse(answer.Body)!;
        Assert.Equal("TransactionCanceledException", error["__type"]!.ToString());
        Assert.Equal(
            """[{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]""",
            error["CancellationReasons"]!.ToJsonString()
        );
    }

    private Task<(int Status, string Head, string Body)> SendAsync(string operation, string body)
    {
        var request = new RawRequest("POST", "/", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", $"DynamoDB_20120810.{operation}")
            .Header("Content-Type", "application/x-amz-json-1.0");
        return request.Sign(operation is "Scan" or "ListTables" ? host.Administrator() : host.Credentials(), "dynamodb").SendAsync();
    }
}
