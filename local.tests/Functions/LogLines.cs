using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    public ConcurrentQueue<(LogLevel Level, string Text)> All { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => All.Enqueue((logLevel, formatter(state, exception)));

    /// <summary>Waits for a line: what a process writes comes when it comes.</summary>
    public async Task<(LogLevel Level, string Text)> WaitForAsync(string part)
    {
        for (var tries = 0; tries < 6000; tries++)
        {
            if (All.FirstOrDefault(line => line.Text.Contains(part, StringComparison.Ordinal)) is { Text: not null } found)
                return found;
            await Task.Delay(20);
        }
        throw new Xunit.Sdk.XunitException($"No line of the log has \"{part}\":\n{string.Join('\n', All.Select(line => line.Text))}");
    }
}
