using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>DynamoDB: every call is decided by the deployed policies before the store sees it.</summary>
internal sealed class DynamoDbService(IItemStore store, IAuthorizer authorizer, IDeployment deployment, TimeProvider time)
    : IJsonService,
        IDisposable
{
    private static readonly HashSet<string> Reads =
    [
        "GetItem",
        "BatchGetItem",
        "Query",
        "Scan",
        "DescribeContinuousBackups",
        "DescribeTable",
        "DescribeTimeToLive",
    ];
    private static readonly HashSet<string> Writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

    /// <summary>One write at a time: a transaction is not disturbed, and the store has one thread anyway.</summary>
    private readonly SemaphoreSlim writing = new(1);
    private readonly DoneTransactions done = new(time);
    private readonly Readers readers = new();

    /// <inheritdoc/>
    public string Target => "DynamoDB_20120810";

    /// <inheritdoc/>
    public string SigningName => "dynamodb";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        var (operation, input) = (call.Operation, call.Input);
        if (
            !Reads.Contains(operation)
            && !Writes.Contains(operation)
            && operation is not ("ListTables" or "ListTagsOfResource" or "TransactGetItems" or "TransactWriteItems")
        )
            throw NotHere(operation);
        Members.RequireKnown(operation, input);
        Rules.Require(operation, input);
        var deployed = deployment.Current;
        if (operation == "ListTagsOfResource")
            return await TagsAsync(call, deployed, cancel);
        var names = new TableNames(deployed);
        names.Replace(input);
        var requests = new ItemRequests(deployed).Of(operation, input);
        foreach (var request in requests)
            await RequireAsync(call.Caller, request, cancel);
        // What an earlier deployment left in the store is not there any more.
        if (requests.Count == 0)
            throw new AwsException("ValidationException", "The request names no items.");
        if (requests.Any(r => r.Owner is null && r.Resource != "*"))
            throw new AwsException("ResourceNotFoundException", "Requested resource not found");
        if (operation == "ListTables")
            return Descriptions.List(deployed, input);
        if (operation == "DescribeContinuousBackups")
            return Descriptions.Backups(requests[0].Owner!);
        if (operation == "DescribeTimeToLive")
            return Descriptions.TimeToLive(requests[0].Owner!);
        if (Reads.Contains(operation))
            return names.Restore(
                Descriptions.Named(requests[0].Owner!, await readers.ReadAsync(() => store.CallAsync(operation, input, cancel), cancel))
            );
        return names.Restore(await InTurnAsync(operation, input, deployed, requests[0].Owner!, cancel));
    }

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();

    private async Task<JsonObject> TagsAsync(JsonCall call, Deployed deployed, CancellationToken cancel)
    {
        var arn =
            call.Input["ResourceArn"]?.ToString()
            ?? throw new AwsException(
                "ValidationException",
                "1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null"
            );
        var table = deployed.FindByArn(arn);
        await RequireAsync(call.Caller, new("dynamodb:ListTagsOfResource", arn, [], table), cancel);
        return table is not null
            ? new() { ["Tags"] = ResourceTags.List(table) }
            : throw new AwsException("ResourceNotFoundException", $"Requested resource not found: {arn}");
    }

    /// <summary>Writes, or reads what must stand still meanwhile.</summary>
    private async Task<JsonObject> InTurnAsync(
        string operation,
        JsonObject input,
        Deployed deployed,
        Resource table,
        CancellationToken cancel
    )
    {
        await writing.WaitAsync(cancel);
        try
        {
            return operation switch
            {
                "TransactGetItems" => await new Transaction(store, deployed, readers).GetAsync(input, cancel),
                // Once begun, a transaction is ended, though nobody waits for it.
                "TransactWriteItems" => await done.OnceAsync(
                    input,
                    () => new Transaction(store, deployed, readers).WriteAsync(input, CancellationToken.None)
                ),
                "BatchWriteItem" => await store.CallAsync(operation, input, cancel),
                _ => await WriteAsync(new(operation[..^"Item".Length], input, new(table)), cancel),
            };
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<JsonObject> WriteAsync(ItemWrite write, CancellationToken cancel)
    {
        try
        {
            return await store.CallAsync($"{write.Kind}Item", write.Parameters, cancel);
        }
        catch (AwsException e) when (e.Code == "ConditionalCheckFailedException" && write.ReturnsFailed)
        {
            // Nobody else writes meanwhile: this is the item that failed.
            var item = await write.ItemAsync(store, cancel);
            throw item is null ? e : new AwsException(e.Code, e.Message, e.Status) { Details = new() { ["Item"] = item.DeepClone() } };
        }
    }

    private async Task RequireAsync(Caller caller, AccessRequest request, CancellationToken cancel)
    {
        var decision = await authorizer.DecideAsync(caller, [request], cancel);
        if (decision.Allowed)
            return;
        var because =
            decision.By.Length > 0 ? "with an explicit deny" : $"because no identity-based policy allows the {request.Action} action";
        throw new AwsException(
            "AccessDeniedException",
            $"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource} {because}"
        );
    }

    private static AwsException NotHere(string operation) =>
        new(
            "UnknownOperationException",
            operation switch
            {
                "ExecuteStatement" or "BatchExecuteStatement" or "ExecuteTransaction" =>
                    $"{operation}: PartiQL is not available here. Use the operations on items.",
                "CreateTable" or "UpdateTable" or "DeleteTable" or "UpdateTimeToLive" or "TagResource" or "UntagResource" =>
                    $"{operation} is not available here: tables are made by deploying their template.",
                _ => $"DynamoDB's {operation} is not available here.",
            }
        );
}
