using System.Net;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>DynamoDB refused a call.</summary>
/// <param name="code">Its word for why, such as <c>ConditionalCheckFailedException</c>.</param>
/// <param name="message">What it says of it.</param>
/// <param name="status">The HTTP status of its answer.</param>
public sealed class DynamoDbException(string code, string message, HttpStatusCode status) : Exception($"{code}: {message}")
{
    /// <summary>The code of a condition that does not hold.</summary>
    public const string ConditionFailed = "ConditionalCheckFailedException";

    /// <summary>The code of a request that lacks something, or has too much.</summary>
    public const string Invalid = "ValidationException";

    /// <summary>Its word for why.</summary>
    public string Code => code;

    /// <summary>An earlier try of the call may have done what this one is refused, without anybody having heard of it.</summary>
    public bool FollowsAnotherTry { get; internal set; }

    /// <summary>A moment later it may say yes. Source: AWS, "Error handling with DynamoDB".</summary>
    public bool IsTransient => status is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests
        || code is "ProvisionedThroughputExceededException" or "RequestLimitExceeded" or "ThrottlingException" or "ThrottledException"
            or "TransactionInProgressException";

    /// <summary>Reads an answer that is not a success.</summary>
    public static DynamoDbException Of(HttpStatusCode status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var type = Text(json.RootElement, "__type");
            if (type.Length > 0)
                return new(type[(type.LastIndexOf('#') + 1)..], Text(json.RootElement, "message", "Message"), status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What stands between here and DynamoDB answers in its own words.
        }
        return new($"Http{(int)status}", "The answer is not DynamoDB's.", status);
    }

    private static string Text(JsonElement error, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString()!;
        return "";
    }
}
