using System.Diagnostics;
using Spectre.Console;

namespace CognitoStack.Operate.Reports;

/// <summary>Sees how far a command is.</summary>
internal interface IWatch
{
    void At(int done, int total);

    void Say(string what);
}

/// <summary>Shows progress: a bar with the time that is left on a terminal, a line now and then elsewhere.</summary>
internal static class Watching
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    public static Task<T> RunAsync<T>(IAnsiConsole console, TextWriter error, string what, Func<IWatch, Task<T>> work) =>
        console.Profile.Capabilities.Interactive
            ? console
                .Progress()
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn(),
                    new SpinnerColumn()
                )
                .StartAsync(context => work(new Bar(console, context.AddTask(what))))
            : work(new Lines(error, what));

    private sealed class Bar(IAnsiConsole console, ProgressTask task) : IWatch
    {
        public void At(int done, int total)
        {
            task.MaxValue = Math.Max(1, total);
            task.Value = done;
        }

        public void Say(string what) => console.MarkupLineInterpolated($"[dim]{what}[/]");
    }

    private sealed class Lines(TextWriter error, string what) : IWatch
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private TimeSpan next = Between;
        private int? first;

        public void At(int done, int total)
        {
            first ??= done;
            if (clock.Elapsed < next)
                return;
            next = clock.Elapsed + Between;
            var (made, left) = (done - first.Value, total - done);
            var remaining = made > 0 ? $", {TimeSpan.FromSeconds(Math.Round(clock.Elapsed.TotalSeconds * left / made))} left" : "";
            error.WriteLine($"{what}: {done} of {total}{remaining}");
        }

        public void Say(string message) => error.WriteLine(message);
    }
}
