using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CognitoStack.Local;

/// <summary>One line an event: time, part of the host, what happened. What callers send is in it, too: it neither begins lines nor speaks to the terminal.</summary>
internal sealed class LineFormatter() : ConsoleFormatter(nameof(LineFormatter))
{
    private const string Indent = "    ";
    private static readonly string Ours = $"{typeof(LineFormatter).Namespace}.";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        // The folder of the class is what a reader knows: Access, UserPools, Functions.
        var part = entry.Category.StartsWith(Ours, StringComparison.Ordinal)
            ? entry.Category[Ours.Length..].Split('.')[0]
            : entry.Category.Split('.')[^1];
        var level = entry.LogLevel >= LogLevel.Warning ? $"{entry.LogLevel.ToString().ToUpperInvariant()} " : string.Empty;
        writer.WriteLine($"{DateTime.Now:HH:mm:ss.fff}  {part, -13} {level}{Harmless(entry.Formatter(entry.State, entry.Exception))}");
        if (entry.Exception is not null)
            writer.WriteLine($"{Indent}{Harmless(entry.Exception.ToString())}");
    }

    /// <summary>Lines after the first are indented, and other control characters shown by their symbols.</summary>
    private static string Harmless(string text) =>
        !text.Any(IsSpecial)
            ? text
            : string.Concat(
                text.ReplaceLineEndings("\n")
                    .Select(c =>
                        c switch
                        {
                            '\n' => $"{Environment.NewLine}{Indent}",
                            '\t' => "\t",
                            < ' ' => $"{(char)(0x2400 + c)}",
                            _ when char.IsControl(c) => "\ufffd",
                            _ => $"{c}",
                        }
                    )
            );

    private static bool IsSpecial(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
