using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Firewall;

/// <summary>Registers this part of the host.</summary>
public static class FirewallServices
{
    /// <summary>Adds AWS WAF: the web ACLs of the templates, before whatever they are associated with.</summary>
    public static IServiceCollection AddFirewall(this IServiceCollection services) =>
        services
            .AddSingleton<RequestRates>()
            .AddSingleton<FirewallLog>()
            .AddSingleton<IWebFirewall, WebFirewall>()
            .AddSingleton<IJsonService, FirewallService>()
            .AddSingleton<ISupports, FirewallSupport>();
}
