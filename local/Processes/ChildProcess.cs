using System.Security.Cryptography;
using CognitoStack.Iam;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Processes;

/// <summary>Keeps a program running: starts it, starts it again when it ends, and ends it with the host.</summary>
internal sealed class ChildProcess : IChildProcess, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ChildProcessStart start;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Task life;

    // Completes when the program listens, fails when there is no hope for now; another one takes its place when that ends.
    private volatile TaskCompletionSource<ChildAddress> address = NewAddress();
    private volatile NodeProcess? running;
    private volatile string lastEnd = "has not started yet";

    public ChildProcess(ChildProcessStart start, TimeProvider clock, ILogger logger)
    {
        (this.start, this.clock, this.logger) = (start, clock, logger);
        life = Task.Run(LiveAsync);
    }

    /// <summary>Its process ID now; null between two lives.</summary>
    public int? ProcessId => running is { HasExited: false } process ? process.Id : null;

    public async Task<ChildAddress> ReachAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            while (true)
            {
                var known = address;
                var reached = await known.Task.WaitAsync(waiting.Token);
                if (running is { HasExited: false })
                    return reached;
                // It has just ended, which has not been seen yet: nobody is sent to where nobody listens.
                Interlocked.CompareExchange(ref address, NewAddress(), known);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unavailable(lastEnd);
        }
    }

    public void Kill(Uri hanging)
    {
        var process = running;
        if (address.Task is { IsCompletedSuccessfully: true, Result: var known } && known.Uri == hanging)
            process?.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        await life;
        address.TrySetException(Unavailable("has ended with the host"));
        _ = address.Task.Exception;
        stop.Dispose();
    }

    private static TaskCompletionSource<ChildAddress> NewAddress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AwsException Unavailable(string why) =>
        new("ServiceUnavailable", $"{start.Name} {why}.", StatusCodes.Status503ServiceUnavailable);

    private async Task LiveAsync()
    {
        var backoff = new Backoff();
        var hasGivenUp = false;
        while (!stop.IsCancellationRequested)
        {
            var born = clock.GetTimestamp();
            var end = await RunAsync(born);
            if (stop.IsCancellationRequested)
                return;

            var (wait, givesUp) = backoff.Next(clock.GetElapsedTime(born), end.IsMissing);
            lastEnd = end.What;
            if (!givesUp)
            {
                logger.StartsAgain(start.Name, end.What, wait.TotalMilliseconds);
            }
            else
            {
                var failed = address;
                // Nobody need have waited.
                _ = failed.Task.ContinueWith(static t => t.Exception, TaskScheduler.Default);
                failed.TrySetException(Unavailable($"{end.What}; it is tried again every {Backoff.Hopeless.TotalSeconds:0} s"));
                if (!hasGivenUp)
                    logger.GivesUp($"{start.Name} {end.What}; it is tried again every {Backoff.Hopeless.TotalSeconds:0} s.{end.LastWords}");
            }
            hasGivenUp = givesUp;

            await Task.Delay(wait, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (givesUp)
                address = NewAddress();
        }
    }

    private async Task<ProcessEnd> RunAsync(long born)
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        await using var process = new NodeProcess(start, secret, logger);
        try
        {
            if (process.TryStart() is { } cannot)
                return cannot;
            running = process;
            if (await process.PortAsync(stop.Token) is { } port)
            {
                var uri = new Uri($"http://127.0.0.1:{port}");
                logger.Listening(start.Name, uri, clock.GetElapsedTime(born).TotalMilliseconds, process.Id);
                address.TrySetResult(new(uri, secret));
            }
            return await process.EndAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new("has ended with the host");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return new($"cannot be run: {e.Message.TrimEnd('.')}");
        }
        finally
        {
            if (address.Task.IsCompleted)
                address = NewAddress();
            running = null;
        }
    }
}
