using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>What a write does to one item.</summary>
internal sealed record ItemWrite(string Kind, JsonObject Parameters, TableSchema Schema)
{
    public string Table => Schema.Table.Name;

    public JsonObject Key { get; } = Schema.KeyOf(Parameters[Kind == "Put" ? "Item" : nameof(Key)] as JsonObject ?? []);

    /// <summary>Whether who writes is told the item that fails the condition.</summary>
    public bool ReturnsFailed { get; } =
        Parameters["ReturnValuesOnConditionCheckFailure"]?.ToString() switch
        {
            null or "NONE" => false,
            "ALL_OLD" => true,
            var other => throw new AwsException(
                "ValidationException",
                $"1 validation error detected: Value '{other}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]"
            ),
        };

    /// <summary>One text for each item: 1.0 and 1 are one key.</summary>
    public string Identity => new JsonArray([Table, .. Key.Select(k => (JsonNode?)TableSchema.Leading(k.Value))]).ToJsonString();

    /// <summary>The item as it is; null where there is none.</summary>
    public async Task<JsonNode?> ItemAsync(IItemStore store, CancellationToken cancel) =>
        (
            await store.CallAsync(
                "GetItem",
                new()
                {
                    ["TableName"] = Table,
                    [nameof(Key)] = Key.DeepClone(),
                    ["ConsistentRead"] = true,
                },
                cancel
            )
        )["Item"];

    /// <summary>Does it; a condition alone changes nothing.</summary>
    public Task DoAsync(IItemStore store, CancellationToken cancel) =>
        Kind == "ConditionCheck" ? Task.CompletedTask : store.CallAsync($"{Kind}Item", Parameters.DeepClone().AsObject(), cancel);

    /// <summary>Lets the item be what it was, in its table or in another one of the same keys; null where there was none.</summary>
    public Task SetAsync(IItemStore store, string table, JsonNode? item, CancellationToken cancel) =>
        item is null
            ? store.CallAsync("DeleteItem", new() { ["TableName"] = table, [nameof(Key)] = Key.DeepClone() }, cancel)
            : store.CallAsync("PutItem", new() { ["TableName"] = table, ["Item"] = item.DeepClone() }, cancel);
}
