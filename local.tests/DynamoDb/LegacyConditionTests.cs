using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Conditions of the older spelling.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Expected (legacy)"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Expected.html), "ConditionalOperator (legacy)"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.ConditionalOperator.html) and "QueryFilter (legacy)"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.QueryFilter.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class LegacyConditionTests(TestHost host)
{
    private readonly string account = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("""{ "n": { "Exists": true, "Value": { "N": "1" } } }""", true)]
    [InlineData("""{ "n": { "Exists": true, "Value": { "N": "1.0" } } }""", true)]
    [InlineData("""{ "n": { "Exists": true, "Value": { "N": "2" } } }""", false)]
    [InlineData("""{ "n": { "Exists": true, "Value": { "S": "1" } } }""", false)]
    [InlineData("""{ "n": { "Value": { "N": "2" } } }""", false)]
    [InlineData("""{ "done": { "Exists": true, "Value": { "BOOL": false } } }""", true)]
    [InlineData("""{ "done": { "Exists": true, "Value": { "BOOL": true } } }""", false)]
    [InlineData("""{ "gone": { "Exists": true, "Value": { "N": "1" } } }""", false)]
    [InlineData("""{ "gone": { "Exists": false } }""", true)]
    [InlineData("""{ "n": { "Exists": false } }""", false)]
    [InlineData("""{ "toString": { "Exists": false } }""", true)]
    [InlineData("""{ "m": { "Exists": true, "Value": { "M": { "x": { "N": "1.0" } } } } }""", true)]
    [InlineData("""{ "m": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "M": { "x": { "N": "1" } } }] } }""", true)]
    [InlineData("""{ "m": { "ComparisonOperator": "NE", "AttributeValueList": [{ "M": { "x": { "N": "1" } } }] } }""", false)]
    [InlineData("""{ "n": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "N": "1.00" }] } }""", true)]
    [InlineData("""{ "done": { "ComparisonOperator": "NOT_NULL" } }""", true)]
    [InlineData("""{ "text": { "ComparisonOperator": "IN", "AttributeValueList": [{ "S": "x" }, { "S": "" }] } }""", true)]
    [InlineData("""{ "text": { "ComparisonOperator": "BETWEEN", "AttributeValueList": [{ "S": "" }, { "S": "b" }] } }""", true)]
    [InlineData("""{ "n": { "Value": { "N": "2" } }, "done": { "Value": { "BOOL": false } } }""", true, "OR")]
    [InlineData("""{ "n": { "Value": { "N": "2" } }, "done": { "Value": { "BOOL": true } } }""", false, "OR")]
    [InlineData("""{ "n": { "Value": { "N": "1" } }, "done": { "Value": { "BOOL": true } } }""", false, "AND")]
    public async Task An_expectation_is_what_it_says(string expected, bool holds, string? joined = null)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""
            { "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "n": { "N": "1" }, "done": { "BOOL": false }, "text": { "S": "" }, "m": { "M": { "x": { "N": "1" } } } } }
            """
        );
        var delete =
            $$"""{ "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } }, "Expected": {{expected}}{{(joined is null ? string.Empty : $", \"ConditionalOperator\": \"{joined}\"")}} }""";
        if (holds)
            await host.DynamoDbAsync("DeleteItem", delete);
        else
            Assert.Equal("ConditionalCheckFailedException", (await host.RefusedDynamoDbAsync("DeleteItem", delete)).Code);
    }

    [Theory]
    [InlineData("""{ "done": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "BOOL": false }] } }""", 1)]
    [InlineData("""{ "l": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "L": [{ "S": "" }] }] } }""", 1)]
    [InlineData("""{ "l": { "ComparisonOperator": "NE", "AttributeValueList": [{ "L": [{ "S": "" }] }] } }""", 0)]
    [InlineData("""{ "l": { "ComparisonOperator": "CONTAINS", "AttributeValueList": [{ "S": "" }] } }""", 1)]
    public async Task A_filter_compares_every_type(string filter, int count)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "done": { "BOOL": false }, "l": { "L": [{ "S": "" }] } } }"""
        );
        var query =
            $$"""{ "TableName": "ledger", "KeyConditions": { "account": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "S": "{{account}}" }] } }, "QueryFilter": {{filter}} }""";
        Assert.Equal(count, (int)(await host.DynamoDbAsync("Query", query))["Count"]!);
    }

    [Theory]
    [InlineData("PutItem", """ "Item": KEY """, "Expected")]
    [InlineData("UpdateItem", """ "Key": KEY, "AttributeUpdates": { "n": { "Value": { "N": "1" } } } """, "Expected")]
    [InlineData("DeleteItem", """ "Key": KEY """, "Expected")]
    [InlineData(
        "Query",
        """ "KeyConditions": { "account": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "S": "a" }] } } """,
        "QueryFilter"
    )]
    [InlineData("Scan", """ "Select": "COUNT" """, "ScanFilter")]
    public async Task Conditions_are_joined_where_there_are_two(string operation, string parameters, string conditions)
    {
        const string None = "ConditionalOperator cannot be used without Filter or Expected";
        const string One = "ConditionalOperator can only be used when Filter or Expected has two or more elements";
        var body =
            $$"""{ "TableName": "ledger", {{parameters.Replace("KEY", $$"""{ "account": { "S": "{{account}}" } }""", StringComparison.Ordinal)}}, "ConditionalOperator": "OR" """;
        string With(params string[] attributes) =>
            $$"""{{body}}, "{{conditions}}": { {{string.Join(", ", attributes.Select(a => $"\"{a}\": {{ \"ComparisonOperator\": \"NULL\" }}"))}} } }""";
        Assert.Equal(("ValidationException", None), await host.RefusedDynamoDbAsync(operation, body + "}"));
        Assert.Equal(("ValidationException", None), await host.RefusedDynamoDbAsync(operation, With()));
        Assert.Equal(("ValidationException", One), await host.RefusedDynamoDbAsync(operation, With("a")));
        await host.DynamoDbAsync(operation, With("a", "b"));
    }

    [Theory]
    [InlineData("PutItem", """ "Item": KEY, "ConditionExpression": "attribute_exists(a)" """, "ConditionExpression")]
    [InlineData("DeleteItem", """ "Key": KEY, "ConditionExpression": "attribute_exists(a)" """, "ConditionExpression")]
    [InlineData("UpdateItem", """ "Key": KEY, "ConditionExpression": "attribute_exists(a)" """, "ConditionExpression")]
    [InlineData("UpdateItem", """ "Key": KEY, "UpdateExpression": "REMOVE a" """, "UpdateExpression")]
    [InlineData("Scan", """ "FilterExpression": "attribute_exists(a)" """, "FilterExpression")]
    [InlineData("Scan", """ "ProjectionExpression": "a" """, "ProjectionExpression")]
    public async Task Conditions_of_an_expression_are_joined_within_it(string operation, string parameters, string expression) =>
        Assert.Equal(
            (
                "ValidationException",
                $"Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {{ConditionalOperator}} Expression parameters: {{{expression}}}"
            ),
            await host.RefusedDynamoDbAsync(
                operation,
                $$"""{ "TableName": "ledger", {{parameters.Replace("KEY", $$"""{ "account": { "S": "{{account}}" } }""", StringComparison.Ordinal)}}, "ConditionalOperator": "AND" }"""
            )
        );

    [Fact]
    public async Task A_value_that_is_none_is_refused() =>
        Assert.Equal(
            "ValidationException",
            (
                await host.RefusedDynamoDbAsync(
                    "DeleteItem",
                    $$"""{ "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } }, "Expected": { "n": { "ComparisonOperator": "LT", "AttributeValueList": [{ "N": "one" }] } } }"""
                )
            ).Code
        );
}
