using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.Deployment;

/// <summary>Registers this part of the host.</summary>
public static class DeploymentServices
{
    /// <summary>Adds the deployment and its watcher.</summary>
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
            .AddHostedService<DeploymentWatcher>();
}
