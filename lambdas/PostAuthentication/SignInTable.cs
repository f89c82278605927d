using System.Diagnostics;
using System.Text.Json;
using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// The audit table: partition key <c>user</c>, sort key <c>signIn</c>, expiry in <c>expiresAt</c>.
/// It needs <c>dynamodb:UpdateItem</c> only.
/// </summary>
/// <remarks>
/// Cognito tells of a sign-in up to three times, five seconds apart. A record's key is the fingerprint in a window of time, so that a
/// repetition meets the record of the attempt before it, by the one write that most sign-ins take. Only where a window has just begun, the
/// record may stand in the one before; and only where the same user signed in with the same content earlier in the window, the sign-in
/// takes a key of its own, in a window as short as repetitions go on.
/// <para>Each write counts once, however often the client has to repeat it: a record keeps the request IDs that told of it, and a write is
/// refused where it has this one's already. Source: AWS, "Working with items and attributes in DynamoDB"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html), "Conditional write idempotence".</para>
/// </remarks>
public sealed class SignInTable(DynamoDbClient dynamo, AuditSettings settings) : ISignInStore
{
    private const string CountOne = "ADD attempts :one, requestIds :told";
    private const string NotYetTold = "NOT contains(requestIds, :requestId)";

    private static readonly TimeSpan Repetitions = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation)
    {
        var (window, shortWindow) = (StartOf(Window, signIn.At), StartOf(Repetitions, signIn.At));
        if (signIn.At - window < Repetitions && await RepeatsBeforeAsync(signIn, window, cancellation).ConfigureAwait(false))
            return false;
        var upsert = UpsertAsync(signIn, window, cancellation);
        var look = await IsSlowAsync(upsert, cancellation).ConfigureAwait(false) ? LookAsync() : null;
        if (await upsert.ConfigureAwait(false) is { } isFirst)
            return isFirst;

        if (await (look ?? LookAsync()).ConfigureAwait(false))
            return false;
        return await UpsertAsync(signIn, shortWindow, cancellation).ConfigureAwait(false)
            ?? throw new UnreachableException("A record is as old as its window at the most, and this is no older than a repetition.");

        Task<bool> LookAsync() => RepeatAsync(signIn, shortWindow - Repetitions, cancellation);
    }

    /// <summary>Starts to connect, beside what else there is to do.</summary>
    public void Connect() => dynamo.Connect();

    /// <summary>A call without a key, which DynamoDB refuses and charges nothing for: the connection is what remains.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await dynamo
                .CallOnceAsync("UpdateItem", json => json.WriteString("TableName", settings.TableName), cancellation)
                .ConfigureAwait(false);
        }
        catch (DynamoDbException e) when (e.Code == DynamoDbException.Invalid) { }
    }

    // A slow table leaves the time for two calls in a row, so that one of three is made before it is known to be needed. Where it is not,
    // it changes nothing: what the other call made or raised is the record of this sign-in, and so there is no second to find.
    private static async Task<bool> IsSlowAsync(Task call, CancellationToken cancellation) =>
        await Task.WhenAny(call, Task.Delay(Slow, cancellation)).ConfigureAwait(false) != call;

    // At once, for the same reason. One of them at the most finds a record: of two sign-ins with these keys, the second came when the
    // first was too old to be repeated.
    private async Task<bool> RepeatsBeforeAsync(SignIn signIn, DateTimeOffset window, CancellationToken cancellation)
    {
        var looks = await Task.WhenAll(
                RepeatAsync(signIn, window - Window, cancellation),
                RepeatAsync(signIn, window - Repetitions, cancellation)
            )
            .ConfigureAwait(false);
        return looks.Contains(true);
    }

    // Makes the record, or raises the attempts of what this repeats; null where an earlier sign-in has the key. A record that was there is
    // this request's own where the client repeated a call whose answer was lost: then it is still the first to tell.
    private async Task<bool?> UpsertAsync(SignIn signIn, DateTimeOffset window, CancellationToken cancellation)
    {
        using var answer = await UpdateOnceAsync(signIn, window, json => WriteUpsert(json, signIn), cancellation).ConfigureAwait(false);
        if (answer is null)
            return null;
        return !answer.RootElement.TryGetProperty("Attributes", out var before) || before.Text("requestId") == signIn.RequestId;
    }

    // Raises the attempts of a record of a window that has ended; false where there is none that this repeats.
    private async Task<bool> RepeatAsync(SignIn signIn, DateTimeOffset window, CancellationToken cancellation)
    {
        using var answer = await UpdateOnceAsync(signIn, window, json => WriteRepetition(json, signIn), cancellation).ConfigureAwait(false);
        return answer is not null;
    }

    // Null where the condition does not hold. Where an earlier try of this write may be what broke it, the record tells: it has the request's ID.
    private async Task<JsonDocument?> UpdateOnceAsync(
        SignIn signIn,
        DateTimeOffset window,
        Action<Utf8JsonWriter> update,
        CancellationToken cancellation
    )
    {
        try
        {
            return await UpdateAsync(update).ConfigureAwait(false);
        }
        catch (DynamoDbException e) when (e.Code == DynamoDbException.ConditionFailed)
        {
            if (!e.FollowsAnotherTry)
                return null;
        }
        try
        {
            return await UpdateAsync(json => WriteQuestion(json, signIn)).ConfigureAwait(false);
        }
        catch (DynamoDbException e) when (e.Code == DynamoDbException.ConditionFailed)
        {
            return null;
        }

        Task<JsonDocument> UpdateAsync(Action<Utf8JsonWriter> write) =>
            dynamo.CallAsync(
                "UpdateItem",
                json =>
                {
                    json.WriteString("TableName", settings.TableName);
                    json.WriteAttributes("Key", ("user", signIn.User), ("signIn", $"{Iso8601.Seconds(window)}#{signIn.Fingerprint}"));
                    write(json);
                },
                cancellation
            );
    }

    // A repetition has the same content, and so the same fields but for those that are the first one's to set.
    private void WriteUpsert(Utf8JsonWriter json, SignIn signIn)
    {
        var fields = Fields(signIn);
        var assignments = fields.Select(field =>
            field.Name is "at" or "expiresAt" or "requestId"
                ? $"#{field.Name} = if_not_exists(#{field.Name}, :{field.Name})"
                : $"#{field.Name} = :{field.Name}"
        );
        json.WriteString("UpdateExpression", $"SET {string.Join(", ", assignments)} {CountOne}");
        json.WriteString("ConditionExpression", $"(attribute_not_exists(#at) OR #at >= :since) AND {NotYetTold}");
        json.WriteNames(fields.Select(field => ($"#{field.Name}", field.Name)));
        json.WriteAttributes("ExpressionAttributeValues", [.. fields.Select(field => ($":{field.Name}", field.Value)), .. CountOf(signIn)]);
        json.WriteString("ReturnValues", "UPDATED_OLD");
    }

    private static void WriteRepetition(Utf8JsonWriter json, SignIn signIn)
    {
        json.WriteString("UpdateExpression", CountOne);
        json.WriteString("ConditionExpression", $"#at >= :since AND {NotYetTold}");
        json.WriteNames(("#at", "at"));
        json.WriteAttributes("ExpressionAttributeValues", [.. CountOf(signIn), (":requestId", signIn.RequestId)]);
    }

    // An update of nothing, as it takes the one permission that the function has.
    private static void WriteQuestion(Utf8JsonWriter json, SignIn signIn)
    {
        json.WriteString("ConditionExpression", "contains(requestIds, :requestId)");
        json.WriteAttributes("ExpressionAttributeValues", (":requestId", signIn.RequestId));
        json.WriteString("ReturnValues", "ALL_OLD");
    }

    private static (string, AttributeValue)[] CountOf(SignIn signIn) =>
        [(":one", 1), (":since", Iso8601.Milliseconds(signIn.At - Repetitions)), (":told", AttributeValue.SetOf(signIn.RequestId))];

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

    private static DateTimeOffset StartOf(TimeSpan window, DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % window.Ticks));
}
