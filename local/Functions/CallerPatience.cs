namespace CognitoStack.Local.Functions;

/// <summary>How long a caller still waits. What a process takes to start does not count: that is this machine's time, however busy it is, and not Lambda's.</summary>
internal sealed class CallerPatience(TimeSpan length, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource end = new(length, clock);

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Ended => end.Token;

    /// <summary>A process starts.</summary>
    public void Suspend() => Set(Timeout.InfiniteTimeSpan);

    /// <summary>It has started: the caller waits from now.</summary>
    public void Resume() => Set(length);

    public void Dispose() => end.Dispose();

    private void Set(TimeSpan time)
    {
        try
        {
            end.CancelAfter(time);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any longer.
        }
    }
}
