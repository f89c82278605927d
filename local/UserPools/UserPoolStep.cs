using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools;

/// <summary>Reads user pools before they are deployed, so that what cannot work here is told at once; and makes their keys, which takes a moment.</summary>
internal sealed class UserPoolStep(Pools pools, SigningKeys keys) : IDeploymentStep
{
    public async Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var pool in pools.Of(next).Values)
        {
            if (pool is { Mfa: "ON", HasTotp: false })
                throw new DeploymentException($"The user pool {pool.Resource.LogicalId} demands a second factor, but only SOFTWARE_TOKEN_MFA is available on this machine: nobody could sign in.");
            await keys.GetAsync(pool.Id);
        }
    }
}
