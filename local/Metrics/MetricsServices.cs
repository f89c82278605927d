using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics;

/// <summary>Registers this part of the host.</summary>
public static class MetricsServices
{
    /// <summary>Adds CloudWatch's metrics: what the host and the functions measure, and the calls that read it.</summary>
    public static IServiceCollection AddCloudWatch(this IServiceCollection services) =>
        services
            .AddSingleton<MetricStore>()
            .AddSingleton<IMetrics>(s => s.GetRequiredService<MetricStore>())
            .AddSingleton<IJsonService, MetricsService>();
}
