using System.Net;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>Calls the Parameter Store of AWS Systems Manager.</summary>
/// <param name="access">Where it is and as whom it is called.</param>
public sealed class ParameterStoreClient(AwsAccess access) : AwsJsonClient(AwsService.SystemsManager, access, clock: null)
{
    /// <summary>With what the environment says.</summary>
    /// <exception cref="ConfigurationException">It does not say enough.</exception>
    public static ParameterStoreClient Open(IReadOnlyDictionary<string, string> environment) =>
        new(AwsAccess.FromEnvironment(environment, AwsService.SystemsManager));

    private protected override AwsServiceException ErrorOf(HttpStatusCode status, byte[] body) => new("Systems Manager", status, body);
}
