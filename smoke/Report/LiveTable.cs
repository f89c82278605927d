using CognitoStack.Smoke.Checks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CognitoStack.Smoke.Report;

/// <summary>All checks as a table that fills while they run.</summary>
internal static class LiveTable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    /// <summary>Shows a board until its checks are done.</summary>
    public static Task ShowAsync(IAnsiConsole console, Board board, Func<Task> runAsync) => console.Live(Render(board, 0))
        .Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Top)
        .StartAsync(async live =>
        {
            var run = runAsync();
            for (var tick = 0; !run.IsCompleted; tick++)
            {
                live.UpdateTarget(Render(board, tick));
                await Task.WhenAny(run, Task.Delay(Pace));
            }

            live.UpdateTarget(Render(board, 0));
            await run;
        });

    /// <summary>The table as it is now.</summary>
    public static IRenderable Render(Board board, int tick)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn(string.Empty).NoWrap()).AddColumn(string.Empty).AddColumn(new TableColumn(string.Empty).RightAligned().NoWrap());
        CheckGroup? group = null;
        foreach (var (check, result) in board.Rows)
        {
            if (check.Group != group)
            {
                if (group is not null) table.AddEmptyRow();
                table.AddRow(new Text(string.Empty), new Markup($"[bold]{Markup.Escape(check.Group.Title())}[/]"), new Text(string.Empty));
                group = check.Group;
            }

            table.AddRow(Sign(result.State, tick), Words(check, result), new Markup(result.State is CheckState.Passed or CheckState.Failed ? $"[grey]{PlainLines.Milliseconds(result.Time)}[/]" : string.Empty));
        }

        return table;
    }

    private static Markup Sign(CheckState state, int tick) => new(state switch
    {
        CheckState.Passed => "[green]✓[/]",
        CheckState.Failed => "[bold red]✗[/]",
        CheckState.Skipped => "[yellow]-[/]",
        CheckState.Running => $"[blue]{Spinner[tick % Spinner.Length]}[/]",
        _ => "[grey]·[/]",
    });

    private static Markup Words(Check check, CheckResult result)
    {
        var name = Markup.Escape(check.Name);
        return result switch
        {
            { State: CheckState.Waiting } => new($"[grey]{name}[/]"),
            { State: CheckState.Skipped } => new($"[grey]{name}: {Markup.Escape(result.Because ?? string.Empty)}[/]"),
            { Failure: { } failure } => new($"[red]{name}[/]\n{Line("expected", failure.Expected)}{Line("happened", failure.Actual)}{Line("request ", failure.RequestId)}{Line("look    ", failure.Hint)}".TrimEnd('\n')),
            _ => new(name),
        };
    }

    private static string Line(string what, string? text) => string.IsNullOrEmpty(text) ? string.Empty : $"  [grey]{what}[/] {Markup.Escape(text)}\n";
}
