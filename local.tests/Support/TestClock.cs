namespace CognitoStack.Local.Tests;

/// <summary>The system's clock, put forward or back at will, for who waits for processes and connections. What repeats is done on demand.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly List<Action> repeating = [];

    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period == Timeout.InfiniteTimeSpan)
            return base.CreateTimer(callback, state, dueTime, period);
        repeating.Add(() => callback(state));
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does what repeats, now.</summary>
    public void Repeat() => repeating.ForEach(each => each());
}
