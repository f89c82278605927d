using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Operations;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>The API of Cognito user pools.</summary>
internal sealed class UserPoolService(
    IEnumerable<IOperations> groups,
    Pools pools,
    UserPoolMetrics metrics,
    PoolFirewall firewall,
    IAuthorizer authorizer
) : IJsonService
{
    private readonly ImmutableDictionary<string, (Operation Do, bool IsForAdministrators)> operations = groups
        .SelectMany(g => g.Operations.Select(o => KeyValuePair.Create(o.Key, (o.Value, g.AreForAdministrators))))
        .ToImmutableDictionary();

    public string Target => "AWSCognitoIdentityProviderService";

    public string SigningName => "cognito-idp";

    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        if (!operations.TryGetValue(call.Operation, out var operation))
            throw new AwsException(
                "UnknownOperationException",
                $"The operation {call.Operation} of Cognito user pools is not available on this machine."
            );
        if (operation.IsForAdministrators)
            await AuthorizeAsync(call, cancel);
        else
            firewall.Require(call);
        return await metrics.WatchAsync(call, () => operation.Do(new Call(call, pools, cancel)));
    }

    // IAM has its say before anybody learns whether the pool exists.
    private Task AuthorizeAsync(JsonCall call, CancellationToken cancel)
    {
        if (call.Caller is Anonymous)
            throw new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token");
        var deployed = pools.Deployed;
        var arn = call.Input["UserPoolId"]?.ToString() is { Length: > 0 } id
            ? $"arn:aws:cognito-idp:{deployed.Region}:{deployed.Account}:userpool/{id}"
            : call.Input["ResourceArn"]?.ToString() ?? "*";
        return authorizer.RequireAsync(call.Caller, new($"cognito-idp:{call.Operation}", arn), cancel);
    }
}
