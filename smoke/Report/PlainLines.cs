using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Report;

/// <summary>One line a check, in order, as soon as all before it are done: for logs, and for whoever is not at a terminal.</summary>
internal sealed class PlainLines : IDisposable
{
    private readonly Board board;
    private readonly TextWriter output;
    private readonly Lock gate = new();
    private int written;

    public PlainLines(Board board, TextWriter output)
    {
        (this.board, this.output) = (board, output);
        board.Changed += Write;
    }

    /// <inheritdoc/>
    public void Dispose() => board.Changed -= Write;

    /// <summary>A check and what came of it; a failure takes more lines.</summary>
    public static IEnumerable<string> Lines(Check check, CheckResult result)
    {
        yield return result.State switch
        {
            CheckState.Passed => $"  ✓ {check.Name} ({Milliseconds(result.Time)})",
            CheckState.Skipped => $"  - {check.Name} (skipped: {result.Because})",
            _ => $"  ✗ {check.Name} ({Milliseconds(result.Time)})",
        };
        if (result.Failure is not { } failure)
            yield break;
        yield return $"      expected   {failure.Expected}";
        yield return $"      happened   {failure.Actual}";
        if (failure.RequestId is { Length: > 0 } id)
            yield return $"      request    {id}";
        if (failure.Hint is { } hint)
            yield return $"      look       {hint}";
    }

    /// <summary>A time, for people.</summary>
    public static string Milliseconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0} ms");

    private void Write()
    {
        lock (gate)
        {
            var rows = board.Rows;
            for (; written < rows.Count && rows[written].Result.IsFinal; written++)
            {
                var (check, result) = rows[written];
                if (written == 0 || rows[written - 1].Check.Group != check.Group)
                {
                    if (written > 0)
                        output.WriteLine();
                    output.WriteLine(check.Group.Title());
                }

                foreach (var line in Lines(check, result))
                    output.WriteLine(line);
            }
        }
    }
}
