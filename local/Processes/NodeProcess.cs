using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Processes;

/// <summary>How a process ended.</summary>
/// <param name="What">In words that follow its name.</param>
/// <param name="IsMissing">Whether it lacks something that only an installation brings.</param>
/// <param name="LastWords">What it wrote to its error output at last, with a line break before each line.</param>
internal sealed record ProcessEnd(string What, bool IsMissing = false, string LastWords = "");

/// <summary>One life of a Node script. Its standard input stays open as long as the host lives: that is how the script knows, even if the host is killed.</summary>
internal sealed class NodeProcess(ChildProcessStart start, string secret, ILogger logger) : IAsyncDisposable
{
    private const int LinesKept = 10;
    private const int NotInstalled = 78;
    private const string Listening = "listening ";
    private static readonly TimeSpan TimeToListen = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> lastLines = new();
    private Process? process;
    private Task output = Task.CompletedTask;

    public int Id { get; private set; }

    /// <summary>Whether it has ended, as the system knows it.</summary>
    public bool HasExited
    {
        get
        {
            try
            {
                return process!.HasExited;
            }
            catch (InvalidOperationException)
            {
                // It has been disposed of.
                return true;
            }
        }
    }

    /// <summary>Starts it; tells why where that cannot be.</summary>
    public ProcessEnd? TryStart()
    {
        var info = new ProcessStartInfo("node", [Path.Combine(ProjectRoot.Path, start.Script)])
        {
            WorkingDirectory = ProjectRoot.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["PORT"] = "0";
        info.Environment["DATA"] = SecretFile.Folder(start.Data).FullName;
        info.Environment["SECRET"] = secret;
        try
        {
            process = Process.Start(info)!;
            Id = process.Id;
        }
        catch (Win32Exception)
        {
            return new(
                "cannot be started, as there is no \"node\" on the PATH: install Node.js 20 or newer, and run \"npm start\"",
                IsMissing: true
            );
        }
        output = Task.WhenAll(ReadAsync(process.StandardOutput, Hear), ReadAsync(process.StandardError, Complain));
        return null;
    }

    /// <summary>Where it listens; null where it ended, or took too long.</summary>
    public async Task<int?> PortAsync(CancellationToken cancel)
    {
        await Task.WhenAny(port.Task, process!.WaitForExitAsync(cancel), Task.Delay(TimeToListen, cancel));
        cancel.ThrowIfCancellationRequested();
        if (port.Task.IsCompletedSuccessfully)
            return await port.Task;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        return null;
    }

    /// <summary>Waits until it ends.</summary>
    public async Task<ProcessEnd> EndAsync(CancellationToken cancel)
    {
        await process!.WaitForExitAsync(cancel);
        await output.WaitAsync(TimeToEnd, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (lastLines)
        {
            if (process.ExitCode == NotInstalled && lastLines.Count > 0)
                return new($"cannot be started. {lastLines.Last().TrimEnd('.')}", IsMissing: true);
            var how = port.Task.IsCompleted ? "ended" : "did not start";
            return new(
                $"{how} (exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)})",
                LastWords: string.Concat(lastLines.Select(line => $"\n  {line}"))
            );
        }
    }

    public void Kill()
    {
        try
        {
            process!.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(TimeToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(TimeToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        process.Dispose();
    }

    private static async Task ReadAsync(StreamReader from, Action<string> each)
    {
        while (await from.ReadLineAsync() is { } line)
            each(line);
    }

    private void Hear(string line)
    {
        if (
            line.StartsWith(Listening, StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture, out var number)
        )
            port.TrySetResult(number);
        else
            logger.Output(start.Name, line);
    }

    private void Complain(string line)
    {
        logger.Complaint(start.Name, line);
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > LinesKept)
                lastLines.Dequeue();
        }
    }
}
