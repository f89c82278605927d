using System.Net;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>DynamoDB refused a call.</summary>
/// <param name="status">The HTTP status of its answer.</param>
/// <param name="body">Its answer.</param>
public sealed class DynamoDbException(HttpStatusCode status, byte[] body) : AwsServiceException("DynamoDB", status, body)
{
    /// <summary>The code of a condition that does not hold.</summary>
    public const string ConditionFailed = "ConditionalCheckFailedException";

    /// <summary>The code of a request that lacks something, or has too much.</summary>
    public const string Invalid = "ValidationException";
}
