using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace CognitoStack.Lambda.PreAuthentication.DenyList;

/// <summary>An item that refuses a sign-in.</summary>
/// <param name="Subject">Its key, such as <c>domain#example.com</c>.</param>
/// <param name="Reason">What its author noted, for the log.</param>
public sealed record DenyListItem(string Subject, string? Reason);

/// <summary>Whom to refuse, changed without a deployment.</summary>
public interface IDenyList
{
    /// <summary>An item that names one of the subjects now, or null.</summary>
    Task<DenyListItem?> FindAsync(IReadOnlyList<string> subjects, CancellationToken cancellation);
}

/// <summary>
/// The deny list's table: partition key <c>subject</c>; attributes <c>reason</c> and <c>expiresAt</c>. It needs
/// <c>dynamodb:BatchGetItem</c> only. The read is strongly consistent: who is listed is out from then on.
/// </summary>
public sealed class DenyListTable(IAmazonDynamoDB dynamo, string table, TimeProvider clock) : IDenyList
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens the table with the credentials, the Region and the endpoint that the SDK finds in the environment.</summary>
    public static DenyListTable Open(string table) => new(
        new AmazonDynamoDBClient(new AmazonDynamoDBConfig
        {
            // Short enough for a second try within the time that a sign-in may wait.
            Timeout = TimeSpan.FromMilliseconds(900),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
        }),
        table,
        TimeProvider.System);

    /// <inheritdoc/>
    public async Task<DenyListItem?> FindAsync(IReadOnlyList<string> subjects, CancellationToken cancellation)
    {
        var unread = Requests(subjects);
        while (true)
        {
            var answer = await dynamo.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = unread }, cancellation)
                .ConfigureAwait(false);
            if (answer.Responses?.GetValueOrDefault(table)?.FirstOrDefault(IsInForce) is { } item)
                return new DenyListItem(item["subject"].S, item.GetValueOrDefault("reason")?.S);
            if (answer.UnprocessedKeys is not { Count: > 0 } rest)
                return null;
            // A busy table answers in part. The caller's budget ends this.
            unread = rest;
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads an item that nobody has, with the one permission that the function has on the table.</summary>
    public Task WarmUpAsync(CancellationToken cancellation) => FindAsync(["-"], cancellation);

    private Dictionary<string, KeysAndAttributes> Requests(IEnumerable<string> subjects) => new()
    {
        [table] = new KeysAndAttributes
        {
            Keys = [.. subjects.Select(subject => new Dictionary<string, AttributeValue> { ["subject"] = new() { S = subject } })],
            ConsistentRead = true,
        },
    };

    // DynamoDB removes an expired item only some time later. An item whose expiry nobody can read refuses for ever.
    private bool IsInForce(Dictionary<string, AttributeValue> item) =>
        !decimal.TryParse(item.GetValueOrDefault("expiresAt")?.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var expiry)
        || expiry > clock.GetUtcNow().ToUnixTimeSeconds();
}
