namespace CognitoStack.Lambda.Tests.Support;

/// <summary>The window of five minutes that the key of a sign-in's record names.</summary>
internal static class AuditWindow
{
    /// <summary>Waits, where a window has just begun, until no attempt before this one can stand in the window before.</summary>
    public static Task PastItsStartAsync()
    {
        var left = TimeSpan.FromSeconds(16) - TimeSpan.FromTicks(DateTimeOffset.UtcNow.Ticks % TimeSpan.FromMinutes(5).Ticks);
        return Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
