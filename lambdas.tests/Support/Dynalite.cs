using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using CognitoStack.Lambda.DynamoDb;
using AttributeValue = Amazon.DynamoDBv2.Model.AttributeValue;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A DynamoDB of this machine, with the functions' tables in it.</summary>
public sealed class Dynalite : IAsyncLifetime
{
    /// <summary>The audit table's name.</summary>
    public const string Table = "sign-ins";

    /// <summary>The deny list's name.</summary>
    public const string DenyList = "deny-list";

    private const string Script = """
        const server = require('dynalite')({ createTableMs: 0, updateTableMs: 0 });
        server.listen(+process.argv[1], '127.0.0.1', () => console.log(server.address().port));
        process.stdin.on('end', () => process.exit()).resume();
        """;

    private Process? process;

    /// <summary>The port it shall have, or 0 for any.</summary>
    internal int Port { get; init; }

    internal string Endpoint { get; private set; } = "";

    internal AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>The functions' own client of it.</summary>
    internal DynamoDbClient Functions { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        process = Process.Start(
            new ProcessStartInfo("node", ["-e", Script, $"{Port}"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Run 'npm ci' first");
        Endpoint = $"http://127.0.0.1:{port}";
        Client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = Endpoint, AuthenticationRegion = "eu-central-1" }
        );
        Functions = new DynamoDbClient(AccessTo(Endpoint));
        await CreateTableAsync(Table, new("user", KeyType.HASH), new("signIn", KeyType.RANGE));
        await CreateTableAsync(DenyList, new KeySchemaElement("subject", KeyType.HASH));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Client?.Dispose();
        Functions?.Dispose();
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Keys that any DynamoDB of this machine takes.</summary>
    internal static AwsAccess AccessTo(string endpoint) =>
        new()
        {
            Region = "eu-central-1",
            Endpoint = new Uri(endpoint),
            Credentials = new AwsCredentials("local", "local"),
        };

    internal async Task DenyAsync(string subject, long? expiresAt = null, string? reason = null)
    {
        var item = new Dictionary<string, AttributeValue> { ["subject"] = new() { S = subject } };
        if (expiresAt is not null)
            item["expiresAt"] = new() { N = $"{expiresAt}" };
        if (reason is not null)
            item["reason"] = new() { S = reason };
        await Client.PutItemAsync(DenyList, item);
    }

    internal Task AllowAsync(string subject) =>
        Client.DeleteItemAsync(DenyList, new Dictionary<string, AttributeValue> { ["subject"] = new() { S = subject } });

    internal async Task<List<Dictionary<string, AttributeValue>>> RecordsOfAsync(string user)
    {
        var answer = await Client.QueryAsync(
            new QueryRequest
            {
                TableName = Table,
                KeyConditionExpression = "#user = :user",
                ExpressionAttributeNames = new() { ["#user"] = "user" },
                ExpressionAttributeValues = new() { [":user"] = new() { S = user } },
            }
        );
        return answer.Items ?? [];
    }

    private async Task CreateTableAsync(string name, params List<KeySchemaElement> keys)
    {
        await Client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.AttributeName, ScalarAttributeType.S))],
                KeySchema = keys,
            }
        );
        while ((await Client.DescribeTableAsync(name)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(10);
    }
}

/// <summary>The tests that share one DynamoDB, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDynalite : ICollectionFixture<Dynalite>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "DynamoDB";
}
