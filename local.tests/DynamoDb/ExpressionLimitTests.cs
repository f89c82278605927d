using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What is too much in an expression, and for what an expression makes of an item.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Constraints in Amazon DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class ExpressionLimitTests(TestHost host)
{
    private const string TooDeep = "Nesting Levels have exceeded supported limits: Attributes have nested levels more than supported limit";
    private readonly string account = Guid.NewGuid().ToString("N");

    private string Key => $$""" "TableName": "ledger", "Key": { "account": { "S": "{{account}}" } } """;

    [Theory]
    [InlineData("UpdateItem", "UpdateExpression", "SET l[N] = m")]
    [InlineData("UpdateItem", "UpdateExpression", "SET m = l[N]")]
    [InlineData("UpdateItem", "UpdateExpression", "REMOVE l[0], l[N]")]
    [InlineData("DeleteItem", "ConditionExpression", "attribute_not_exists(l[N])")]
    [InlineData("GetItem", "ProjectionExpression", "l[N].m")]
    public async Task An_index_of_a_list_is_an_integer_of_thirty_two_bits(string operation, string parameter, string expression)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "m": { "S": "x" }, "l": { "L": [{ "S": "y" }] } } }"""
        );
        string With(string index) => $$"""{ {{Key}}, "{{parameter}}": "{{expression.Replace("N", index, StringComparison.Ordinal)}}" }""";
        foreach (var index in new[] { "2147483648", "4294967295", "99999999999999999999" })
            Assert.Equal(
                ("ValidationException", $"Invalid {parameter}: List index is not within the allowable range; index: [{index}]"),
                await host.RefusedDynamoDbAsync(operation, With(index))
            );
        if (!expression.StartsWith("SET m", StringComparison.Ordinal))
            await host.DynamoDbAsync(operation, With("2147483647"));
    }

    [Theory]
    [InlineData("\"UpdateExpression\": \"SET a = :v\"", 32)]
    [InlineData("\"UpdateExpression\": \"SET a.b = :v\"", 31)]
    [InlineData("\"UpdateExpression\": \"SET a.b = if_not_exists(a.gone, :v)\"", 31)]
    [InlineData("\"UpdateExpression\": \"SET a.l = list_append(a.l, :v)\"", 31)]
    [InlineData("\"UpdateExpression\": \"SET a.l[0] = :v\"", 30)]
    [InlineData("\"AttributeUpdates\": { \"a\": { \"Value\": VALUE } }", 32)]
    public async Task What_an_update_makes_of_an_item_nests_thirty_two_levels(string update, int most)
    {
        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "a": { "M": { "l": { "L": [{ "S": "x" }] } } } } }"""
        );
        string With(int levels)
        {
            var value =
                string.Concat(Enumerable.Repeat("""{ "L": [""", levels - 1))
                + """{ "S": "x" }"""
                + string.Concat(Enumerable.Repeat("] }", levels - 1));
            var values = update.Contains(":v", StringComparison.Ordinal)
                ? $$""", "ExpressionAttributeValues": { ":v": {{value}} }"""
                : string.Empty;
            return $"{Key}, {update.Replace("VALUE", value, StringComparison.Ordinal)}{values}";
        }

        Assert.Equal(("ValidationException", TooDeep), await host.RefusedDynamoDbAsync("UpdateItem", $"{{ {With(most + 1)} }}"));
        if (most < 32)
        {
            var (code, message) = await host.RefusedDynamoDbAsync(
                "TransactWriteItems",
                $$"""{ "TransactItems": [{ "Update": { {{With(most + 1)}} } }] }"""
            );
            Assert.Equal("TransactionCanceledException", code);
            Assert.EndsWith("[ValidationError]", message, StringComparison.Ordinal);
        }

        await host.DynamoDbAsync("UpdateItem", $"{{ {With(most)} }}");
    }

    [Theory]
    [InlineData("DeleteItem", "ConditionExpression", "n IN (IN)")]
    [InlineData("DeleteItem", "ConditionExpression", "NOT (n IN (IN)) AND n = :v0")]
    [InlineData("Scan", "FilterExpression", "n IN (IN)")]
    public async Task A_list_to_be_in_has_a_hundred_elements(string operation, string parameter, string expression)
    {
        string With(int count)
        {
            var names = Enumerable.Range(0, count).Select(n => $":v{n}").ToList();
            var written = expression.Replace("(IN)", $"({string.Join(',', names)})", StringComparison.Ordinal);
            var values = string.Join(',', names.Select(n => $$""" "{{n}}": { "N": "{{n[2..]}}" } """));
            var on = operation == "Scan" ? """ "TableName": "ledger" """ : Key;
            return $$"""{ {{on}}, "{{parameter}}": "{{written}}", "ExpressionAttributeValues": { {{values}} } }""";
        }

        await host.DynamoDbAsync(
            "PutItem",
            $$"""{ "TableName": "ledger", "Item": { "account": { "S": "{{account}}" }, "n": { "N": "0" } } }"""
        );
        Assert.Equal(
            ("ValidationException", $"Invalid {parameter}: The IN operator is provided with too many operands; number of operands: 101"),
            await host.RefusedDynamoDbAsync(operation, With(101))
        );
        if (!expression.Contains("NOT", StringComparison.Ordinal))
            await host.DynamoDbAsync(operation, With(100));
    }

    /// <remarks>Source, that DynamoDB counts no further than to the first one too many: ScyllaDB's tests, which are run against DynamoDB too
    /// (https://github.com/scylladb/scylladb/blob/master/test/alternator/test_condition_expression.py).</remarks>
    [Theory]
    [InlineData("ConditionExpression", " OR ", "b<>:n", "b<>:n", 150)]
    [InlineData("ConditionExpression", " OR ", "size(b)>:n", "NOT b=:n", 100)]
    [InlineData("ConditionExpression", " OR ", "contains(b,:n)", "b<>:n", 150)]
    [InlineData("UpdateExpression", ",", "a@=:n+:n", "a@=:n-:n", 300)]
    public async Task An_expression_has_three_hundred_operators(string parameter, string joined, string each, string last, int most)
    {
        string With(int count)
        {
            var parts = Enumerable.Range(1, count).Select(n => (n == count ? last : each).Replace("@", $"{n}", StringComparison.Ordinal));
            var written = (parameter == "UpdateExpression" ? "SET " : string.Empty) + string.Join(joined, parts);
            return $$"""{ {{Key}}, "{{parameter}}": "{{written}}", "ExpressionAttributeValues": { ":n": { "N": "0" } } }""";
        }

        Assert.Equal(
            ("ValidationException", $"Invalid {parameter}: The expression contains too many operators; operator count: 301"),
            await host.RefusedDynamoDbAsync("UpdateItem", With(most + 1))
        );
        await host.DynamoDbAsync("UpdateItem", With(most));
    }

    [Fact]
    public async Task A_placeholder_has_two_hundred_and_fifty_five_bytes()
    {
        string With(char sign, int size) =>
            $$"""
                { {{Key}}, "UpdateExpression": "SET #a = :a", "ExpressionAttributeNames": { "#a": "a" }, "ExpressionAttributeValues": { ":a": { "S": "x" } } }
                """.Replace($"{sign}a", $"{sign}{new string('a', size - 1)}", StringComparison.Ordinal);
        foreach (var (sign, map) in new[] { ('#', "ExpressionAttributeNames"), (':', "ExpressionAttributeValues") })
        {
            Assert.Equal(
                (
                    "ValidationException",
                    $"{map} contains invalid key: The expression attribute map contains a key that is too long; size of key: 256"
                ),
                await host.RefusedDynamoDbAsync("UpdateItem", With(sign, 256))
            );
            await host.DynamoDbAsync("UpdateItem", With(sign, 255));
        }
    }
}
