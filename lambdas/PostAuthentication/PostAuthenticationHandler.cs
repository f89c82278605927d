using System.Text.Json;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// The audit: keeps a record of each sign-in. The user has already signed in, so nothing that goes wrong here may undo it:
/// whatever happens, the event goes back as it came, in time, and the log and a metric tell of what is missing.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="lastSignIn">Keeps the time of the last one with the user, or null.</param>
/// <param name="clock">The time.</param>
/// <param name="functionName">The function's name, for its metrics.</param>
public sealed class PostAuthenticationHandler(ISignInStore store, ILastSignIn? lastSignIn, TimeProvider clock, string functionName)
{
    /// <summary>The metric that counts sign-ins, by <c>ClientId</c> and by <c>Provider</c>.</summary>
    public const string SignInMetric = "SignIns";

    /// <summary>The metric that counts sign-ins without a record.</summary>
    public const string FailureMetric = "AuditFailures";

    /// <summary>The metric that counts sign-ins whose time the user's attribute misses.</summary>
    public const string LastSignInFailureMetric = "LastSignInFailures";

    /// <summary>Keeps the sign-in where it can, and gives the event back unchanged.</summary>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        try
        {
            using var json = invocation.Parse();
            if (SignIn.Of(new CognitoPostAuthenticationEvent(json.RootElement), clock.GetUtcNow(), invocation.RequestId) is { } signIn)
            {
                using var budget = new TimeBudget(invocation, clock);
                await Task.WhenAll(RecordAsync(signIn, budget, invocation.Log), MarkAsync(signIn, budget, invocation.Log))
                    .ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Nobody knows whose it is.
            ReportMissingRecord(invocation.Log, e, null, new Metric(FailureMetric));
        }
        return invocation.Event;
    }

    private async Task RecordAsync(SignIn signIn, TimeBudget budget, Log log)
    {
        var signIns = new Metric(
            SignInMetric,
            ("ClientId", DimensionValue.Of(signIn.ClientId)),
            ("Provider", DimensionValue.Of(signIn.Provider))
        );
        bool isFirst;
        try
        {
            isFirst = await budget.SpendAsync(cancellation => store.RecordAsync(signIn, cancellation)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ReportMissingRecord(log, e, signIn, new Metric(FailureMetric), signIns);
            return;
        }
        log.Info(
            "A sign-in was recorded.",
            json =>
            {
                Describe(json, signIn);
                json.WriteBoolean("repeated", !isFirst);
                // Cognito's second attempt to tell of a sign-in is not a second one.
                if (isFirst)
                    EmbeddedMetric.Count(json, functionName, clock.GetUtcNow(), signIns);
            }
        );
    }

    private async Task MarkAsync(SignIn signIn, TimeBudget budget, Log log)
    {
        if (lastSignIn is null)
            return;
        try
        {
            await budget.SpendAsync(cancellation => lastSignIn.SetAsync(signIn, cancellation)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.Warn(
                "The time of a sign-in is not in the user's attributes.",
                e,
                json => EmbeddedMetric.Count(json, functionName, clock.GetUtcNow(), new Metric(LastSignInFailureMetric))
            );
        }
    }

    private void ReportMissingRecord(Log log, Exception e, SignIn? signIn, params Metric[] metrics) =>
        log.Error(
            "A sign-in has no audit record.",
            e,
            json =>
            {
                if (signIn is not null)
                    Describe(json, signIn);
                EmbeddedMetric.Count(json, functionName, clock.GetUtcNow(), metrics);
            }
        );

    // Not the user's name, which can be an address.
    private static void Describe(Utf8JsonWriter json, SignIn signIn)
    {
        json.WriteString("sub", signIn.Sub);
        json.WriteString("clientId", signIn.ClientId);
        json.WriteString("provider", signIn.Provider);
        json.WriteString("triggerSource", signIn.TriggerSource);
        json.WriteBoolean("newDevice", signIn.NewDevice);
    }
}
