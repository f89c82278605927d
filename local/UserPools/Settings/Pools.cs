using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>The user pools that are deployed now, read once a deployment.</summary>
internal sealed class Pools(IDeployment deployment, PoolIssuer issuer, ClientSecrets secrets)
{
    private readonly ConditionalWeakTable<Deployed, ImmutableDictionary<string, UserPool>> read = [];

    public Deployed Deployed => deployment.Current;

    public IEnumerable<UserPool> All => Current.Values;

    public UserPool? Find(string id) => Current.GetValueOrDefault(id);

    public UserPool Get(string id) => Find(id) ?? throw Error.PoolNotFound(id);

    /// <summary>An app client and its pool: public operations name no pool.</summary>
    public (UserPool Pool, AppClient Client)? FindClient(string id) =>
        All.Select(p => p.Clients.TryGetValue(id, out var client) ? (p, client) : ((UserPool, AppClient)?)null)
            .FirstOrDefault(found => found is not null);

    /// <summary>The user pools of a deployment, by id.</summary>
    public ImmutableDictionary<string, UserPool> Of(Deployed deployed) =>
        read.GetValue(
            deployed,
            deployed =>
                deployed
                    .OfType("AWS::Cognito::UserPool")
                    .Select(r => WithSecrets(UserPool.Of(deployed, r, issuer)))
                    .ToImmutableDictionary(p => p.Id)
        );

    private UserPool WithSecrets(UserPool pool) =>
        pool with
        {
            Clients = pool.Clients.ToImmutableDictionary(c => c.Key, c => c.Value with { Kept = () => secrets.Of(c.Key) }),
        };

    private ImmutableDictionary<string, UserPool> Current => Of(deployment.Current);
}
