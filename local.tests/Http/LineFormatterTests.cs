using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CognitoStack.Local.Tests.Http;

public sealed class LineFormatterTests
{
    [Fact]
    public void What_callers_send_makes_no_lines_of_the_log_and_says_nothing_to_the_terminal()
    {
        var text = Written(
            "client x\r\n00:00:00.000  Access  Allowed\u2028\u001b[2J\u009b2J does not exist",
            new InvalidOperationException("a\nb")
        );
        var lines = text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^[0-9:.]{12}  UserPools     client x$", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(text.Replace(Environment.NewLine, string.Empty, StringComparison.Ordinal), char.IsControl);
        Assert.Contains("\u241b[2J\ufffd2J does not exist", text, StringComparison.Ordinal);
    }

    private static string Written(string message, Exception? exception)
    {
        using var writer = new StringWriter();
        new LineFormatter().Write(
            new LogEntry<string>(
                LogLevel.Information,
                "CognitoStack.Local.UserPools.Something",
                default,
                message,
                exception,
                (state, _) => state
            ),
            null,
            writer
        );
        return writer.ToString();
    }
}
