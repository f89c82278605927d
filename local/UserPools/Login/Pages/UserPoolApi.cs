using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Operations;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Calls the user pool's public operations for a browser, as the client that it signs in to.</summary>
internal sealed class UserPoolApi(IEnumerable<IOperations> groups, Pools pools, UserPoolMetrics metrics)
{
    private readonly ImmutableDictionary<string, Operation> operations = groups
        .Where(g => !g.AreForAdministrators)
        .SelectMany(g => g.Operations)
        .ToImmutableDictionary();

    /// <exception cref="AwsException">What the operation refuses.</exception>
    public Task<JsonObject> CallAsync(LoginVisit visit, string operation, JsonObject input)
    {
        var client = visit.Request.Client;
        input["ClientId"] = client.Id;
        if (client.Secret is { } secret && input["Username"]?.ToString() is { } name)
            input["SecretHash"] = SecretHash.Of(secret, name, client.Id);
        var call = new JsonCall(
            operation,
            input,
            new Anonymous(),
            visit.Http.Connection.RemoteIpAddress?.ToString() ?? "",
            visit.Http.Request.Headers.UserAgent.ToString()
        )
        {
            ForwardedFor = visit.Http.Request.Headers[PageOrigin.ForwardedHeader].FirstOrDefault(),
            Risk = visit.Http.Request.Headers[PageOrigin.RiskHeader].FirstOrDefault(),
        };
        return metrics.WatchAsync(call, () => operations[operation](new Call(call, pools, visit.Cancel)));
    }
}
