using System.Collections.Concurrent;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PreAuthentication.Groups;

/// <summary>
/// The app clients of a pool. The function's settings cannot have their IDs, as the pool, and with it the clients, is made after the
/// function; so the names in them are resolved here. It needs <c>cognito-idp:DescribeUserPoolClient</c>.
/// </summary>
public sealed class AppClients(IAmazonCognitoIdentityProvider cognito)
{
    private readonly ConcurrentDictionary<(string Pool, string Client), string> names = new();

    /// <summary>A client's name, asked for once in the life of the function's container.</summary>
    public async Task<string> NameAsync(string userPoolId, string clientId, CancellationToken cancellation)
    {
        if (names.TryGetValue((userPoolId, clientId), out var known))
            return known;
        var client = await DescribeAsync(userPoolId, clientId, cancellation).ConfigureAwait(false);
        return names[(userPoolId, clientId)] = client.ClientName ?? "";
    }

    /// <summary>The identity providers that sign users in to a client, as they are now.</summary>
    public async Task<IReadOnlyList<string>> ProvidersAsync(string userPoolId, string clientId, CancellationToken cancellation)
    {
        var client = await DescribeAsync(userPoolId, clientId, cancellation).ConfigureAwait(false);
        return client.SupportedIdentityProviders ?? [];
    }

    private async Task<UserPoolClientType> DescribeAsync(string userPoolId, string clientId, CancellationToken cancellation)
    {
        var answer = await cognito.DescribeUserPoolClientAsync(
            new DescribeUserPoolClientRequest { UserPoolId = userPoolId, ClientId = clientId }, cancellation).ConfigureAwait(false);
        return answer.UserPoolClient ?? throw new InvalidOperationException("Cognito described no app client.");
    }
}
