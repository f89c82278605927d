using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Logs;

/// <summary>Registers this part of the host.</summary>
public static class LogsServices
{
    /// <summary>Adds CloudWatch Logs: what functions and user pools log, and the calls that read it.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services) =>
        services
            .AddSingleton<LogStore>()
            .AddSingleton<MetricFilters>()
            .AddSingleton<ILogs>(s => s.GetRequiredService<MetricFilters>())
            .AddSingleton<IDeploymentStep>(s => s.GetRequiredService<MetricFilters>())
            .AddSingleton<ISupports>(s => s.GetRequiredService<MetricFilters>())
            .AddSingleton<LogGroups>()
            .AddSingleton<IDeploymentStep>(s => s.GetRequiredService<LogGroups>())
            .AddSingleton<IJsonService, LogsService>()
            .AddSingleton<ISupports, LogsSupport>();
}
