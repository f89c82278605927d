using System.Globalization;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.People;

/// <summary>A record of the audit.</summary>
/// <param name="User">The user's name in the pool.</param>
/// <param name="SignIn">What sets it apart from the user's other records.</param>
/// <param name="ClientId">The app client.</param>
/// <param name="Attempts">How often Cognito told of it.</param>
internal sealed record AuditRecord(string User, string SignIn, string ClientId, int Attempts);

/// <summary>The audit of sign-ins, as an administrator reads it; what this run has left there goes with its users.</summary>
internal sealed class AuditTrail
{
    private readonly Aws aws;
    private readonly Shared<string> table;
    private readonly Shared<IReadOnlyList<string>> names;

    public AuditTrail(string environment, Aws aws, UserDirectory users, Traces traces)
    {
        this.aws = aws;
        table = new("the audit's table is found", () => TableAsync($"CognitoStack-{environment}-Authentication-SignInAuditTable"));
        names = new(
            "the names of this run's users are known",
            async () =>
                [.. (await Task.WhenAll(traces.Users.Select(login => users.NameAsync(login, CancellationToken.None)))).OfType<string>()]
        );
    }

    /// <summary>Names of the users of this run, whether they have signed in or not: asked for once, while the users are there.</summary>
    public Task<IReadOnlyList<string>> NamesAsync() => names.GetAsync();

    /// <summary>The records of a user.</summary>
    public async Task<IReadOnlyList<AuditRecord>> OfAsync(string user, CancellationToken cancel) =>
        await AllAsync(
            aws.AdministratorDynamo.Paginators.Query(
                new()
                {
                    TableName = await table.GetAsync(),
                    ConsistentRead = true,
                    KeyConditionExpression = "#user = :user",
                    ExpressionAttributeNames = new() { ["#user"] = "user" },
                    ExpressionAttributeValues = new() { [":user"] = new() { S = user } },
                }
            ).Responses,
            response => response.Items,
            cancel
        );

    /// <summary>Everybody's records since a time; it reads the whole table.</summary>
    public async Task<IReadOnlyList<AuditRecord>> SinceAsync(DateTimeOffset time, CancellationToken cancel) =>
        await AllAsync(
            aws.AdministratorDynamo.Paginators.Scan(
                new()
                {
                    TableName = await table.GetAsync(),
                    ConsistentRead = true,
                    FilterExpression = "#at >= :time",
                    ExpressionAttributeNames = new() { ["#at"] = "at" },
                    ExpressionAttributeValues = new()
                    {
                        [":time"] = new() { S = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) },
                    },
                }
            ).Responses,
            response => response.Items,
            cancel
        );

    /// <summary>Deletes a record.</summary>
    public async Task DeleteAsync(AuditRecord record, CancellationToken cancel) =>
        await aws.AdministratorDynamo.DeleteItemAsync(
            new()
            {
                TableName = await table.GetAsync(),
                Key = new()
                {
                    ["user"] = new() { S = record.User },
                    ["signIn"] = new() { S = record.SignIn },
                },
            },
            cancel
        );

    // No output names it: whoever signs users in has no business there.
    private async Task<string> TableAsync(string beginning)
    {
        await foreach (var name in aws.AdministratorDynamo.Paginators.ListTables(new()).TableNames)
            if (name.StartsWith(beginning, StringComparison.Ordinal))
                return name;
        throw new CheckFailedException(
            new($"a table {beginning}…", "ListTables knows none", null, "Is the Authentication stack deployed?")
        );
    }

    private static async Task<List<AuditRecord>> AllAsync<T>(
        IAsyncEnumerable<T> pages,
        Func<T, List<Dictionary<string, AttributeValue>>?> itemsOf,
        CancellationToken cancel
    )
    {
        var records = new List<AuditRecord>();
        await foreach (var page in pages.WithCancellation(cancel))
            records.AddRange((itemsOf(page) ?? []).Select(Record));
        return records;
    }

    private static AuditRecord Record(Dictionary<string, AttributeValue> item) =>
        new(
            item["user"].S,
            item["signIn"].S,
            item.GetValueOrDefault("clientId")?.S ?? "absent",
            int.Parse(item.GetValueOrDefault("attempts")?.N ?? "1", CultureInfo.InvariantCulture)
        );
}
