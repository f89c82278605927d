using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// The audit table: partition key <c>user</c>, sort key <c>signIn</c>, expiry in <c>expiresAt</c>.
/// It needs <c>dynamodb:UpdateItem</c> only.
/// </summary>
/// <remarks>
/// Cognito tells of a sign-in up to three times, five seconds apart. A record's key is the fingerprint in a window of time, so that a
/// repeat meets the record of the attempt before it: in the same window, or, where a window ended in between, in the previous one.
/// </remarks>
public sealed class SignInTable(IAmazonDynamoDB dynamo, AuditSettings settings) : ISignInStore
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly AttributeValue One = new() { N = "1" };

    /// <summary>Opens the table with the credentials, the Region and the endpoint that the SDK finds in the environment.</summary>
    public static SignInTable Open(AuditSettings settings) => new(
        new AmazonDynamoDBClient(new AmazonDynamoDBConfig
        {
            // Short enough for a second try within the time that a sign-in may wait for its record.
            Timeout = TimeSpan.FromMilliseconds(900),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
        }),
        settings);

    /// <inheritdoc/>
    public async Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation)
    {
        var window = WindowOf(signIn.At);
        if (await RepeatAsync(signIn, window - Window, cancellation).ConfigureAwait(false))
            return false;
        var answer = await dynamo.UpdateItemAsync(Upsert(signIn, window), cancellation).ConfigureAwait(false);
        return answer.Attributes["attempts"].N == "1";
    }

    /// <summary>A call whose condition never holds, so that it writes nothing, with the one permission that the function has.</summary>
    public Task WarmUpAsync(CancellationToken cancellation) =>
        TryUpdateAsync(new UpdateItemRequest
        {
            TableName = settings.TableName,
            Key = new() { ["user"] = new() { S = "-" }, ["signIn"] = new() { S = "-" } },
            UpdateExpression = "ADD attempts :one",
            ConditionExpression = "attribute_exists(#user)",
            ExpressionAttributeNames = new() { ["#user"] = "user" },
            ExpressionAttributeValues = new() { [":one"] = One },
        }, cancellation);

    // Raises the attempts of a record from the end of the previous window; false where there is none.
    private Task<bool> RepeatAsync(SignIn signIn, DateTimeOffset window, CancellationToken cancellation) =>
        TryUpdateAsync(new UpdateItemRequest
        {
            TableName = settings.TableName,
            Key = Key(signIn, window),
            UpdateExpression = "ADD attempts :one",
            ConditionExpression = "#at >= :since",
            ExpressionAttributeNames = new() { ["#at"] = "at" },
            ExpressionAttributeValues = new() { [":one"] = One, [":since"] = new() { S = Iso8601.Milliseconds(signIn.At - Window) } },
        }, cancellation);

    private async Task<bool> TryUpdateAsync(UpdateItemRequest request, CancellationToken cancellation)
    {
        try
        {
            await dynamo.UpdateItemAsync(request, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    // The first attempt sets the fields, a repeat finds them set.
    private UpdateItemRequest Upsert(SignIn signIn, DateTimeOffset window)
    {
        var fields = Fields(signIn);
        var assignments = fields.Keys.Select(name => $"#{name} = if_not_exists(#{name}, :{name})");
        return new UpdateItemRequest
        {
            TableName = settings.TableName,
            Key = Key(signIn, window),
            UpdateExpression = $"SET {string.Join(", ", assignments)} ADD attempts :one",
            ExpressionAttributeNames = fields.Keys.ToDictionary(name => $"#{name}", name => name),
            ExpressionAttributeValues = fields.Select(field => KeyValuePair.Create($":{field.Key}", field.Value))
                .Append(KeyValuePair.Create(":one", One))
                .ToDictionary(),
            ReturnValues = ReturnValue.UPDATED_NEW,
        };
    }

    private Dictionary<string, AttributeValue> Fields(SignIn signIn)
    {
        var expiry = signIn.At.AddDays(settings.RetentionDays).ToUnixTimeSeconds();
        var fields = new Dictionary<string, AttributeValue>
        {
            ["provider"] = new() { S = signIn.Provider },
            ["triggerSource"] = new() { S = signIn.TriggerSource },
            ["at"] = new() { S = Iso8601.Milliseconds(signIn.At) },
            ["newDevice"] = new() { BOOL = signIn.NewDevice },
            ["expiresAt"] = new() { N = expiry.ToString(CultureInfo.InvariantCulture) },
        };
        AddIfKnown("sub", signIn.Sub);
        AddIfKnown("clientId", signIn.ClientId);
        AddIfKnown("userPoolId", signIn.UserPoolId);
        return fields;

        void AddIfKnown(string name, string? value)
        {
            if (value is not null)
                fields[name] = new AttributeValue { S = value };
        }
    }

    private static Dictionary<string, AttributeValue> Key(SignIn signIn, DateTimeOffset window) => new()
    {
        ["user"] = new() { S = signIn.User },
        ["signIn"] = new() { S = $"{Iso8601.Seconds(window)}#{signIn.Fingerprint}" },
    };

    private static DateTimeOffset WindowOf(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % Window.Ticks));
}
