using System.Runtime.InteropServices;
using CognitoStack.Smoke;
using Spectre.Console;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C lets clean-up run; the second ends at once.
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
using var term = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    }
);

// Build servers say little of their width; tables need some.
var console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
    console.Profile.Width = 160;
var command = new SmokeCommand(console, Console.Out, Console.Error);
return await CommandLine.RunAsync(args, (options, _) => command.RunAsync(options, stop.Token), Console.Error);
