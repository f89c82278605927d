using Amazon.Runtime;
using CognitoStack.Operate.Reports;
using Spectre.Console;

namespace CognitoStack.Operate.Commands;

/// <summary>Where a command speaks to people and programs, and whether it is to end.</summary>
internal sealed record Surroundings(IAnsiConsole Console, TextWriter Output, TextWriter Error, TextReader Input, CancellationToken Stop)
{
    /// <summary>Runs a command, and says in one line what keeps it from its work.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(bool asJson, Func<Task<Report>> work) =>
        RunAsync(async () =>
        {
            var report = await work();
            report.Write(Console, Output, asJson);
            return report.ExitCode;
        });

    /// <summary>The same for a command that writes by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperateException e)
        {
            await Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (ConfigurationException e)
        {
            foreach (var line in e.Errors)
                await Error.WriteLineAsync(line);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            await Error.WriteLineAsync("Stopped. The same command goes on where it was.");
            return ExitCode.Stopped;
        }
        catch (AmazonServiceException e) when (e.ErrorCode is { Length: > 0 })
        {
            await Error.WriteLineAsync($"AWS refused: {e.ErrorCode}: {e.Message} The same command goes on where it was.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await Error.WriteLineAsync($"{e.Message} The same command goes on where it was.");
            return ExitCode.Failed;
        }
    }

    /// <summary>Asks, and goes on only at yes.</summary>
    /// <exception cref="OperateException">There is nobody to ask, or the answer is no.</exception>
    public void Confirm(bool isYes, string question)
    {
        if (isYes)
            return;
        if (!Console.Profile.Capabilities.Interactive)
            throw new OperateException("Nobody can be asked here: --yes says that you have read what is above.", ExitCode.Usage);
        Error.Write($"{question} [y/N] ");
        if (Input.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            throw new OperateException("Nothing was done.", ExitCode.Usage);
    }
}
