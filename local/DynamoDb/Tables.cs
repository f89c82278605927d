using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Makes the deployed tables.</summary>
internal sealed class Tables(IItemStore store) : IDeploymentStep, ISupports, IResourceLife
{
    private const string Type = "AWS::DynamoDB::Table";
    private static readonly string[] Copied = ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                Type,
                [
                    "AttributeDefinitions",
                    "GlobalSecondaryIndexes.IndexName",
                    "GlobalSecondaryIndexes.KeySchema",
                    "GlobalSecondaryIndexes.Projection",
                    "KeySchema",
                    "LocalSecondaryIndexes",
                    "ResourcePolicy",
                    "TableName",
                    "Tags",
                ],
                new Dictionary<string, string>
                {
                    ["BillingMode"] = "nothing is billed, and nothing throttled",
                    ["GlobalSecondaryIndexes.OnDemandThroughput"] = "nothing is throttled",
                    ["GlobalSecondaryIndexes.ProvisionedThroughput"] = "nothing is throttled",
                    ["ProvisionedThroughput"] = "nothing is throttled",
                    ["OnDemandThroughput"] = "nothing is throttled",
                    ["TimeToLiveSpecification"] =
                        "items stay beyond their time: AWS, too, promises no more than to delete them within days",
                    ["PointInTimeRecoverySpecification"] = "there are no backups of the state folder",
                    ["SSESpecification"] = "the state folder is not encrypted",
                    ["DeletionProtectionEnabled"] = "a deployment never deletes a table",
                }
            ),
        ];

    /// <inheritdoc/>
    public async Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var table in next.OfType(Type))
        {
            if (await DescribeAsync(table.Name, cancel) is { } existing)
                RequireSame(table, existing);
            else
                await CreateAsync(table, table.Name, cancel);
            var trial = new TableSchema(table).Trial;
            if (await DescribeAsync(trial, cancel) is null)
                await CreateAsync(table, trial, cancel);
        }
    }

    IReadOnlyCollection<string> IResourceLife.Types => [Type];

    /// <inheritdoc/>
    public async Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        if (resource.Text("DeletionProtectionEnabled") is "true" or "True")
            throw new DeploymentException(
                $"Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. (Table: {resource.Name})",
                resource
            );
        foreach (var name in new[] { resource.Name, new TableSchema(resource).Trial })
        {
            if (await DescribeAsync(name, cancel) is null)
                continue;
            await store.CallAsync("DeleteTable", new() { ["TableName"] = name }, cancel);
            while (await DescribeAsync(name, cancel) is not null)
                await Task.Delay(20, cancel);
        }
    }

    private async Task CreateAsync(Resource table, string name, CancellationToken cancel)
    {
        var input = new JsonObject { ["TableName"] = name, ["BillingMode"] = "PAY_PER_REQUEST" };
        foreach (var property in Copied.Where(table.Properties.ContainsKey))
            input[property] = table.Properties[property]!.DeepClone();
        foreach (var index in input["GlobalSecondaryIndexes"]?.AsArray() ?? [])
        foreach (var ignored in (ReadOnlySpan<string>)["OnDemandThroughput", "ProvisionedThroughput"])
            index!.AsObject().Remove(ignored);
        try
        {
            await store.CallAsync("CreateTable", input, cancel);
        }
        catch (AwsException e) when (e.Status < 500)
        {
            throw new DeploymentException(e.Message, table);
        }
        while ((await DescribeAsync(name, cancel))?["TableStatus"]?.ToString() != "ACTIVE")
            await Task.Delay(20, cancel);
    }

    private async Task<JsonObject?> DescribeAsync(string name, CancellationToken cancel)
    {
        try
        {
            return (await store.CallAsync("DescribeTable", new() { ["TableName"] = name }, cancel))["Table"]!.AsObject();
        }
        catch (AwsException e) when (e.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private static void RequireSame(Resource table, JsonObject existing)
    {
        if (Keys(table.Properties) == Keys(existing))
            return;
        throw new DeploymentException(
            $"The table {table.Name} ({table.LogicalId}) has other keys or indexes than before ({Keys(existing)}; now {Keys(table.Properties)}): the store makes keys and indexes with the table alone. Take the change back, or start anew with --fresh.",
            table
        );
    }

    private static string Keys(JsonObject table)
    {
        var types = table["AttributeDefinitions"]!
            .AsArray()
            .ToDictionary(a => a!["AttributeName"]!.ToString(), a => a!["AttributeType"]!.ToString());
        string Schema(JsonNode owner) =>
            string.Join(
                ", ",
                owner["KeySchema"]!.AsArray().Select(k => $"{k!["AttributeName"]} {k["KeyType"]} {types[k["AttributeName"]!.ToString()]}")
            );
        var indexes = TableSchema
            .Indexes.SelectMany(k => table[k]?.AsArray() ?? [])
            .OrderBy(i => i!["IndexName"]!.ToString(), StringComparer.Ordinal);
        return string.Join("; ", indexes.Select(i => $"index {i!["IndexName"]}: {Schema(i)}").Prepend(Schema(table)));
    }
}

/// <summary>DynamoDB.</summary>
public static class DynamoDbServices
{
    /// <summary>Registers DynamoDB, and what makes its tables.</summary>
    public static IServiceCollection AddDynamoDb(this IServiceCollection services) =>
        services
            .AddSingleton<IItemStore, Dynalite>()
            .AddSingleton<IJsonService, DynamoDbService>()
            .AddSingleton<Tables>()
            .AddSingleton<IDeploymentStep>(provider => provider.GetRequiredService<Tables>())
            .AddSingleton<IResourceLife>(provider => provider.GetRequiredService<Tables>())
            .AddSingleton<ISupports>(provider => provider.GetRequiredService<Tables>());
}
