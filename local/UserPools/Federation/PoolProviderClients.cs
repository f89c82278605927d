using CognitoStack.Local.Deployment;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>The user pools as apps of their providers.</summary>
internal sealed class PoolProviderClients(Pools pools, ProviderReader reader, SamlProviders saml) : IProviderClients
{
    public IEnumerable<ProviderClient> Of(Deployed deployed) =>
        from pool in pools.Of(deployed).Values
        from provider in pool.Providers.Values
        select (provider.IsSaml ? saml.Client(pool, provider) : OpenId(provider)) with
        {
            Attributes = provider.AttributeMapping,
        };

    private ProviderClient OpenId(PoolProvider provider)
    {
        var read = reader.OpenId(provider);
        return new(provider.Name, provider.Kind, read.ClientId) { Secret = read.Secret, AppleIds = read.AppleIds };
    }
}
