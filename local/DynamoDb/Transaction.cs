using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Transactions over a store that has none: its operations one after another, undone where one fails. Nobody else writes meanwhile.</summary>
internal sealed class Transaction(IItemStore store, Deployed deployed)
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<JsonObject> GetAsync(JsonObject input, CancellationToken cancel)
    {
        var responses = new JsonArray();
        foreach (var (_, parameters) in ItemRequests.Items("TransactGetItems", input)) responses.Add(await store.CallAsync("GetItem", Consistent(parameters.DeepClone().AsObject()), cancel));
        return new() { ["Responses"] = responses };
    }

    public async Task<JsonObject> WriteAsync(JsonObject input, CancellationToken cancel)
    {
        var steps = ItemRequests.Items("TransactWriteItems", input).Select(i => new Step(i.Kind, i.Parameters, SchemaOf(i.Parameters))).ToList();
        if (steps.GroupBy(s => $"{s.Table} {s.Key.ToJsonString()}").Any(g => g.Count() > 1)) throw new AwsException("ValidationException", "Transaction request cannot include multiple operations on one item");
        var befores = new List<JsonNode?>();
        foreach (var step in steps) befores.Add((await store.CallAsync("GetItem", Consistent(new() { ["TableName"] = step.Table, ["Key"] = step.Key.DeepClone() }), cancel))["Item"]);
        var begun = new Stack<(Step Step, JsonNode? Before)>();
        try
        {
            foreach (var (step, before) in steps.Zip(befores))
            {
                // Noted before it is done: of a store that dies over it nobody knows whether it was.
                begun.Push((step, before));
                await DoAsync(step, before, cancel);
            }
        }
        catch (AwsException e)
        {
            var isRefused = e.Status < 500;
            var (at, failed) = (begun.Count - 1, begun.Peek());
            // What is refused is not done.
            if (isRefused) begun.Pop();
            while (begun.TryPop(out var last)) await UndoAsync(last.Step, last.Before, cancel);
            if (e.Code != "ConditionalCheckFailedException") throw;
            var reason = new JsonObject { ["Code"] = "ConditionalCheckFailed", ["Message"] = "The conditional request failed" };
            if (failed.Before is not null && failed.Step.Parameters["ReturnValuesOnConditionCheckFailure"]?.ToString() == "ALL_OLD") reason["Item"] = failed.Before.DeepClone();
            var reasons = new JsonArray([.. steps.Select((_, i) => i == at ? reason : new JsonObject { ["Code"] = "None" })]);
            throw new AwsException("TransactionCanceledException",
                $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(r => r!["Code"]))}]") { Details = new() { ["CancellationReasons"] = reasons } };
        }

        return [];
    }

    private Task<JsonObject> DoAsync(Step step, JsonNode? before, CancellationToken cancel)
    {
        var parameters = step.Parameters.DeepClone().AsObject();
        parameters.Remove("ReturnValuesOnConditionCheckFailure");
        if (step.Kind != "ConditionCheck") return store.CallAsync($"{step.Kind}Item", parameters, cancel);
        // The store checks a condition with a write only: one that writes what is there, or deletes what is not.
        if (before is null) return store.CallAsync("DeleteItem", parameters, cancel);
        parameters.Remove("Key");
        parameters["Item"] = before.DeepClone();
        return store.CallAsync("PutItem", parameters, cancel);
    }

    private async Task UndoAsync(Step step, JsonNode? before, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (before is null) await store.CallAsync("DeleteItem", new() { ["TableName"] = step.Table, ["Key"] = step.Key.DeepClone() }, cancel);
                else await store.CallAsync("PutItem", new() { ["TableName"] = step.Table, ["Item"] = before.DeepClone() }, cancel);
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

    private static JsonObject Consistent(JsonObject read)
    {
        read["ConsistentRead"] = true;
        return read;
    }

    private sealed record Step(string Kind, JsonObject Parameters, TableSchema Schema)
    {
        public string Table => Schema.Table.Name;

        public JsonObject Key { get; } = Kind == "Put" ? Schema.KeyOf(Parameters["Item"] as JsonObject ?? []) : Schema.KeyOf(Parameters[nameof(Key)] as JsonObject ?? []);
    }
}
