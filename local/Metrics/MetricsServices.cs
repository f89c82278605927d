using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics.Alarms;
using CognitoStack.Local.Notifications;

namespace CognitoStack.Local.Metrics;

/// <summary>Registers this part of the host.</summary>
public static class MetricsServices
{
    /// <summary>Adds CloudWatch's metrics: what the host and the functions measure, the alarms over it, and the calls that read both.</summary>
    public static IServiceCollection AddCloudWatch(this IServiceCollection services) =>
        services
            .AddSingleton<MetricArchive>()
            .AddSingleton<MetricStore>()
            .AddSingleton<IMetrics>(s => s.GetRequiredService<MetricStore>())
            .AddSingleton<IJsonService, MetricsService>()
            .AddSingleton<AlarmWatch>()
            .AddSingleton<IDeploymentStep>(s => s.GetRequiredService<AlarmWatch>())
            .AddHostedService(s => s.GetRequiredService<AlarmWatch>())
            .AddSingleton<AlarmOperations>()
            .AddSingleton<ISupports, AlarmSupport>()
            .AddNotifications();
}
