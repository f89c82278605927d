using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>The members of requests that are done here. Others are refused: whoever sends one would take it for done.</summary>
/// <remarks>Source: DynamoDB API Reference, "Actions" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html).</remarks>
internal static class Members
{
    private const string Projected = "ConsistentRead ProjectionExpression ExpressionAttributeNames AttributesToGet";
    private const string Searched =
        $"TableName IndexName Select Limit ExclusiveStartKey FilterExpression ExpressionAttributeValues ConditionalOperator ReturnConsumedCapacity {Projected}";
    private const string Conditional =
        "TableName ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure";
    private const string Written =
        $"Expected ConditionalOperator ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics {Conditional}";

    private static readonly Dictionary<string, HashSet<string>> Known = new Dictionary<string, string>
    {
        ["GetItem"] = $"TableName Key ReturnConsumedCapacity {Projected}",
        ["Query"] = $"KeyConditionExpression KeyConditions QueryFilter ScanIndexForward {Searched}",
        ["Scan"] = $"ScanFilter Segment TotalSegments {Searched}",
        ["PutItem"] = $"Item {Written}",
        ["UpdateItem"] = $"Key UpdateExpression AttributeUpdates {Written}",
        ["DeleteItem"] = $"Key {Written}",
        ["BatchGetItem"] = "RequestItems ReturnConsumedCapacity",
        ["BatchWriteItem"] = "RequestItems ReturnConsumedCapacity ReturnItemCollectionMetrics",
        ["TransactGetItems"] = "TransactItems ReturnConsumedCapacity",
        ["TransactWriteItems"] = "TransactItems ReturnConsumedCapacity ReturnItemCollectionMetrics ClientRequestToken",
        ["ListTables"] = "ExclusiveStartTableName Limit",
        ["DescribeContinuousBackups"] = "TableName",
        ["DescribeTable"] = "TableName",
        ["DescribeTimeToLive"] = "TableName",
        ["ListTagsOfResource"] = "ResourceArn NextToken",
    }.ToDictionary(o => o.Key, o => o.Value.Split(' ').ToHashSet());

    /// <summary>Of what batches and transactions are made.</summary>
    private static readonly Dictionary<string, HashSet<string>> Parts = new Dictionary<string, string>
    {
        ["Keys"] = $"Keys {Projected}",
        ["PutRequest"] = "Item",
        ["DeleteRequest"] = "Key",
        ["Get"] = "TableName Key ProjectionExpression ExpressionAttributeNames",
        ["Put"] = $"Item {Conditional}",
        ["Update"] = $"Key UpdateExpression {Conditional}",
        ["Delete"] = $"Key {Conditional}",
        ["ConditionCheck"] = $"Key {Conditional}",
    }.ToDictionary(p => p.Key, p => p.Value.Split(' ').ToHashSet());

    /// <summary>Does nothing with a request that is understood. Its shape is for others to judge.</summary>
    /// <exception cref="AwsException"><c>ValidationException</c>: it has a member that is not.</exception>
    public static void RequireKnown(string operation, JsonObject input)
    {
        Require(operation, Known[operation], input);
        foreach (var read in Tables(input).OfType<JsonObject>())
            Require(operation, Parts["Keys"], read);
        foreach (var (kind, parameters) in PartsOf(input))
            if (Parts.TryGetValue(kind, out var known))
                Require($"the {kind} of {operation}", known, parameters);
    }

    /// <summary>What batches that write and transactions are made of, by its kind.</summary>
    public static IEnumerable<(string Kind, JsonObject Parameters)> PartsOf(JsonObject input) =>
        from item in Tables(input)
            .OfType<JsonArray>()
            .Append(input["TransactItems"] as JsonArray ?? [])
            .SelectMany(a => a)
            .OfType<JsonObject>()
        from part in item
        where part.Value is JsonObject
        select (part.Key, (JsonObject)part.Value!);

    private static IEnumerable<JsonNode?> Tables(JsonObject input) => (input["RequestItems"] as JsonObject ?? []).Select(t => t.Value);

    private static void Require(string what, HashSet<string> known, JsonObject input)
    {
        if (input.FirstOrDefault(m => !known.Contains(m.Key)).Key is { } unknown)
            throw new AwsException(
                "ValidationException",
                $"This host does not know the member {unknown} of {what}, and refuses it rather than to ignore it."
            );
    }
}
