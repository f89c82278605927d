using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Tests.Functions;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>DynamoDB's data plane.</summary>
public sealed class DynaliteTests
{
    [Fact]
    public async Task What_it_acknowledged_is_there_after_it_was_killed()
    {
        await using var children = new Children();
        var dynalite = children.Start("local/children/dynalite.mjs", "dynalite");
        using var client = await Children.DynamoDbAsync(dynalite);
        await CreateAsync(client, "notes", new("owner", ScalarAttributeType.S), new("note", ScalarAttributeType.N));

        var acknowledged = new ConcurrentBag<(string Owner, int Note)>();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(client, $"writer {writer}", acknowledged)).ToArray();
        await FunctionBench.UntilAsync(() => acknowledged.Count >= 100, "a hundred items were written");
        await Children.KillAsync(dynalite);
        await Task.WhenAll(writers);

        using var after = await Children.DynamoDbAsync(dynalite);
        foreach (var owner in acknowledged.GroupBy(item => item.Owner))
        {
            var answer = await after.QueryAsync(
                new QueryRequest
                {
                    TableName = "notes",
                    KeyConditionExpression = "#o = :o",
                    ExpressionAttributeNames = new() { ["#o"] = "owner" },
                    ExpressionAttributeValues = new() { [":o"] = new() { S = owner.Key } },
                }
            );
            Assert.Subset(
                answer.Items.Select(item => int.Parse(item["note"].N, null)).ToHashSet(),
                owner.Select(item => item.Note).ToHashSet()
            );
            Assert.All(answer.Items, item => Assert.Equal(2000, item["text"].S.Length));
        }
    }

    [Fact]
    public async Task Tables_that_were_being_made_or_deleted_when_it_was_killed_are_made_and_gone_afterwards()
    {
        await using var children = new Children();
        var before = children.Start("local/children/dynalite.mjs", "dynalite");
        using (var client = await Children.DynamoDbAsync(before))
        {
            foreach (var table in (string[])["made", "deleted"])
            {
                await CreateAsync(client, table, new AttributeDefinition("id", ScalarAttributeType.S));
                await client.PutItemAsync(table, new() { ["id"] = new() { S = "1" } });
            }
        }
        await before.DisposeAsync();
        await LeaveInAsync(Path.Combine(children.Folder, "dynalite"), ("made", "CREATING"), ("deleted", "DELETING"));

        using var after = await Children.DynamoDbAsync(children.Start("local/children/dynalite.mjs", "dynalite"));
        Assert.Equal(["made"], (await after.ListTablesAsync()).TableNames);
        Assert.Equal(TableStatus.ACTIVE, (await after.DescribeTableAsync("made")).Table.TableStatus);
        Assert.Single((await after.ScanAsync(new ScanRequest("made"))).Items);
        await CreateAsync(after, "deleted", new AttributeDefinition("id", ScalarAttributeType.S));
        Assert.Equal(0, (await after.ScanAsync(new ScanRequest("deleted"))).Count);
    }

    private static async Task CreateAsync(AmazonDynamoDBClient client, string table, params AttributeDefinition[] keys)
    {
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [.. keys],
                KeySchema = [.. keys.Select((key, n) => new KeySchemaElement(key.AttributeName, n == 0 ? KeyType.HASH : KeyType.RANGE))],
            }
        );
        for (var tries = 0; (await client.DescribeTableAsync(table)).Table.TableStatus != TableStatus.ACTIVE; tries++)
        {
            Assert.InRange(tries, 0, 6000);
            await Task.Delay(20);
        }
    }

    /// <summary>Leaves tables in a status, as a process does that is killed.</summary>
    private static async Task LeaveInAsync(string folder, params (string Table, string Status)[] tables)
    {
        const string script = """
            const db = new (require('classic-level').ClassicLevel)(process.argv[1], { valueEncoding: 'json' });
            (async () => {
              for (const [table, status] of process.argv.slice(2).map((one) => one.split('=')))
                await db.put(`table~${table}`, { ...await db.get(`table~${table}`), TableStatus: status });
            })();
            """;
        using var process = Process.Start(
            new ProcessStartInfo("node", ["-e", script, folder, .. tables.Select(one => $"{one.Table}={one.Status}")])
            {
                WorkingDirectory = ProjectRoot.Path,
            }
        )!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task WriteAsync(AmazonDynamoDBClient client, string owner, ConcurrentBag<(string, int)> acknowledged)
    {
        try
        {
            for (var note = 0; ; note++)
            {
                await client.PutItemAsync(
                    "notes",
                    new()
                    {
                        ["owner"] = new() { S = owner },
                        ["note"] = new() { N = $"{note}" },
                        ["text"] = new() { S = new string('x', 2000) },
                    }
                );
                acknowledged.Add((owner, note));
            }
        }
        catch (Exception e) when (e is AmazonDynamoDBException or HttpRequestException or Amazon.Runtime.AmazonServiceException)
        {
            // Killed.
        }
    }
}
