using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Tables that a request names by their ARNs: whoever reads it from here on finds names, and whoever asked is answered with what they asked by.</summary>
/// <remarks>Source: DynamoDB API Reference, "BatchGetItem" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html)
/// (RequestItems, Responses) and "ConsumedCapacity" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html)
/// (TableName).</remarks>
internal sealed partial class TableNames(Deployed deployed)
{
    private const string Batch = "RequestItems";
    private static readonly string[] ByTable = ["Responses", "UnprocessedKeys", "UnprocessedItems"];
    private readonly Dictionary<string, string> asked = [];

    /// <exception cref="AwsException"><c>ValidationException</c>: a batch names a table twice.</exception>
    public void Replace(JsonObject input)
    {
        foreach (var parameters in Members.PartsOf(input).Select(part => part.Parameters).Prepend(input))
            if (parameters["TableName"] is JsonValue value && value.TryGetValue(out string? given))
                parameters["TableName"] = NameOf(given);
        if (input[Batch] is not JsonObject tables)
            return;
        var named = tables.Select(t => KeyValuePair.Create(NameOf(t.Key), t.Value?.DeepClone())).ToList();
        if (named.DistinctBy(t => t.Key).Count() < named.Count)
            throw new AwsException(
                "ValidationException",
                "One or more parameter values were invalid: a table is named twice, by its name and by its ARN"
            );
        input[Batch] = new JsonObject(named);
    }

    public JsonObject Restore(JsonObject answer)
    {
        if (asked.Count == 0)
            return answer;
        foreach (var member in ByTable)
            if (answer[member] is JsonObject tables)
                answer[member] = new JsonObject(tables.Select(t => KeyValuePair.Create(AskedOf(t.Key), t.Value?.DeepClone())));
        foreach (
            var consumed in answer["ConsumedCapacity"] switch
            {
                JsonArray many => many.OfType<JsonObject>(),
                JsonObject one => [one],
                _ => [],
            }
        )
            if (consumed["TableName"]?.ToString() is { } name)
                consumed["TableName"] = AskedOf(name);
        return answer;
    }

    private string NameOf(string given)
    {
        if (
            Arn().Match(given) is not { Success: true } arn
            || arn.Groups["region"].Value != deployed.Region
            || arn.Groups["account"].Value != deployed.Account
        )
            return given;
        asked[arn.Groups["name"].Value] = given;
        return arn.Groups["name"].Value;
    }

    private string AskedOf(string name) => asked.GetValueOrDefault(name, name);

    [GeneratedRegex("^arn:aws[a-z-]*:dynamodb:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):table/(?<name>[A-Za-z0-9_.-]{1,255})$")]
    private static partial Regex Arn();
}
