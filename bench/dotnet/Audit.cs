using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Lambda;

namespace CognitoStack.Bench;

/// <summary>The audit with the AWS SDK: a repeat raises the record of the window before, else the record is made or raised.</summary>
internal sealed class Audit(IAmazonDynamoDB dynamo, string table, int retentionDays)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly AttributeValue One = new() { N = "1" };

    public static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var audit = new Audit(
            new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 2 }),
            host.Environment["AUDIT_TABLE_NAME"], int.Parse(host.Environment["AUDIT_RETENTION_DAYS"], CultureInfo.InvariantCulture));
        // As ours: the connection is made during init, by a call that writes nothing.
        await audit.RepeatAsync(new() { ["user"] = new("-"), ["signIn"] = new("-") }, "9");
        return audit.HandleAsync;
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        var trigger = TriggerEvent.Of(invocation);
        await RecordAsync(trigger);
        invocation.Log.Info("A sign-in was recorded.", json => json.WriteString("sub", trigger.Request.Attribute("sub")));
        return invocation.Event;
    }

    private async Task RecordAsync(TriggerEvent trigger)
    {
        var now = DateTimeOffset.UtcNow;
        var window = now.AddTicks(-(now.UtcTicks % Window.Ticks));
        var fingerprint = FingerprintOf(trigger);
        if (await RepeatAsync(Key(window - Window), Iso8601.Milliseconds(now - Window)))
            return;
        await UpsertAsync(Key(window), Fields(trigger, now));

        Dictionary<string, AttributeValue> Key(DateTimeOffset at) =>
            new() { ["user"] = new(trigger.UserName), ["signIn"] = new($"{Iso8601.Seconds(at)}#{fingerprint}") };
    }

    private async Task<bool> RepeatAsync(Dictionary<string, AttributeValue> key, string since)
    {
        try
        {
            await dynamo.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = table,
                Key = key,
                UpdateExpression = "ADD attempts :one",
                ConditionExpression = "#at >= :since",
                ExpressionAttributeNames = new() { ["#at"] = "at" },
                ExpressionAttributeValues = new() { [":one"] = One, [":since"] = new(since) },
            });
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private Task<UpdateItemResponse> UpsertAsync(Dictionary<string, AttributeValue> key, Dictionary<string, AttributeValue> fields) =>
        dynamo.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = table,
            Key = key,
            UpdateExpression = $"SET {string.Join(", ", fields.Keys.Select(name => $"#{name} = if_not_exists(#{name}, :{name})"))} ADD attempts :one",
            ExpressionAttributeNames = fields.Keys.ToDictionary(name => $"#{name}"),
            ExpressionAttributeValues = fields.ToDictionary(field => $":{field.Key}", field => field.Value).Append(new(":one", One)).ToDictionary(),
            ReturnValues = ReturnValue.UPDATED_NEW,
        });

    private Dictionary<string, AttributeValue> Fields(TriggerEvent trigger, DateTimeOffset now) => new()
    {
        ["provider"] = new("COGNITO"),
        ["triggerSource"] = new(trigger.TriggerSource),
        ["at"] = new(Iso8601.Milliseconds(now)),
        ["newDevice"] = new() { BOOL = trigger.Request.NewDeviceUsed == true },
        ["expiresAt"] = new() { N = now.AddDays(retentionDays).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
        ["sub"] = new(trigger.Request.Attribute("sub")),
        ["clientId"] = new(trigger.CallerContext.ClientId),
        ["userPoolId"] = new(trigger.UserPoolId),
    };

    private static string FingerprintOf(TriggerEvent trigger)
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(trigger.Request, EventJson.Default.TriggerRequest);
        var rest = $"{trigger.UserPoolId}\n{trigger.CallerContext.ClientId}\n{trigger.UserName}\n{trigger.TriggerSource}\n";
        return Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(rest), .. request]))[..16];
    }
}
