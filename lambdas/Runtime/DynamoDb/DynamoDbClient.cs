using System.Net;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>Calls DynamoDB.</summary>
/// <param name="access">Where it is and as whom it is called.</param>
/// <param name="clock">The system's clock where it is not given.</param>
public sealed class DynamoDbClient(AwsAccess access, TimeProvider? clock = null) : AwsJsonClient(AwsService.DynamoDb, access, clock)
{
    /// <summary>With what the environment says.</summary>
    /// <exception cref="ConfigurationException">It does not say enough.</exception>
    public static DynamoDbClient Open(IReadOnlyDictionary<string, string> environment) =>
        new(AwsAccess.FromEnvironment(environment, AwsService.DynamoDb));

    private protected override AwsServiceException ErrorOf(HttpStatusCode status, byte[] body) => new DynamoDbException(status, body);
}
