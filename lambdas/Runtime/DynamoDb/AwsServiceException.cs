using System.Net;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>A service of AWS refused a call.</summary>
public class AwsServiceException : Exception
{
    private readonly HttpStatusCode status;

    /// <summary>Reads an answer that is not a success.</summary>
    /// <param name="service">Whose answer it is, for who reads the message.</param>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">The answer.</param>
    public AwsServiceException(string service, HttpStatusCode status, byte[] body)
        : this(Read(service, status, body), status) { }

    private AwsServiceException((string Code, string Message) error, HttpStatusCode status)
        : base($"{error.Code}: {error.Message}") => (Code, this.status) = (error.Code, status);

    /// <summary>Its word for why, such as <c>ThrottlingException</c>.</summary>
    public string Code { get; }

    /// <summary>An earlier try of the call may have done what this one is refused, without anybody having heard of it.</summary>
    public bool FollowsAnotherTry { get; internal set; }

    /// <summary>A moment later it may say yes. Source: AWS, "Error handling with DynamoDB"
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html) and "Common error types"
    /// (https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html) of Systems Manager.</summary>
    public bool IsTransient =>
        status is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests
        || Code
            is "ProvisionedThroughputExceededException"
                or "RequestLimitExceeded"
                or "ThrottlingException"
                or "ThrottledException"
                or "TransactionInProgressException";

    private static (string Code, string Message) Read(string service, HttpStatusCode status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var type = Text(json.RootElement, "__type");
            if (type.Length > 0)
                return (type[(type.LastIndexOf('#') + 1)..], Text(json.RootElement, "message", "Message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What stands between here and the service answers in its own words.
        }
        return ($"Http{(int)status}", $"The answer is not {service}'s.");
    }

    private static string Text(JsonElement error, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString()!;
        return "";
    }
}
