using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A DynamoDB of this machine, with the audit table in it.</summary>
public sealed class Dynalite : IAsyncLifetime
{
    /// <summary>The audit table's name.</summary>
    public const string Table = "sign-ins";

    private const string Script = """
        const server = require('dynalite')({ createTableMs: 0, updateTableMs: 0 });
        server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        process.stdin.on('end', () => process.exit()).resume();
        """;

    private Process? process;

    internal string Endpoint { get; private set; } = "";

    internal AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        process = Process.Start(new ProcessStartInfo("node", ["-e", Script])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Run 'npm ci' first");
        Endpoint = $"http://127.0.0.1:{port}";
        Client = new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig
        {
            ServiceURL = Endpoint,
            AuthenticationRegion = "eu-central-1",
        });
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("user", ScalarAttributeType.S), new("signIn", ScalarAttributeType.S)],
            KeySchema = [new("user", KeyType.HASH), new("signIn", KeyType.RANGE)],
        });
        while ((await Client.DescribeTableAsync(Table)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(10);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Client?.Dispose();
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    internal async Task<List<Dictionary<string, AttributeValue>>> RecordsOfAsync(string user)
    {
        var answer = await Client.QueryAsync(new QueryRequest
        {
            TableName = Table,
            KeyConditionExpression = "#user = :user",
            ExpressionAttributeNames = new() { ["#user"] = "user" },
            ExpressionAttributeValues = new() { [":user"] = new() { S = user } },
        });
        return answer.Items ?? [];
    }
}

/// <summary>The tests that share one DynamoDB, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDynalite : ICollectionFixture<Dynalite>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "DynamoDB";
}
