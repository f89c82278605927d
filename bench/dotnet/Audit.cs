using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Lambda;

namespace CognitoStack.Bench;

/// <summary>
/// The audit with the AWS SDK: one write makes the record or raises its attempts, where no window has just begun and no earlier sign-in has
/// its key.
/// </summary>
internal sealed class Audit(IAmazonDynamoDB dynamo, string table, int retentionDays)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Repetitions = TimeSpan.FromSeconds(15);
    private static readonly string[] Firsts = ["at", "expiresAt", "requestId"];
    private static readonly AttributeValue One = new() { N = "1" };

    public static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var dynamo = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 2 });
        var table = host.Environment[FunctionVariables.AuditTableName];
        var audit = new Audit(
            dynamo,
            table,
            int.Parse(host.Environment[FunctionVariables.AuditRetentionDays], CultureInfo.InvariantCulture)
        );
        // As ours: the connection is made during init, by a call that is refused.
        try
        {
            await dynamo.UpdateItemAsync(new UpdateItemRequest { TableName = table });
        }
        catch (AmazonDynamoDBException e) when (e.ErrorCode == "ValidationException") { }
        return audit.HandleAsync;
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        var trigger = TriggerEvent.Of(invocation);
        var isFirst = await RecordAsync(trigger, invocation.RequestId);
        invocation.Log.Info(
            "A sign-in was recorded.",
            json =>
            {
                json.WriteString("sub", trigger.Request.Attribute("sub"));
                json.WriteBoolean("repeated", !isFirst);
            }
        );
        return invocation.Event;
    }

    private async Task<bool> RecordAsync(TriggerEvent trigger, string requestId)
    {
        var now = DateTimeOffset.UtcNow;
        var since = Iso8601.Milliseconds(now - Repetitions);
        var (window, shortWindow) = (StartOf(Window, now), StartOf(Repetitions, now));
        var fingerprint = FingerprintOf(trigger);
        if (
            now - window < Repetitions
            && (await RepeatAsync(Key(window - Window), since) || await RepeatAsync(Key(window - Repetitions), since))
        )
            return false;
        var fields = Fields(trigger, now, requestId);
        if (await UpsertAsync(Key(window), fields, since) is { } isFirst)
            return isFirst;
        return !await RepeatAsync(Key(shortWindow - Repetitions), since) && await UpsertAsync(Key(shortWindow), fields, since) == true;

        Dictionary<string, AttributeValue> Key(DateTimeOffset at) =>
            new() { ["user"] = new(trigger.UserName), ["signIn"] = new($"{Iso8601.Seconds(at)}#{fingerprint}") };
    }

    private static DateTimeOffset StartOf(TimeSpan window, DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % window.Ticks));

    private async Task<bool> RepeatAsync(Dictionary<string, AttributeValue> key, string since)
    {
        try
        {
            await dynamo.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = table,
                    Key = key,
                    UpdateExpression = "ADD attempts :one",
                    ConditionExpression = "#at >= :since",
                    ExpressionAttributeNames = new() { ["#at"] = "at" },
                    ExpressionAttributeValues = new() { [":one"] = One, [":since"] = new(since) },
                }
            );
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    // Is it the first to tell of the sign-in? Null where an earlier one has its key.
    private async Task<bool?> UpsertAsync(Dictionary<string, AttributeValue> key, Dictionary<string, AttributeValue> fields, string since)
    {
        try
        {
            var answer = await dynamo.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = table,
                    Key = key,
                    UpdateExpression =
                        $"SET {string.Join(", ", fields.Keys.Select(name => Firsts.Contains(name) ? $"#{name} = if_not_exists(#{name}, :{name})" : $"#{name} = :{name}"))} ADD attempts :one",
                    ConditionExpression = "attribute_not_exists(#at) OR #at >= :since",
                    ExpressionAttributeNames = fields.Keys.ToDictionary(name => $"#{name}"),
                    ExpressionAttributeValues = fields
                        .ToDictionary(field => $":{field.Key}", field => field.Value)
                        .Append(new(":one", One))
                        .Append(new(":since", new(since)))
                        .ToDictionary(),
                    ReturnValues = ReturnValue.UPDATED_OLD,
                }
            );
            return answer.Attributes?.GetValueOrDefault("requestId") is not { } before || before.S == fields["requestId"].S;
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
    }

    private Dictionary<string, AttributeValue> Fields(TriggerEvent trigger, DateTimeOffset now, string requestId) =>
        new()
        {
            ["provider"] = new("COGNITO"),
            ["triggerSource"] = new(trigger.TriggerSource),
            ["at"] = new(Iso8601.Milliseconds(now)),
            ["newDevice"] = new() { BOOL = trigger.Request.NewDeviceUsed == true },
            ["expiresAt"] = new() { N = now.AddDays(retentionDays).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
            ["sub"] = new(trigger.Request.Attribute("sub")),
            ["clientId"] = new(trigger.CallerContext.ClientId),
            ["userPoolId"] = new(trigger.UserPoolId),
            ["requestId"] = new(requestId),
        };

    private static string FingerprintOf(TriggerEvent trigger)
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(trigger.Request, EventJson.Default.TriggerRequest);
        var rest = $"{trigger.UserPoolId}\n{trigger.CallerContext.ClientId}\n{trigger.UserName}\n{trigger.TriggerSource}\n";
        return Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(rest), .. request]))[..16];
    }
}
