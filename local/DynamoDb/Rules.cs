using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>What DynamoDB refuses whatever a table holds, and the store does not. Members that are not of their kind are for others to judge.</summary>
internal static class Rules
{
    private const int MostTables = 100;
    private const int MostLevels = 32;
    private static readonly string[] Written = ["Item", "ExpressionAttributeValues"];
    private static readonly string[] Projections = ["ProjectionExpression", "AttributesToGet"];
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["ConditionCheck"] = "ConditionExpression",
        ["Update"] = "UpdateExpression",
    };

    /// <exception cref="AwsException"><c>ValidationException</c>.</exception>
    public static void Require(string operation, JsonObject input)
    {
        if (operation is "Query" or "Scan")
            RequireSelection(input);
        if (operation == "DeleteItem" && input["ReturnValues"]?.ToString() is not (null or "NONE" or "ALL_OLD"))
            throw Invalid("ReturnValues can only be ALL_OLD or NONE");
        if (
            operation == "ListTables"
            && input["Limit"] is JsonValue value
            && value.TryGetValue(out int limit)
            && limit is < 1 or > MostTables
        )
            throw Broken(
                $"Value '{limit}' at 'limit'",
                limit < 1 ? "have value greater than or equal to 1" : $"have value less than or equal to {MostTables}"
            );
        if (
            Members
                .PartsOf(input)
                .Select(part => part.Parameters)
                .Prepend(input)
                .SelectMany(write => Written.Select(name => write[name] as JsonObject))
                .Any(values => values?.Any(value => Levels(value.Value) > MostLevels) == true)
        )
            throw Invalid("Nesting Levels have exceeded supported limits: Attributes have nested levels more than supported limit");
        if (operation == "TransactWriteItems")
            RequireWhole(input["TransactItems"] as JsonArray ?? []);
    }

    /// <summary>A policy that lets somebody select specific attributes sees which from the projection alone: without one the store would answer with all.</summary>
    private static void RequireSelection(JsonObject input)
    {
        var select = input["Select"]?.ToString();
        var projection = Projections.FirstOrDefault(p => input[p] is not null);
        if (select == "SPECIFIC_ATTRIBUTES" && projection is null)
            throw Invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        if (select is not (null or "SPECIFIC_ATTRIBUTES") && projection is not null)
            throw Invalid($"Cannot specify the {projection} when choosing to get {(select == "COUNT" ? "only the Count" : select)}");
        if (select == "ALL_PROJECTED_ATTRIBUTES" && input["IndexName"] is null)
            throw Invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    }

    /// <summary>A check without a condition would hold always.</summary>
    private static void RequireWhole(JsonArray items)
    {
        foreach (var (number, item) in items.Index())
        foreach (var (kind, parameters) in item as JsonObject ?? [])
            if (Needed.TryGetValue(kind, out var needed) && parameters is JsonObject given && given[needed] is null)
                throw Broken($"Value null at 'transactItems.{number + 1}.member.{Lower(kind)}.{Lower(needed)}'", "not be null");
    }

    private static int Levels(JsonNode? value) =>
        1
        + (
            ((value as JsonObject)?["M"] as JsonObject)?.Max(child => (int?)Levels(child.Value))
            ?? ((value as JsonObject)?["L"] as JsonArray)?.Max(child => (int?)Levels(child))
            ?? 0
        );

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static AwsException Broken(string what, string rule) =>
        Invalid($"1 validation error detected: {what} failed to satisfy constraint: Member must {rule}");

    private static AwsException Invalid(string message) => new("ValidationException", message);
}
