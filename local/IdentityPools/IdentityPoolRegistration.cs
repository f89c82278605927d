using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.IdentityPools.Sts;
using CognitoStack.Local.Providers;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Registers identity pools and STS.</summary>
public static class IdentityPoolRegistration
{
    /// <summary>Adds identity pools and STS.</summary>
    public static IServiceCollection AddIdentityPools(this IServiceCollection services) =>
        services
            .AddSingleton<IdentityStore>()
            .AddSingleton<OpenIdTokens>()
            .AddSingleton<DirectProviders>()
            .AddSingleton<IProviderClients>(s => s.GetRequiredService<DirectProviders>())
            .AddSingleton<SamlAssertions>()
            .AddSingleton<IProviderClients>(s => s.GetRequiredService<SamlAssertions>())
            .AddSingleton<LoginVerifier>()
            .AddSingleton<CredentialExchange>()
            .AddSingleton<IdentityPoolAdministration>()
            .AddSingleton<WebIdentities>()
            .AddSingleton<SamlIdentities>()
            .AddSingleton<SamlRoles>()
            .AddSingleton<AssumedRoles>()
            .AddSingleton<IJsonService, IdentityPoolService>()
            .AddSingleton<IHttpService, StsService>()
            .AddSingleton<ISupports, IdentityPoolSupport>()
            .AddSingleton<IResourceLife, IdentityPoolLife>();
}
