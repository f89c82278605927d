using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke;

/// <summary>An app client as it is deployed.</summary>
/// <param name="Name">Name in the environment file.</param>
/// <param name="Id">Client id.</param>
/// <param name="Secret">Its secret; null for a public client.</param>
/// <param name="Flows">How SDKs may sign in with it: <c>ALLOW_USER_SRP_AUTH</c> …</param>
/// <param name="Rotates">Whether a refresh token is good for one refresh.</param>
internal sealed record AppClient(string Name, string Id, string? Secret, IReadOnlyList<string> Flows, bool Rotates)
{
    /// <summary><c>SECRET_HASH</c> of a user; null for a public client.</summary>
    public string? SecretHash(string user) =>
        Secret is null
            ? null
            : Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(user + Id)));
}

/// <summary>The app clients of a deployment, each asked for once.</summary>
internal sealed class AppClients(Aws aws, StackOutputs outputs)
{
    private readonly ConcurrentDictionary<string, Shared<AppClient>> clients = [];

    /// <summary>An app client.</summary>
    /// <param name="name">Name in the environment file.</param>
    public Task<AppClient> GetAsync(string name) =>
        clients
            .GetOrAdd(
                name,
                n =>
                    new(
                        $"the app client {n} can be described",
                        async () =>
                        {
                            var id = outputs.ClientId(n);
                            var client = (
                                await aws.UserPools.DescribeUserPoolClientAsync(
                                    new DescribeUserPoolClientRequest { UserPoolId = outputs.UserPoolId, ClientId = id }
                                )
                            ).UserPoolClient!;
                            return new(
                                n,
                                id,
                                client.ClientSecret,
                                [.. (client.ExplicitAuthFlows ?? []).Select(f => f.Value)],
                                client.RefreshTokenRotation?.Feature?.Value == "ENABLED"
                            );
                        }
                    )
            )
            .GetAsync();
}
