namespace CognitoStack.Local.Providers.Saml;

/// <summary>Composition.</summary>
internal static class SamlServices
{
    /// <summary>Adds SAML 2.0. It takes <see cref="StateFolder"/> and <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSaml(this IServiceCollection services) =>
        services.AddSingleton<SamlKeys>().AddSingleton<SeenAssertions>().AddSingleton<ISaml, SamlProtocol>();
}
