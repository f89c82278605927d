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
