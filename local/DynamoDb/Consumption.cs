using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>What a transaction consumes, for who asks: of each table, twice what the same operations would without one.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Managing complex workflows with DynamoDB transactions"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transactions.html), capacity management.</remarks>
internal sealed class Consumption
{
    private readonly string? asked;
    private readonly ConcurrentDictionary<string, double> units = new();

    /// <exception cref="AwsException"><c>ValidationException</c>: it asks for what there is not.</exception>
    public Consumption(JsonObject input)
    {
        asked = input["ReturnConsumedCapacity"]?.ToString();
        if (asked is not (null or "NONE" or "TOTAL" or "INDEXES"))
            throw new AwsException(
                "ValidationException",
                $"1 validation error detected: Value '{asked}' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"
            );
    }

    /// <summary>Counts an operation by what the store has answered, which was asked for the total.</summary>
    public void Add(string table, JsonObject answer)
    {
        var more = 2 * (answer["ConsumedCapacity"]?["CapacityUnits"]?.GetValue<double>() ?? 0);
        units.AddOrUpdate(table, more, (_, sum) => sum + more);
    }

    /// <summary>The answer, with what was read or written beside it.</summary>
    public JsonObject On(JsonObject answer, string kind)
    {
        if (asked is "TOTAL" or "INDEXES")
            answer["ConsumedCapacity"] = new JsonArray([
                .. units.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => Of(u.Key, u.Value, kind)),
            ]);
        return answer;
    }

    private JsonObject Of(string table, double consumed, string kind)
    {
        JsonObject Units() => new() { ["CapacityUnits"] = consumed, [kind] = consumed };
        var told = Units();
        told["TableName"] = table;
        if (asked == "INDEXES")
            told["Table"] = Units();
        return told;
    }
}
