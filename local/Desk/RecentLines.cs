using System.Collections.Concurrent;

namespace CognitoStack.Local.Desk;

/// <summary>A line of the log.</summary>
/// <param name="At">When.</param>
/// <param name="IsGrave">Whether somebody should look at it: a warning, an error, a refusal.</param>
/// <param name="Text">What it says.</param>
public sealed record RecentLine(DateTimeOffset At, bool IsGrave, string Text);

/// <summary>Keeps the last lines of the log for the desk: what was decided, and what functions said.</summary>
internal sealed class RecentLines(TimeProvider time) : ILoggerProvider
{
    private const int Most = 100;
    private static readonly string[] Parts = [typeof(Access.IAuthorizer).Namespace!, typeof(Functions.IFunctions).Namespace!];
    private readonly Dictionary<string, ConcurrentQueue<RecentLine>> lines = Parts.ToDictionary(
        p => p,
        _ => new ConcurrentQueue<RecentLine>()
    );

    /// <summary>Decisions, the newest first.</summary>
    public IEnumerable<RecentLine> Decisions => lines[Parts[0]].Reverse();

    /// <summary>What functions said, the newest first.</summary>
    public IEnumerable<RecentLine> Functions => lines[Parts[1]].Reverse();

    public ILogger CreateLogger(string categoryName) =>
        Parts.FirstOrDefault(p => categoryName.StartsWith(p, StringComparison.Ordinal)) is { } part
            ? new Line(lines[part], time)
            : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void Dispose()
    {
        // It holds nothing but memory.
    }

    private sealed class Line(ConcurrentQueue<RecentLine> lines, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            var text = formatter(state, exception);
            lines.Enqueue(
                new(time.GetUtcNow(), logLevel > LogLevel.Information || text.StartsWith("DENY", StringComparison.Ordinal), text)
            );
            while (lines.Count > Most)
                lines.TryDequeue(out _);
        }
    }
}
