using System.Collections.Concurrent;

namespace CognitoStack.Local.Processes;

/// <inheritdoc cref="IChildProcesses"/>
internal sealed class ChildProcesses(TimeProvider clock, ILogger<ChildProcess> logger) : IChildProcesses, IAsyncDisposable
{
    private readonly ConcurrentBag<ChildProcess> children = [];

    public IChildProcess Start(ChildProcessStart start)
    {
        var child = new ChildProcess(start, clock, logger);
        children.Add(child);
        return child;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(children.Select(child => child.DisposeAsync().AsTask()));
}

/// <summary>Composition.</summary>
public static class ProcessesServices
{
    /// <summary>Adds what runs child processes.</summary>
    public static IServiceCollection AddChildProcesses(this IServiceCollection services) =>
        services.AddSingleton<IChildProcesses, ChildProcesses>();
}
