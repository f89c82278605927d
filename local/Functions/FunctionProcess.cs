using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CognitoStack.Local.Functions;

/// <summary>The process of a function. It knows of this machine what Lambda tells, and nothing else.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    /// <summary>The program of a custom runtime.</summary>
    public const string Program = "bootstrap";

    private const int Sigterm = 15;
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromMilliseconds(500);

    // Exit codes of processes that a signal ended, in the words of Lambda.
    private static readonly Dictionary<int, string> Signals = new()
    {
        [128 + 4] = "illegal instruction",
        [128 + 6] = "aborted",
        [128 + 7] = "bus error",
        [128 + 8] = "floating point exception",
        [128 + 9] = "killed",
        [128 + 11] = "segmentation fault",
        [128 + 15] = "terminated",
    };

    private readonly Process process;
    private readonly string name;
    private readonly FunctionOutput log;
    private readonly ILogger logger;
    private readonly Task<int> exitCode;
    private readonly Task output;

    private FunctionProcess(Process process, string name, FunctionOutput log, ILogger logger)
    {
        (this.process, this.name, this.log, this.logger) = (process, name, log, logger);
        Id = process.Id;
        exitCode = ExitCodeAsync(process);
        output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id { get; }

    /// <summary>Completes when it ends.</summary>
    public Task Exited => exitCode;

    /// <summary>Whether it has ended, by the system's own word: <see cref="Exited"/> completes a little later.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The event that it works on, for its log.</summary>
    public string RequestId { get; set; } = "-";

    /// <summary>Most memory that it has been seen with, in MB; 0 where the system does not tell.</summary>
    public int PeakMegabytes { get; private set; }

    /// <exception cref="FunctionException">It cannot be started.</exception>
    public static FunctionProcess Start(
        FunctionSettings settings,
        IReadOnlyDictionary<string, string> environment,
        FunctionOutput log,
        ILogger logger
    )
    {
        var info = new ProcessStartInfo(Path.Combine(settings.Folder, Program))
        {
            WorkingDirectory = settings.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (variable, value) in environment)
            info.Environment[variable] = value;
        try
        {
            var process = Process.Start(info)!;
            process.StandardInput.Close();
            logger.Started(settings.Name, process.Id);
            return new FunctionProcess(process, settings.Name, log, logger);
        }
        catch (Win32Exception e)
        {
            throw new FunctionException(FunctionFailure.Crashed, $"Error: fork/exec {info.FileName}: {e.Message}");
        }
    }

    /// <summary>Memory that it has now, in MB.</summary>
    public int ResidentMegabytes()
    {
        try
        {
            var status = File.ReadLines($"/proc/{Id}/status").ToList();
            PeakMegabytes = Math.Max(PeakMegabytes, Megabytes(status, "VmHWM:"));
            return Megabytes(status, "VmRSS:");
        }
        catch (IOException)
        {
            // It has just ended, or this is no Linux.
            return 0;
        }
    }

    /// <summary>How it ended, in Lambda's words.</summary>
    public async Task<string> EndAsync()
    {
        var code = await exitCode;
        // Its last lines stand in the log before its end does.
        await output.WaitAsync(TimeToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return code switch
        {
            0 => "Runtime exited without providing a reason",
            _ when Signals.TryGetValue(code, out var signal) => $"Runtime exited with error: signal: {signal}",
            _ => $"Runtime exited with error: exit status {code.ToString(CultureInfo.InvariantCulture)}",
        };
    }

    /// <summary>Ends it at once.</summary>
    public void Kill(string why)
    {
        if (Exited.IsCompleted)
            return;
        logger.Ends(name, Id, why);
        process.Kill(entireProcessTree: true);
    }

    /// <summary>Asks it to end, and ends it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted && !OperatingSystem.IsWindows())
        {
            _ = NativeKill(Id, Sigterm);
            await Exited.WaitAsync(TimeToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Kill("it did not end when asked to");
        await Exited;
        await output.WaitAsync(TimeToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);

    private static async Task<int> ExitCodeAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static int Megabytes(List<string> status, string field) =>
        status.Find(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
        && int.TryParse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture, out var kilobytes)
            ? (kilobytes + 1023) / 1024
            : 0;

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            log.Line(line);
            var (level, text) = FunctionLog.Read(line);
            logger.Line(level, name, RequestId, text);
        }
    }
}
