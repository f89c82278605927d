using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Tries what a transaction does to an item on a copy of it, in a table beside that nobody else sees: the store judges conditions and updates only by doing them.</summary>
internal sealed class Trial(IItemStore store)
{
    /// <summary>How what is said begins of an operation that this item, or this table, does not allow; what no item would allow is an error of the request.</summary>
    /// <remarks>Source: DynamoDB API Reference, "TransactionCanceledException"
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors).</remarks>
    private static readonly string[] OfItem =
    [
        "An operand in the update expression has an incorrect data type",
        "Item size to update has exceeded the maximum allowed size",
        "Nesting Levels have exceeded supported limits",
        "One or more parameter values were invalid: Type mismatch for Index Key",
        "The document path provided in the update expression is invalid for update",
        "The provided key element does not match the schema",
        "The provided expression refers to an attribute that does not exist in the item",
        "The update expression attempted to update the secondary index key",
    ];

    /// <summary>The reason to cancel the transaction for, as its error names it, which is <c>None</c> where there is none; and the item as it is.</summary>
    /// <exception cref="AwsException">The request is wrong whatever the item is.</exception>
    public async Task<(JsonObject Reason, JsonNode? Before)> OfAsync(ItemWrite step, Consumption consumption, CancellationToken cancel)
    {
        JsonNode? before = null;
        try
        {
            before = await step.ItemAsync(store, cancel);
            consumption.Add(step.Table, await TryAsync(step, before, cancel));
            return (new() { ["Code"] = "None" }, before);
        }
        catch (AwsException e) when (e.Code == "ConditionalCheckFailedException")
        {
            var reason = new JsonObject { ["Code"] = "ConditionalCheckFailed", ["Message"] = e.Message };
            if (before is not null && step.ReturnsFailed)
                reason["Item"] = before.DeepClone();
            return (reason, before);
        }
        catch (AwsException e) when (OfItem.Any(o => e.Message.StartsWith(o, StringComparison.Ordinal)))
        {
            return (new() { ["Code"] = "ValidationError", ["Message"] = e.Message }, before);
        }
    }

    private async Task<JsonObject> TryAsync(ItemWrite step, JsonNode? before, CancellationToken cancel)
    {
        await step.SetAsync(store, step.Schema.Trial, before, cancel);
        try
        {
            return await store.CallAsync(step.Kind == "ConditionCheck" ? "DeleteItem" : $"{step.Kind}Item", On(step), cancel);
        }
        finally
        {
            await step.SetAsync(store, step.Schema.Trial, null, cancel);
        }
    }

    private static JsonObject On(ItemWrite step)
    {
        var parameters = step.Parameters.DeepClone().AsObject();
        parameters["TableName"] = step.Schema.Trial;
        parameters["ReturnConsumedCapacity"] = "TOTAL";
        return parameters;
    }
}
