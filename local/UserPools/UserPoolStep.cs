using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools;

/// <summary>Reads user pools before they are deployed, so that what cannot work here is told at once; and makes their keys, which takes a moment.</summary>
internal sealed class UserPoolStep(Pools pools, SigningKeys keys, HostEndpoint endpoint) : IDeploymentStep
{
    private const string ClientId = "ClientId";

    public async Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var pool in pools.Of(next).Values)
        {
            if (pool is { Mfa: "ON", HasTotp: false })
                throw new DeploymentException($"The user pool {pool.Resource.LogicalId} demands a second factor, but only SOFTWARE_TOKEN_MFA is available on this machine: nobody could sign in.");
            await keys.GetAsync(pool.Id);
        }
    }

    /// <summary>Where people sign in, <c>SignInUrlWeb</c> beside <c>ClientIdWeb</c>.</summary>
    public IEnumerable<LocalOutput> Outputs(Deployed next) =>
        from client in pools.Of(next).Values.SelectMany(pool => pool.Clients.Values)
        where client.HasPages
        from stack in next.Outputs
        from output in stack.Value
        where output.Value == client.Id && output.Key.StartsWith(ClientId, StringComparison.Ordinal)
        select new LocalOutput(stack.Key, $"SignInUrl{output.Key[ClientId.Length..]}", endpoint.Pages + client.SignInPath);
}
