using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// The audit: keeps a record of each sign-in. The user has already signed in, so nothing that goes wrong here may undo it:
/// whatever happens, the event goes back as it came, in time, and the log and a metric tell of the missing record.
/// </summary>
public sealed class PostAuthenticationHandler(ISignInStore store, TimeProvider clock, string functionName)
{
    /// <summary>The metric that counts sign-ins without a record.</summary>
    public const string FailureMetric = "AuditFailures";

    // Cognito gives up on an attempt after five seconds, and the user waits for all of them.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(250);

    /// <summary>Keeps the sign-in where it can, and gives the event back unchanged.</summary>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        try
        {
            var trigger = invocation.Read(CognitoJson.Default.CognitoPostAuthenticationEvent);
            if (SignIn.Of(trigger, clock.GetUtcNow()) is { } signIn)
                await RecordAsync(signIn, invocation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            invocation.Log.Error("A sign-in has no audit record.", e,
                json => EmbeddedMetric.Count(json, FailureMetric, functionName, clock.GetUtcNow()));
        }
        return invocation.Event;
    }

    private async Task RecordAsync(SignIn signIn, Invocation invocation)
    {
        var left = invocation.Deadline - clock.GetUtcNow() - TimeToAnswer;
        var wait = left < LongestWait ? left : LongestWait;
        if (wait <= TimeSpan.Zero)
            throw new TimeoutException("No time is left to keep the record.");

        // Off this thread and with a wait of its own, as not everything in an SDK heeds a cancellation.
        using var timeout = new CancellationTokenSource(wait);
        await Task.Run(() => store.RecordAsync(signIn, timeout.Token)).WaitAsync(wait).ConfigureAwait(false);
        invocation.Log.Info("A sign-in was recorded.", json =>
        {
            json.WriteString("sub", signIn.Sub);
            json.WriteString("clientId", signIn.ClientId);
            json.WriteString("provider", signIn.Provider);
            json.WriteString("triggerSource", signIn.TriggerSource);
        });
    }
}
