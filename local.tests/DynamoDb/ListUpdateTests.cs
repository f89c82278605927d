using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Updates of lists: every path means the item as it was.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Using update expressions in DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class ListUpdateTests(TestHost host)
{
    private readonly string account = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("REMOVE a[1], a[2]", "1 4 5")]
    [InlineData("REMOVE a[2], a[1]", "1 4 5")]
    [InlineData("REMOVE a[0], a[4], a[2]", "2 4")]
    [InlineData("REMOVE a[0], a[1], a[2], a[3], a[4]", "")]
    [InlineData("REMOVE a[1], a[99]", "1 3 4 5")]
    [InlineData("REMOVE a[0] SET a[2] = :x", "2 x 4 5")]
    [InlineData("SET a[2] = :x REMOVE a[0]", "2 x 4 5")]
    [InlineData("SET a[9] = :x, a[7] = :y REMOVE a[0]", "2 3 4 5 y x")]
    [InlineData("SET a[9] = :x, a[4] = :y REMOVE a[3], a[1]", "1 3 y x")]
    [InlineData("SET a[5] = :x, a[6] = :y", "1 2 3 4 5 x y")]
    [InlineData("SET a[2147483647] = :x, a[2147483646] = :y", "1 2 3 4 5 y x")]
    [InlineData("SET a[0] = a[4], a[4] = a[0]", "5 2 3 4 1")]
    [InlineData("SET a = list_append(a, :l)", "1 2 3 4 5 x")]
    [InlineData("REMOVE b.c[0], b.c[1] SET a[0] = b.c[1]", "2 2 3 4 5")]
    [InlineData("ADD a[1] :n REMOVE a[0]", "12 3 4 5")]
    public async Task Elements_are_meant_by_where_they_stood(string expression, string expected)
    {
        Assert.Equal(
            expected,
            await UpdateAsync(
                expression,
                (key, values) => host.DynamoDbAsync("UpdateItem", $$"""{ {{key}}, "UpdateExpression": "{{expression}}"{{values}} }""")
            )
        );
        Assert.Equal(
            expected,
            await UpdateAsync(
                expression,
                (key, values) =>
                    host.DynamoDbAsync(
                        "TransactWriteItems",
                        $$"""{ "TransactItems": [{ "Update": { {{key}}, "UpdateExpression": "{{expression}}"{{values}} } }] }"""
                    )
            )
        );
    }

    [Fact]
    public async Task What_is_set_from_another_attribute_is_its_own_from_then_on()
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "a": { "M": { "n": { "N": "1" } } } } }"""
        );
        var key = $$"""{ "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } }""";
        await host.DynamoDbAsync(
            "UpdateItem",
            key + """, "UpdateExpression": "SET b = a, c = a, a.n = :n", "ExpressionAttributeValues": { ":n": { "N": "2" } } }"""
        );
        var item = (await host.DynamoDbAsync("GetItem", key + " }"))["Item"]!;
        Assert.Equal(
            ("2", "1", "1"),
            (item["a"]!["M"]!["n"]!["N"]!.ToString(), item["b"]!["M"]!["n"]!["N"]!.ToString(), item["c"]!["M"]!["n"]!["N"]!.ToString())
        );
    }

    [Theory]
    [InlineData("SET n = n + :one")]
    [InlineData("ADD n :one")]
    public async Task A_sum_of_more_than_thirty_eight_digits_is_refused(string expression)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "n": { "N": "{{new string('9', 38)}}" } } }"""
        );
        var refused = await host.RefusedDynamoDbAsync(
            "UpdateItem",
            $$"""{ "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } }, "UpdateExpression": "{{expression}}", "ExpressionAttributeValues": { ":one": { "N": "0.1" } } }"""
        );
        Assert.Equal(("ValidationException", "Attempting to store more than 38 significant digits in a Number"), refused);
    }

    private async Task<string> UpdateAsync(string expression, Func<string, string, Task<JsonObject>> update)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""
            { "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "a": { "L": [{ "N": "1" }, { "N": "2" }, { "N": "3" }, { "N": "4" }, { "N": "5" }] },
              "b": { "M": { "c": { "L": [{ "N": "1" }, { "N": "2" }] } } } } }
            """
        );
        var values = string.Join(
            ", ",
            new[]
            {
                (":x", """{ "S": "x" }"""),
                (":y", """{ "S": "y" }"""),
                (":l", """{ "L": [{ "S": "x" }] }"""),
                (":n", """{ "N": "10" }"""),
            }
                .Where(v => expression.Contains(v.Item1, StringComparison.Ordinal))
                .Select(v => $"\"{v.Item1}\": {v.Item2}")
        );
        var key = $$"""
            "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } }
            """;
        await update(key, values.Length > 0 ? $$""", "ExpressionAttributeValues": { {{values}} }""" : string.Empty);
        var item = (await host.DynamoDbAsync("GetItem", $"{{ {key} }}"))["Item"]!;
        return string.Join(' ', item["a"]!["L"]!.AsArray().Select(e => e!.AsObject().First().Value!.ToString()));
    }
}
