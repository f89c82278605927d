using System.Text.Json;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>
/// The gate: judges who may sign in. It stands at pre authentication and, as a first federated sign-in never comes by there, at
/// pre sign-up too. It keeps no state of a user, so Cognito may ask again.
/// </summary>
public sealed class PreAuthenticationHandler(SignInRules rules, Lookups lookups, TimeProvider clock, string functionName)
{
    /// <summary>The same for every rule, as it must tell nothing of the rules; Cognito adds the full stop.</summary>
    public const string RefusalMessage = "Sign-in is not allowed for this account. Contact your administrator";

    /// <summary>The metric that counts refusals, by <c>Reason</c>.</summary>
    public const string RefusalMetric = "SignInsRefused";

    /// <summary>Gives the event back unchanged, which lets the sign-in go on.</summary>
    /// <exception cref="RefusalException">The sign-in is refused.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        using var json = invocation.Parse();
        var attempt = SignInAttempt.Of(new CognitoPreAuthenticationEvent(json.RootElement));
        var reason = JudgeEmail(attempt) ?? await lookups.JudgeAsync(attempt, invocation).ConfigureAwait(false);
        if (reason is null)
            return invocation.Event;

        Report(invocation.Log, reason.Value, attempt);
        throw new RefusalException(MessageOf(reason.Value));
    }

    // An unknown user is let through as to the rules on addresses, unless the name is one. Then the domain decides, as for its owner.
    // Cognito goes on to its usual "Incorrect username or password": to refuse every unknown name would set accounts apart from none.
    // What remains is Cognito's order, gate before password: an account refused for its attributes alone differs from no account.
    private RefusalReason? JudgeEmail(SignInAttempt attempt) =>
        attempt.IsUnknownUser && attempt.Email is null
            ? null
            : rules.Judge(attempt.Email, mustBeVerified: !attempt.IsSignUpOnly && !attempt.IsUnknownUser, attempt.EmailVerified);

    // "Contact your administrator" is for those whom a rule refuses; whom a failure refuses may succeed a minute later.
    private static string MessageOf(RefusalReason reason) =>
        reason is RefusalReason.DenyListUnavailable or RefusalReason.GroupsUnavailable or RefusalReason.LinkingFailed
            ? LambdaRuntime.GenericMessage
            : RefusalMessage;

    private void Report(Log log, RefusalReason reason, SignInAttempt attempt)
    {
        var code = JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
        log.Warn(
            "A sign-in was refused.",
            fields: json =>
            {
                json.WriteString("reason", code);
                json.WriteString("triggerSource", attempt.TriggerSource);
                json.WriteString("clientId", attempt.ClientId);
                // What an unknown user typed into the field of the name can be a password.
                if (!attempt.IsUnknownUser)
                {
                    json.WriteString("userName", Masked(attempt));
                    json.WriteString("domain", DomainOf(attempt.Email ?? attempt.UserName));
                }
                json.WriteString("sub", attempt.Sub);
                json.WriteBoolean("userNotFound", attempt.IsUnknownUser);
                EmbeddedMetric.Count(json, functionName, clock.GetUtcNow(), new Metric(RefusalMetric, ("Reason", code)));
            }
        );
    }

    // A name can be an address, a phone number or the person's own. One that the pool made, or the part that tells the provider, is nobody's.
    private static string? Masked(SignInAttempt attempt)
    {
        if (attempt.UserName is not { } name || Guid.TryParseExact(name, "D", out _))
            return attempt.UserName;
        if (name.Contains('@'))
            return $"***@{DomainOf(name)}";
        return attempt.IsFederatedSignUp && name.IndexOf('_') is > 0 and var end ? $"{name[..end]}_***" : "***";
    }

    private static string? DomainOf(string? text) =>
        text is not null && text.LastIndexOf('@') is >= 0 and var at ? EmailDomain.Normalize(text[(at + 1)..]) : null;
}
