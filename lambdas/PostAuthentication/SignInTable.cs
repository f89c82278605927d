using System.Text.Json;
using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// The audit table: partition key <c>user</c>, sort key <c>signIn</c>, expiry in <c>expiresAt</c>.
/// It needs <c>dynamodb:UpdateItem</c> only.
/// </summary>
/// <remarks>
/// Cognito tells of a sign-in up to three times, five seconds apart. A record's key is the fingerprint in a window of time, so that a
/// repeat meets the record of the attempt before it: in the same window, or, where a window ended in between, in the previous one.
/// </remarks>
public sealed class SignInTable(DynamoDbClient dynamo, AuditSettings settings) : ISignInStore
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation)
    {
        var window = WindowOf(signIn.At);
        if (await RepeatAsync(signIn, window - Window, cancellation).ConfigureAwait(false))
            return false;
        using var answer = await UpdateAsync(json => WriteUpsert(json, signIn, window), cancellation).ConfigureAwait(false);
        // Not attempts == 1: the client repeats a call whose answer is lost, which counts twice what was told once.
        return answer.RootElement.GetProperty("Attributes").Text("requestId") == signIn.RequestId;
    }

    /// <summary>Starts to connect, beside what else there is to do.</summary>
    public void Connect() => dynamo.Connect();

    /// <summary>A call whose condition never holds, so that it writes nothing, with the one permission that the function has.</summary>
    public Task WarmUpAsync(CancellationToken cancellation) =>
        TryUpdateAsync(json =>
        {
            json.WriteAttributes("Key", ("user", "-"), ("signIn", "-"));
            json.WriteString("UpdateExpression", "ADD attempts :one");
            json.WriteString("ConditionExpression", "attribute_exists(#user)");
            json.WriteNames(("#user", "user"));
            json.WriteAttributes("ExpressionAttributeValues", (":one", 1));
        }, cancellation);

    // Raises the attempts of a record from the end of the previous window; false where there is none.
    private Task<bool> RepeatAsync(SignIn signIn, DateTimeOffset window, CancellationToken cancellation) =>
        TryUpdateAsync(json =>
        {
            WriteKey(json, signIn, window);
            json.WriteString("UpdateExpression", "ADD attempts :one");
            json.WriteString("ConditionExpression", "#at >= :since");
            json.WriteNames(("#at", "at"));
            json.WriteAttributes("ExpressionAttributeValues", (":one", 1), (":since", Iso8601.Milliseconds(signIn.At - Window)));
        }, cancellation);

    private async Task<bool> TryUpdateAsync(Action<Utf8JsonWriter> request, CancellationToken cancellation)
    {
        try
        {
            using var answer = await UpdateAsync(request, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DynamoDbException e) when (e.Code == DynamoDbException.ConditionFailed)
        {
            return false;
        }
    }

    private Task<JsonDocument> UpdateAsync(Action<Utf8JsonWriter> request, CancellationToken cancellation) =>
        dynamo.CallAsync("UpdateItem", json =>
        {
            json.WriteString("TableName", settings.TableName);
            request(json);
        }, cancellation);

    // The first attempt sets the fields, a repeat finds them set.
    private void WriteUpsert(Utf8JsonWriter json, SignIn signIn, DateTimeOffset window)
    {
        var fields = Fields(signIn);
        var assignments = fields.Select(field => $"#{field.Name} = if_not_exists(#{field.Name}, :{field.Name})");
        WriteKey(json, signIn, window);
        json.WriteString("UpdateExpression", $"SET {string.Join(", ", assignments)} ADD attempts :one");
        json.WriteNames(fields.Select(field => ($"#{field.Name}", field.Name)));
        json.WriteAttributes("ExpressionAttributeValues", [.. fields.Select(field => ($":{field.Name}", field.Value)), (":one", 1)]);
        json.WriteString("ReturnValues", "UPDATED_NEW");
    }

    private List<(string Name, AttributeValue Value)> Fields(SignIn signIn)
    {
        List<(string, AttributeValue)> fields =
        [
            ("provider", signIn.Provider),
            ("triggerSource", signIn.TriggerSource),
            ("at", Iso8601.Milliseconds(signIn.At)),
            ("newDevice", signIn.NewDevice),
            ("expiresAt", signIn.At.AddDays(settings.RetentionDays).ToUnixTimeSeconds()),
            ("requestId", signIn.RequestId),
        ];
        AddIfKnown("sub", signIn.Sub);
        AddIfKnown("clientId", signIn.ClientId);
        AddIfKnown("userPoolId", signIn.UserPoolId);
        return fields;

        void AddIfKnown(string name, string? value)
        {
            if (value is not null)
                fields.Add((name, value));
        }
    }

    private static void WriteKey(Utf8JsonWriter json, SignIn signIn, DateTimeOffset window) =>
        json.WriteAttributes("Key", ("user", signIn.User), ("signIn", $"{Iso8601.Seconds(window)}#{signIn.Fingerprint}"));

    private static DateTimeOffset WindowOf(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % Window.Ticks));
}
