using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Requests that no SDK sends, made to say one thing to the policies and another to the store.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ForgedRequestTests(TestHost host)
{
    private const string Own = $$"""{ "owner": { "S": "{{TestResources.Ann}}" }, "noteId": { "S": "forged" } }""";
    private const string Others = $$"""{ "owner": { "S": "{{TestResources.Bob}}" }, "noteId": { "S": "forged" } }""";

    [Theory]
    [InlineData("Put")]
    [InlineData("Update")]
    [InlineData("ConditionCheck")]
    public async Task A_transaction_that_reads_does_nothing_but_read(string kind)
    {
        var (status, code) = await SendAsync(
            "TransactGetItems",
            $$"""{ "TransactItems": [{ "{{kind}}": { "TableName": "notes", "Item": {{Own}}, "Key": {{(kind == "Put" ? Others : Own)}} } }] }"""
        );
        Assert.Equal((400, "ValidationException"), (status, code));
    }

    [Fact]
    public async Task A_transaction_that_writes_does_not_read() =>
        Assert.Equal(
            (400, "ValidationException"),
            await SendAsync("TransactWriteItems", $$"""{ "TransactItems": [{ "Get": { "TableName": "notes", "Key": {{Own}} } }] }""")
        );

    [Fact]
    public async Task An_expression_that_is_too_long_is_not_read()
    {
        var expression = new string('(', 4097);
        Assert.Equal(
            (400, "ValidationException"),
            await SendAsync(
                "Query",
                $$"""{ "TableName": "notes", "KeyConditionExpression": "{{expression}}" }""",
                "Expression size has exceeded the maximum allowed size"
            )
        );
    }

    private async Task<(int Status, string? Code)> SendAsync(string operation, string body, string message = "")
    {
        var request = new RawRequest("POST", "/", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", $"DynamoDB_20120810.{operation}")
            .Header("Content-Type", "application/x-amz-json-1.0");
        var answer = await request.Sign(host.Credentials(), "dynamodb").SendAsync();
        Assert.Contains(message, answer.Body, StringComparison.Ordinal);
        return (answer.Status, JsonNode.Parse(answer.Body)?["__type"]?.ToString());
    }
}
