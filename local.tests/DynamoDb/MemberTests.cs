using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Members of requests that are known, and that are not.</summary>
public sealed class MemberTests
{
    [Theory]
    [InlineData("GetItem", """{ "Sudo": true }""", "Sudo of GetItem")]
    [InlineData("PutItem", """{ "TableName": "notes", "Condition": "attribute_not_exists(a)" }""", "Condition of PutItem")]
    [InlineData("Query", """{ "ScanFilter": {} }""", "ScanFilter of Query")]
    [InlineData(
        "BatchGetItem",
        """{ "RequestItems": { "notes": { "Keys": [], "FilterExpression": "a = b" } } }""",
        "FilterExpression of BatchGetItem"
    )]
    [InlineData(
        "BatchWriteItem",
        """{ "RequestItems": { "notes": [{ "PutRequest": { "Item": {}, "ConditionExpression": "a = b" } }] } }""",
        "ConditionExpression of the PutRequest of BatchWriteItem"
    )]
    [InlineData(
        "TransactGetItems",
        """{ "TransactItems": [{ "Get": { "ConsistentRead": true } }] }""",
        "ConsistentRead of the Get of TransactGetItems"
    )]
    [InlineData(
        "TransactWriteItems",
        """{ "TransactItems": [{ "Put": {} }, { "Update": { "ReturnValues": "ALL_NEW" } }] }""",
        "ReturnValues of the Update of TransactWriteItems"
    )]
    [InlineData("DescribeTimeToLive", """{ "tableName": "notes" }""", "tableName of DescribeTimeToLive")]
    public void A_member_that_is_not_known_is_refused_by_its_name(string operation, string input, string named)
    {
        var error = Assert.Throws<AwsException>(() => Require(operation, input));
        Assert.Equal(
            ("ValidationException", $"This host does not know the member {named}, and refuses it rather than to ignore it."),
            (error.Code, error.Message)
        );
    }

    [Theory]
    [InlineData("GetItem", """{ "Key": [] }""")]
    [InlineData("BatchWriteItem", """{ "RequestItems": [[{}], null] }""")]
    [InlineData("TransactWriteItems", """{ "TransactItems": [null, 7, { "Put": 7, "Look": {} }] }""")]
    public void Shapes_are_for_others_to_judge(string operation, string input) => Require(operation, input);

    [Theory]
    [InlineData(typeof(GetItemRequest))]
    [InlineData(typeof(QueryRequest))]
    [InlineData(typeof(ScanRequest))]
    [InlineData(typeof(PutItemRequest))]
    [InlineData(typeof(UpdateItemRequest))]
    [InlineData(typeof(DeleteItemRequest))]
    [InlineData(typeof(BatchGetItemRequest))]
    [InlineData(typeof(BatchWriteItemRequest))]
    [InlineData(typeof(TransactGetItemsRequest))]
    [InlineData(typeof(TransactWriteItemsRequest))]
    [InlineData(typeof(ListTablesRequest))]
    [InlineData(typeof(DescribeTableRequest))]
    [InlineData(typeof(DescribeTimeToLiveRequest))]
    public void What_the_SDK_can_say_is_known(Type request)
    {
        var operation = request.Name[..^"Request".Length];
        Require(operation, new JsonObject(Names(request).Select(n => KeyValuePair.Create<string, JsonNode?>(n, null))).ToJsonString());
    }

    [Theory]
    [InlineData(typeof(Get))]
    [InlineData(typeof(Put))]
    [InlineData(typeof(Update))]
    [InlineData(typeof(Delete))]
    [InlineData(typeof(ConditionCheck))]
    public void What_the_SDK_can_say_in_a_transaction_is_known(Type part)
    {
        var parameters = new JsonObject(Names(part).Select(n => KeyValuePair.Create<string, JsonNode?>(n, null)));
        Require(
            "TransactWriteItems",
            new JsonObject { ["TransactItems"] = new JsonArray(new JsonObject { [part.Name] = parameters }) }.ToJsonString()
        );
    }

    private static void Require(string operation, string input) => Members.RequireKnown(operation, JsonNode.Parse(input)!.AsObject());

    private static List<string> Names(Type type)
    {
        var names = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(p => p.Name)
            .Where(n => !n.StartsWith("Is", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(names);
        return names;
    }
}
