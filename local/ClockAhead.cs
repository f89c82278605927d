namespace CognitoStack.Local;

/// <summary>The machine's clock, put ahead: what ends with time is seen to end without waiting for it.</summary>
/// <param name="by">How far.</param>
internal sealed class ClockAhead(TimeSpan by) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
