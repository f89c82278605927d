using CognitoStack.Smoke.Checks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CognitoStack.Smoke.Report;

/// <summary>All checks as a table that fills while they run.</summary>
internal static class LiveTable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    /// <summary>Shows a board until its checks are done, and then all of it.</summary>
    public static async Task ShowAsync(IAnsiConsole console, Board board, Func<Task> runAsync)
    {
        await console
            .Live(Now(0))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Ellipsis)
            .Cropping(VerticalOverflowCropping.Bottom)
            .StartAsync(async live =>
            {
                var run = runAsync();
                for (var tick = 0; !run.IsCompleted; tick++)
                {
                    live.UpdateTarget(Now(tick));
                    await Task.WhenAny(run, Task.Delay(Pace));
                }

                await run;
            });
        console.Write(Render(board));

        // A heading and an empty line for each group; some lines wrap.
        IRenderable Now(int tick) =>
            Render(board, tick, folded: board.Checks.Count + 2 * Enum.GetValues<CheckGroup>().Length > console.Profile.Height * 9 / 10);
    }

    /// <summary>The table as it is now.</summary>
    /// <param name="board">The checks.</param>
    /// <param name="tick">Counts up, so that something moves.</param>
    /// <param name="folded">Whether only what runs or is wrong has a row, so that it fits a screen.</param>
    public static IRenderable Render(Board board, int tick = 0, bool folded = false)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table
            .AddColumn(new TableColumn(string.Empty).NoWrap())
            .AddColumn(string.Empty)
            .AddColumn(new TableColumn(string.Empty).RightAligned().NoWrap());
        foreach (var group in board.Rows.GroupBy(r => r.Check.Group))
        {
            var states = group.Select(r => r.Result.State).ToList();
            table.AddRow(
                folded ? Sign(Of(states), tick) : new Markup(string.Empty),
                new Markup(Heading(group.Key) + (folded ? $" [grey]{Done(states)}[/]" : string.Empty)),
                new Text(string.Empty)
            );
            foreach (var (check, result) in group.Where(r => !folded || r.Result.State is CheckState.Running or CheckState.Failed))
                table.AddRow(Sign(result.State, tick), Words(check, result), Time(result));
            if (!folded)
                table.AddEmptyRow();
        }

        return table;
    }

    // Of a whole group.
    private static CheckState Of(List<CheckState> states) =>
        states.All(s => s is CheckState.Waiting or CheckState.Skipped) && states.Contains(CheckState.Waiting) ? CheckState.Waiting
        : states.Any(s => s is CheckState.Waiting or CheckState.Running) ? CheckState.Running
        : states.Contains(CheckState.Failed) ? CheckState.Failed
        : CheckState.Passed;

    private static string Done(List<CheckState> states) =>
        states.Count(s => s is CheckState.Waiting or CheckState.Running) is > 0 and var left
            ? $"{states.Count - left} of {states.Count}"
            : $"{states.Count}";

    private static string Heading(CheckGroup group) => $"[bold]{Markup.Escape(group.Title())}[/]";

    private static Markup Time(CheckResult result) =>
        new(result.State is CheckState.Passed or CheckState.Failed ? $"[grey]{PlainLines.Milliseconds(result.Time)}[/]" : string.Empty);

    private static Markup Sign(CheckState state, int tick) =>
        new(
            state switch
            {
                CheckState.Passed => "[green]✓[/]",
                CheckState.Failed => "[bold red]✗[/]",
                CheckState.Skipped => "[yellow]-[/]",
                CheckState.Running => $"[blue]{Spinner[tick % Spinner.Length]}[/]",
                CheckState.Waiting => "[grey]·[/]",
                _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
            }
        );

    private static Markup Words(Check check, CheckResult result)
    {
        var name = Markup.Escape(check.Name);
        return result switch
        {
            { State: CheckState.Waiting } => new($"[grey]{name}[/]"),
            { State: CheckState.Skipped } => new($"[grey]{name}: {Markup.Escape(result.Because ?? string.Empty)}[/]"),
            { Failure: { } f } => new(
                $"[red]{name}[/]"
                    + Line("expected", f.Expected)
                    + Line("happened", f.Actual)
                    + Line("request ", f.RequestId)
                    + Line("look    ", f.Hint)
            ),
            _ => new(name),
        };
    }

    private static string Line(string what, string? text) =>
        string.IsNullOrEmpty(text) ? string.Empty : $"\n  [grey]{what}[/] {Markup.Escape(text)}";
}
