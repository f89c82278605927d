using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Transactions over a store that has none: each operation is tried first, and where all would be done they are, one after another, while nobody reads.
/// They are undone where the store dies over one. Nobody else writes meanwhile.</summary>
internal sealed class Transaction(IItemStore store, Deployed deployed, Readers readers)
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Trial trial = new(store);

    public async Task<JsonObject> GetAsync(JsonObject input, CancellationToken cancel)
    {
        var consumption = new Consumption(input);
        var responses = new JsonArray();
        foreach (var (_, parameters) in ItemRequests.Items("TransactGetItems", input))
        {
            var read = parameters.DeepClone().AsObject();
            read["ConsistentRead"] = true;
            read["ReturnConsumedCapacity"] = "TOTAL";
            var answer = await store.CallAsync("GetItem", read, cancel);
            consumption.Add(SchemaOf(parameters).Table.Name, answer);
            responses.Add(answer["Item"] is { } item ? new JsonObject { ["Item"] = item.DeepClone() } : []);
        }

        return consumption.On(new() { ["Responses"] = responses }, "ReadCapacityUnits");
    }

    public async Task<JsonObject> WriteAsync(JsonObject input, CancellationToken cancel)
    {
        var consumption = new Consumption(input);
        var steps = ItemRequests.Items("TransactWriteItems", input).Select(i => new ItemWrite(i.Kind, i.Parameters, SchemaOf(i.Parameters))).ToList();
        if (steps.DistinctBy(s => s.Identity).Count() < steps.Count) throw new AwsException("ValidationException", "Transaction request cannot include multiple operations on one item");
        var befores = await Task.WhenAll(steps.Select(s => s.ItemAsync(store, cancel)));
        var reasons = new JsonArray([.. await Task.WhenAll(steps.Zip(befores, (step, before) => trial.OfAsync(step, before, consumption, cancel)))]);
        if (reasons.Any(r => r!["Code"]!.ToString() != "None"))
        {
            throw new AwsException("TransactionCanceledException",
                $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(r => r!["Code"]))}]") { Details = new() { ["CancellationReasons"] = reasons } };
        }

        await readers.HoldAsync(() => DoAsync([.. steps.Zip(befores)], cancel));
        return consumption.On([], "WriteCapacityUnits");
    }

    private async Task DoAsync(IReadOnlyList<(ItemWrite Step, JsonNode? Before)> items, CancellationToken cancel)
    {
        var begun = 0;
        try
        {
            for (; begun < items.Count; begun++) await items[begun].Step.DoAsync(store, cancel);
        }
        catch (AwsException)
        {
            // The last one, too: of a store that dies over it nobody knows whether it was done.
            foreach (var (step, before) in items.Take(begun + 1).Reverse()) await UndoAsync(step, before, cancel);
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
                if (tries == Tries) throw new AwsException("InternalServerError", $"The item store ended within the transaction, and has not come back to undo it: some of its items may be written ({e.Message})", 500);
                // Each try waits for the store to be started again; this one is for it to be seen that it has ended.
                await Task.Delay(Pause, cancel);
            }
        }
    }

    private TableSchema SchemaOf(JsonObject parameters) => new(deployed.Find("AWS::DynamoDB::Table", parameters["TableName"]!.ToString())!);
}
