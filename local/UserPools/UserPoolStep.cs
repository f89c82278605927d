using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools;

/// <summary>Reads user pools before they are deployed, so that what cannot work here is told at once; and makes their keys, which takes a moment.</summary>
internal sealed class UserPoolStep(Pools pools, SigningKeys keys, ProviderTargets targets, HostEndpoint endpoint) : IDeploymentStep
{
    private const string ClientId = "ClientId";

    /// <summary>What a pool has once, whichever stack makes it, and what tells one from another.</summary>
    private static readonly (string Type, Func<Resource, string?> Key)[] Once =
    [
        ("AWS::Cognito::UserPoolDomain", d => d.Properties["CustomDomainConfig"] is null ? "a domain" : "a custom domain"),
        ("AWS::Cognito::UserPoolGroup", g => g.Text("GroupName")),
        (PoolProvider.Type, p => p.Text("ProviderName")),
        ("AWS::Cognito::UserPoolResourceServer", s => s.Text("Identifier")),
        (ThreatSettings.AttachmentType, r => r.Text("ClientId")),
    ];

    public async Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var (type, key) in Once)
            if (next.OfType(type).GroupBy(r => (Pool: r.Text("UserPoolId"), Key: key(r))).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new DeploymentException(
                    $"The user pool {twice.Key.Pool} has {twice.Key.Key} already ({type}): {twice.First().LogicalId} of {twice.First().Stack}.",
                    twice.Last()
                );
        foreach (var pool in pools.Of(next).Values)
        {
            if (pool is { Mfa: "ON", SecondFactors: [] })
                throw new DeploymentException(
                    $"The user pool {pool.Resource.LogicalId} demands a second factor and has none (EnabledMfas): nobody could sign in.",
                    pool.Resource
                );
            if (PoolPlan.Problem(pool) is { } problem)
                throw new DeploymentException($"The user pool {pool.Resource.LogicalId} {problem}", pool.Resource);
            await keys.GetAsync(pool.Id);
            foreach (var provider in pool.Providers.Values.Where(p => targets.IsReal(p.Name)))
                CheckSecrets(provider);
        }
    }

    // A stand-in has secrets of its own; whoever is real knows the template's alone.
    private static void CheckSecrets(PoolProvider provider)
    {
        if (provider.Details.FirstOrDefault(d => ProviderSecrets.IsMissing(d.Value)) is { Key: { } name } missing)
            throw new DeploymentException(
                $"The identity provider {provider.Name} is the real one (--provider {provider.Name}=real), and its {name} is {missing.Value}, which the file of secrets does not have: add it there (--secrets FILE), or leave --provider out for a stand-in."
            );
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
