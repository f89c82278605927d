using System.Runtime.InteropServices;
using CognitoStack.Operate;
using CognitoStack.Operate.Commands;
using Spectre.Console;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C lets what is begun be written down; the second ends at once.
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
    console.Profile.Width = 140;
return await CommandLine.RunAsync(args, new Surroundings(console, Console.Out, Console.Error, Console.In, stop.Token));
