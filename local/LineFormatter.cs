using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CognitoStack.Local;

/// <summary>One line an event: time, part of the host, what happened.</summary>
internal sealed class LineFormatter() : ConsoleFormatter(nameof(LineFormatter))
{
    private static readonly string Ours = $"{typeof(LineFormatter).Namespace}.";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        // The folder of the class is what a reader knows: Access, UserPools, Functions.
        var part = entry.Category.StartsWith(Ours, StringComparison.Ordinal) ? entry.Category[Ours.Length..].Split('.')[0] : entry.Category.Split('.')[^1];
        var level = entry.LogLevel >= LogLevel.Warning ? $"{entry.LogLevel.ToString().ToUpperInvariant()} " : string.Empty;
        writer.WriteLine($"{DateTime.Now:HH:mm:ss.fff}  {part,-13} {level}{entry.Formatter(entry.State, entry.Exception)}");
        if (entry.Exception is not null) writer.WriteLine(entry.Exception);
    }
}
