using System.Globalization;
using System.Text.Json;
using CognitoStack.Lambda.DynamoDb;

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
public sealed class DenyListTable(DynamoDbClient dynamo, string table, TimeProvider clock) : IDenyList
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async Task<DenyListItem?> FindAsync(IReadOnlyList<string> subjects, CancellationToken cancellation)
    {
        Action<Utf8JsonWriter> request = json => WriteKeys(json, subjects);
        while (true)
        {
            using var answer = await dynamo.CallAsync("BatchGetItem", request, cancellation).ConfigureAwait(false);
            foreach (var item in Items(answer.RootElement))
                if (IsInForce(item))
                    return new DenyListItem(item.Text("subject")!, item.Text("reason"));
            if (!answer.RootElement.TryGetProperty("UnprocessedKeys", out var rest) || rest.GetPropertyCount() == 0)
                return null;
            // A busy table answers in part. The caller's budget ends this.
            var unread = rest.Clone();
            request = json =>
            {
                json.WritePropertyName("RequestItems");
                unread.WriteTo(json);
            };
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Starts to connect, beside what else there is to do.</summary>
    public void Connect() => dynamo.Connect();

    /// <summary>Reads an item that nobody has, with the one permission that the function has on the table.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        using var answer = await dynamo.CallOnceAsync("BatchGetItem", json => WriteKeys(json, ["-"]), cancellation).ConfigureAwait(false);
    }

    private void WriteKeys(Utf8JsonWriter json, IReadOnlyList<string> subjects)
    {
        json.WriteStartObject("RequestItems");
        json.WriteStartObject(table);
        json.WriteStartArray("Keys");
        foreach (var subject in subjects)
            json.WriteItem(("subject", subject));
        json.WriteEndArray();
        json.WriteBoolean("ConsistentRead", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private JsonElement.ArrayEnumerator Items(JsonElement answer) =>
        answer.TryGetProperty("Responses", out var tables) && tables.TryGetProperty(table, out var items)
            ? items.EnumerateArray()
            : default;

    // DynamoDB removes an expired item only some time later. An item whose expiry nobody can read refuses for ever.
    private bool IsInForce(JsonElement item) =>
        !decimal.TryParse(item.Number("expiresAt"), NumberStyles.Float, CultureInfo.InvariantCulture, out var expiry)
        || expiry > clock.GetUtcNow().ToUnixTimeSeconds();
}
