using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>A global index has no more than it projects.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Using Global Secondary Indexes in DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class ProjectedTests(TestHost host)
{
    private readonly string shelf = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("ProjectionExpression", "account, shelf, mark", null)]
    [InlineData("ProjectionExpression", "mark.a, mark.b", null)]
    [InlineData("ProjectionExpression", "mark, body", "body")]
    [InlineData("ProjectionExpression", "title, body.a, mark, body.b", "title, body")]
    [InlineData("AttributesToGet", "account, mark", null)]
    [InlineData("AttributesToGet", "account, body", "body")]
    public async Task What_a_global_index_does_not_project_cannot_be_asked_of_it(string parameter, string attributes, string? missing)
    {
        var asked =
            parameter == "AttributesToGet" ? $"[\"{attributes.Replace(", ", "\", \"", StringComparison.Ordinal)}\"]" : $"\"{attributes}\"";
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{shelf}}" }, "shelf": { "S": "{{shelf}}" }, "mark": { "M": { "a": { "N": "1" } } }, "body": { "S": "b" } } }"""
        );
        foreach (
            var (operation, condition) in new[]
            {
                (
                    "Query",
                    $$""", "KeyConditions": { "shelf": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "S": "{{shelf}}" }] } }"""
                ),
                ("Scan", string.Empty),
            }
        )
        {
            string On(string index) => $$"""{ "TableName": "ledger"{{index}}, "{{parameter}}": {{asked}}{{condition}} }""";
            const string Index = """, "IndexName": "byShelf" """;
            if (missing is null)
                Assert.Contains(
                    "mark",
                    (await host.DynamoDbAsync(operation, On(Index)))["Items"]!.ToJsonString(),
                    StringComparison.Ordinal
                );
            else
                Assert.Equal(
                    (
                        "ValidationException",
                        $"One or more parameter values were invalid: Global secondary index byShelf does not project [{missing}]"
                    ),
                    await host.RefusedDynamoDbAsync(operation, On(Index))
                );
            if (operation == "Scan")
                await host.DynamoDbAsync(operation, On(string.Empty));
        }
    }
}
