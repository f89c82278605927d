using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Providers;

/// <summary>Registers what verifies messages of providers, for user pools and identity pools alike.</summary>
public static class ProviderServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, ProviderTargets targets) =>
        services
            .AddSingleton(targets)
            .AddSingleton<ProviderSecrets>()
            .AddSingleton<ProviderJournal>()
            .AddSingleton<ProviderHttp>()
            .AddSingleton<OpenIdDiscovery>()
            .AddSingleton<IdTokens>()
            .AddSingleton<ProviderTokens>()
            .AddSingleton<OpenIdRelyingParty>()
            .AddSingleton<SamlKeys>()
            .AddSingleton<SamlMetadataReader>()
            .AddSingleton<SeenAssertions>()
            .AddSingleton<ISaml, SamlProtocol>();
}
