using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Transactions over a store that has none: each operation is tried first, and where all would be done they are, one after another, while nobody reads.
/// They are undone where the store dies over one. Nobody else writes meanwhile.</summary>
internal sealed class Transaction(IItemStore store, Deployed deployed, Readers readers)
{
    /// <summary>The store has one thread, and is taken for hanging where a call waits long.</summary>
    private const int AtOnce = 10;

    private const int Tries = 5;

    /// <remarks>Source: DynamoDB API Reference, "TransactGetItems" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html)
    /// and "TransactWriteItems" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html): 4 MB of items.</remarks>
    private const long Largest = 4 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Trial trial = new(store);

    public async Task<JsonObject> GetAsync(JsonObject input, CancellationToken cancel)
    {
        var consumption = new Consumption(input);
        var responses = new JsonArray();
        var size = 0L;
        foreach (var step in Distinct(ItemRequests.Items("TransactGetItems", input)))
        {
            var read = step.Parameters.DeepClone().AsObject();
            read["ConsistentRead"] = true;
            read["ReturnConsumedCapacity"] = "TOTAL";
            var answer = await store.CallAsync("GetItem", read, cancel);
            consumption.Add(step.Table, answer);
            // The whole item counts, whatever is asked of it.
            size += ItemSize.Of(
                (read["ProjectionExpression"] is null ? answer["Item"] : await step.ItemAsync(store, cancel)) as JsonObject
            );
            RequireSize(size);
            responses.Add(answer["Item"] is { } item ? new JsonObject { ["Item"] = item.DeepClone() } : []);
        }

        return consumption.On(new() { ["Responses"] = responses }, "ReadCapacityUnits");
    }

    public async Task<JsonObject> WriteAsync(JsonObject input, CancellationToken cancel)
    {
        var consumption = new Consumption(input);
        var steps = Distinct(ItemRequests.Items("TransactWriteItems", input));
        RequireSize(steps.Sum(s => ItemSize.Of(s.Kind == "Put" ? s.Parameters["Item"] as JsonObject : s.Key)));
        var tried = new List<(JsonObject Reason, JsonNode? Before)>();
        foreach (var some in steps.Chunk(AtOnce))
            tried.AddRange(await Task.WhenAll(some.Select(s => trial.OfAsync(s, consumption, cancel))));
        if (tried.Exists(t => t.Reason["Code"]!.ToString() != "None"))
        {
            throw new AwsException(
                "TransactionCanceledException",
                $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", tried.Select(t => t.Reason["Code"]))}]"
            )
            {
                Details = new() { ["CancellationReasons"] = new JsonArray([.. tried.Select(t => t.Reason)]) },
            };
        }

        await readers.HoldAsync(() => DoAsync(steps, [.. tried.Select(t => t.Before)], cancel));
        return consumption.On([], "WriteCapacityUnits");
    }

    private async Task DoAsync(List<ItemWrite> steps, List<JsonNode?> befores, CancellationToken cancel)
    {
        var begun = 0;
        try
        {
            for (; begun < steps.Count; begun++)
                await steps[begun].DoAsync(store, cancel);
        }
        catch (AwsException)
        {
            // The last one, too: of a store that dies over it nobody knows whether it was done.
            for (; begun >= 0; begun--)
                await UndoAsync(steps[begun], befores[begun], cancel);
            throw;
        }
    }

    private async Task UndoAsync(ItemWrite step, JsonNode? before, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await step.SetAsync(store, step.Table, before, cancel);
                return;
            }
            catch (AwsException e) when (e.Status >= 500)
            {
                if (tries == Tries)
                    throw new AwsException(
                        "InternalServerError",
                        $"The item store ended within the transaction, and has not come back to undo it: some of its items may be written ({e.Message})",
                        500
                    );
                // Each try waits for the store to be started again; this one is for it to be seen that it has ended.
                await Task.Delay(Pause, cancel);
            }
        }
    }

    private static void RequireSize(long size)
    {
        if (size > Largest)
            throw new AwsException("ValidationException", "The aggregate size of the items in the transaction exceeds 4 MB");
    }

    private List<ItemWrite> Distinct(List<(string Kind, JsonObject Parameters)> items)
    {
        var steps = items
            .Select(i => new ItemWrite(
                i.Kind,
                i.Parameters,
                new(deployed.Find("AWS::DynamoDB::Table", i.Parameters["TableName"]!.ToString())!)
            ))
            .ToList();
        return steps.DistinctBy(s => s.Identity).Count() == steps.Count
            ? steps
            : throw new AwsException("ValidationException", "Transaction request cannot include multiple operations on one item");
    }
}
