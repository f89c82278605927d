namespace CognitoStack.Lambda;

/// <summary>
/// How long one invocation may wait for others, all its calls together: Cognito gives up after five seconds, tries again, and the user
/// waits all the while.
/// </summary>
public sealed class TimeBudget : IDisposable
{
    // What is left of Cognito's five seconds is for the call itself and a cold start.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(250);

    // What heeds its end can say what it waited for.
    private static readonly TimeSpan TimeToTellWhy = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider clock;
    private readonly DateTimeOffset end;
    private readonly CancellationTokenSource timeout = new();

    /// <summary>Three and a half seconds, or what is left until Lambda's deadline.</summary>
    public TimeBudget(Invocation invocation, TimeProvider clock)
        : this(EndOf(invocation, clock.GetUtcNow()), clock) { }

    private TimeBudget(DateTimeOffset end, TimeProvider clock)
    {
        this.clock = clock;
        this.end = end;
        var left = Left;
        timeout.CancelAfter(left > TimeToTellWhy ? left - TimeToTellWhy : TimeSpan.Zero);
    }

    private TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, (end - clock.GetUtcNow()).Ticks));

    /// <summary>A share of what is left, from 0 to 1: the rest is for what comes after.</summary>
    public TimeBudget Part(double share) => new(clock.GetUtcNow() + (Left * share), clock);

    /// <summary>Does something within what is left.</summary>
    /// <exception cref="TimeoutException">Nothing is left, or it took longer.</exception>
    public async Task<T> SpendAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        var left = Left;
        if (left == TimeSpan.Zero)
            throw new TimeoutException("No time is left for it.");
        try
        {
            // Off this thread and with a wait of its own, as not everything in an SDK heeds a cancellation.
            return await Task.Run(() => work(timeout.Token)).WaitAsync(left).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException("It took longer than there is time.", e);
        }
    }

    /// <inheritdoc cref="SpendAsync{T}"/>
    public Task SpendAsync(Func<CancellationToken, Task> work) =>
        SpendAsync(async cancellation =>
        {
            await work(cancellation).ConfigureAwait(false);
            return true;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        // What was given up need not go on.
        timeout.Cancel();
        timeout.Dispose();
    }

    private static DateTimeOffset EndOf(Invocation invocation, DateTimeOffset now)
    {
        var last = invocation.Deadline - TimeToAnswer;
        return last < now + Longest ? last : now + Longest;
    }
}
