using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Names of attributes that mean something in JavaScript, in which the store is written, mean nothing to DynamoDB.</summary>
[Collection(TestHostCollection.Name)]
public sealed class AttributeNameTests(TestHost host)
{
    private readonly string account = Guid.NewGuid().ToString("N");

    public static TheoryData<string> Names => ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_attribute_has_any_name(string name)
    {
        await DoAsync(
            "PutItem",
            name,
            """ "Item": { KEY, "NAME": { "N": "1" }, "m": { "M": { "NAME": { "M": { "NAME": { "N": "2" } } } } } } """
        );
        await HasAsync(name, """{KEY,"NAME":{"N":"1"},"m":{"M":{"NAME":{"M":{"NAME":{"N":"2"}}}}}}""");
        await UpdateAsync(name, "SET #n = #n + :one, m.#n.#n = m.#n.#n + :one, l = :one", "attribute_exists(#n) AND m.#n.#n > #n");
        await HasAsync(
            name,
            """{"NAME":{"N":"2"},"m":{"M":{"NAME":{"M":{"NAME":{"N":"3"}}}}}}""",
            """, "ProjectionExpression": "#n, m.#n.#n", "ExpressionAttributeNames": { "#n": "NAME" } """
        );
        await HasAsync(name, """{"NAME":{"N":"2"}}""", """, "AttributesToGet": ["NAME"] """);
        await DoAsync(
            "UpdateItem",
            name,
            """ "Key": { KEY }, "UpdateExpression": "REMOVE #n, m.#n", "ExpressionAttributeNames": { "#n": "NAME" } """
        );
        await HasAsync(name, """{KEY,"m":{"M":{}},"l":{"N":"1"}}""");
        await UpdateAsync(name, "SET #n = if_not_exists(#n, :one)", "attribute_not_exists(#n) AND attribute_not_exists(m.#n)");
        await HasAsync(name, """{KEY,"m":{"M":{}},"l":{"N":"1"},"NAME":{"N":"1"}}""");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_older_spelling_has_any_name(string name)
    {
        Task<JsonObject> Update(string update) =>
            DoAsync("UpdateItem", name, $$""" "Key": { KEY }, "AttributeUpdates": { "NAME": {{update}} } """);
        // At first there is no item, and then there is one without the attribute.
        for (var times = 0; times < 2; times++)
        {
            await Update("""{ "Action": "ADD", "Value": { "N": "1" } }""");
            await Update("""{ "Action": "ADD", "Value": { "N": "1" } }""");
            await HasAsync(name, """{KEY,"NAME":{"N":"2"}}""");
            await Update("""{ "Action": "PUT", "Value": { "SS": ["a", "b"] } }""");
            await Update("""{ "Action": "DELETE", "Value": { "SS": ["a"] } }""");
            await HasAsync(name, """{KEY,"NAME":{"SS":["b"]}}""");
            await Update("""{ "Action": "DELETE" }""");
            await HasAsync(name, """{KEY}""");
        }

        foreach (var action in new[] { "ADD", "DELETE" })
        {
            await DoAsync("DeleteItem", name, """ "Key": { KEY } """);
            await Update($$"""{ "Action": "{{action}}", "Value": { "SS": ["a"] } }""");
            await HasAsync(name, action == "ADD" ? """{KEY,"NAME":{"SS":["a"]}}""" : """{KEY}""");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_operation_knows_any_name(string name)
    {
        Task<JsonObject> Do(string operation, string body) => host.DynamoDbAsync(operation, Named(body, name));
        await Do("BatchWriteItem", """{ "RequestItems": { "ledger": [{ "PutRequest": { "Item": { KEY, "NAME": { "N": "1" } } } }] } }""");
        await Do(
            "TransactWriteItems",
            """
            { "TransactItems": [{ "Update": { "TableName": "ledger", "Key": { KEY }, "UpdateExpression": "ADD #n :n", "ExpressionAttributeNames": { "#n": "NAME" },
              "ExpressionAttributeValues": { ":n": { "N": "1" } } } }] }
            """
        );
        await HasAsync(name, """{KEY,"NAME":{"N":"2"}}""");
        foreach (
            var (filter, count) in new[]
            {
                (
                    """ "KeyConditions": { "account": { "ComparisonOperator": "EQ", "AttributeValueList": [{ "S": "ACCOUNT" }] } }, "QueryFilter": { "NAME": { "ComparisonOperator": "NOT_NULL" } } """,
                    1
                ),
                (
                    """ "KeyConditionExpression": "account = :a", "FilterExpression": "#n > :n", "ExpressionAttributeNames": { "#n": "NAME" }, "ExpressionAttributeValues": { ":a": { "S": "ACCOUNT" }, ":n": { "N": "2" } } """,
                    0
                ),
            }
        )
            Assert.Equal(count, (int)(await Do("Query", $$"""{ "TableName": "ledger", {{filter}} }"""))["Count"]!);

        foreach (var (values, told) in new[] { ("UPDATED_OLD", """{"NAME":{"N":"2"}}"""), ("ALL_NEW", """{KEY,"NAME":{"N":"3"}}""") })
        {
            var updated = await Do(
                "UpdateItem",
                $$"""{ "TableName": "ledger", "Key": { KEY }, "AttributeUpdates": { "NAME": { "Value": { "N": "3" } } }, "ReturnValues": "{{values}}" }"""
            );
            Assert.Equal(Named(told, name), updated["Attributes"]!.ToJsonString());
        }

        await Do("DeleteItem", """{ "TableName": "ledger", "Key": { KEY }, "Expected": { "NAME": { "Value": { "N": "3" } } } }""");
        await Do("PutItem", """{ "TableName": "ledger", "Item": { KEY }, "Expected": { "NAME": { "Exists": false } } }""");
    }

    private Task<JsonObject> UpdateAsync(string name, string update, string condition) =>
        DoAsync(
            "UpdateItem",
            name,
            $$"""
            "Key": { KEY }, "UpdateExpression": "{{update}}", "ConditionExpression": "{{condition}}",
            "ExpressionAttributeNames": { "#n": "NAME" }, "ExpressionAttributeValues": { ":one": { "N": "1" } }
            """
        );

    private Task<JsonObject> DoAsync(string operation, string name, string parameters) =>
        host.DynamoDbAsync(operation, $$"""{ "TableName": "ledger", {{Named(parameters, name)}} }""");

    private async Task HasAsync(string name, string item, string projection = "")
    {
        var found = await host.DynamoDbAsync(
            "GetItem",
            $$"""{ "TableName": "ledger", {{Named(""" "Key": { KEY } """ + projection, name)}} }"""
        );
        Assert.Equal(Named(item, name), found["Item"]!.ToJsonString());
    }

    private string Named(string json, string name) =>
        json.Replace("NAME", name, StringComparison.Ordinal)
            .Replace("ACCOUNT", account, StringComparison.Ordinal)
            .Replace(
                "KEY",
                $$"""
                "account":{"S":"{{account}}"}
                """,
                StringComparison.Ordinal
            );
}
