using CognitoStack.Local.Deployment.Coverage;
using CognitoStack.Local.Deployment.Parameters;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Deployment;

/// <summary>Registers this part of the host.</summary>
public static class DeploymentServices
{
    /// <summary>Adds the deployment, its watcher, the table of what is honoured, and SSM's parameters.</summary>
    public static IServiceCollection AddDeployment(this IServiceCollection services, DeploymentOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton(s => new Deployer(
                s.GetRequiredService<StateFolder>(),
                options,
                s.GetServices<ISupports>,
                s.GetServices<IDeploymentStep>,
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<Deployer>>(),
                s.GetRequiredService<IStoredObjects>
            ))
            .AddSingleton<IDeployment>(s => s.GetRequiredService<Deployer>())
            .AddSingleton<IResourceChanges>(s => new HandChanges(s.GetRequiredService<Deployer>().Engine))
            .AddHostedService<DeploymentWatcher>()
            .AddSingleton<ISupports, OtherTypes>()
            .AddSingleton<SupportTable>()
            .AddSingleton<IJsonService, ParameterStore>();
}
