using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>The identity providers of app clients. It needs <c>cognito-idp:DescribeUserPoolClient</c>.</summary>
public sealed class ClientProviders(IAmazonCognitoIdentityProvider cognito)
{
    /// <summary>The identity providers that sign users in to a client, as they are now.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string userPoolId, string clientId, CancellationToken cancellation)
    {
        var answer = await cognito
            .DescribeUserPoolClientAsync(new DescribeUserPoolClientRequest { UserPoolId = userPoolId, ClientId = clientId }, cancellation)
            .ConfigureAwait(false);
        var client = answer.UserPoolClient ?? throw new InvalidOperationException("Cognito described no app client.");
        return client.SupportedIdentityProviders ?? [];
    }
}
