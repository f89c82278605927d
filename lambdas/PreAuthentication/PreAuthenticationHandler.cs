using System.Text.Json;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>
/// The gate: refuses a sign-in by its e-mail address. It stands at pre authentication and, as a first federated sign-in never comes by
/// there, at pre sign-up too. It keeps no state, so Cognito may ask again.
/// </summary>
public sealed class PreAuthenticationHandler(SignInRules rules)
{
    /// <summary>The same for every reason, as it must tell nothing of the rules; Cognito adds the full stop.</summary>
    public const string RefusalMessage = "Sign-in is not allowed for this account. Contact your administrator";

    /// <summary>Gives the event back unchanged, which lets the sign-in go on.</summary>
    /// <exception cref="RefusalException">The rules refuse the sign-in.</exception>
    public Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        var trigger = invocation.Read(CognitoJson.Default.CognitoPreAuthenticationEvent);
        var request = trigger.Request ?? throw new JsonException("The event has no request.");

        if (Judge(trigger, request) is { } reason)
        {
            Report(invocation.Log, reason, trigger, request);
            throw new RefusalException(RefusalMessage);
        }
        return Task.FromResult(invocation.Event);
    }

    private RefusalReason? Judge(CognitoPreAuthenticationEvent trigger, CognitoPreAuthenticationRequest request) =>
        request.UserNotFound == true
            ? JudgeUnknownUser(trigger.UserName)
            : rules.Judge(request.Attribute("email"), IsSignIn(trigger.TriggerSource), request.Attribute("email_verified") == "true");

    // Nobody has this name, and the client hides that: Cognito goes on to its usual "Incorrect username or password". The answer must be
    // the one an existing account would get. Where the name is an address, the domain rules decide, as they would for its owner.
    // Any other name is let through, as are most accounts; to refuse it would set every account that may sign in apart from it.
    // What remains is Cognito's order, gate before password: an account refused for its attributes alone differs from no account.
    private RefusalReason? JudgeUnknownUser(string? name) =>
        name?.Contains('@') == true ? rules.Judge(name, mustBeVerified: false, isVerified: false) : null;

    // Whoever signs up, or is created by an administrator, verifies the address later; a federated sign-up is a sign-in.
    private static bool IsSignIn(string? triggerSource) =>
        triggerSource is not ("PreSignUp_SignUp" or "PreSignUp_AdminCreateUser");

    private static void Report(
        Log log, RefusalReason reason, CognitoPreAuthenticationEvent trigger, CognitoPreAuthenticationRequest request) =>
        log.Warn("A sign-in was refused.", fields: json =>
        {
            json.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()));
            json.WriteString("triggerSource", trigger.TriggerSource);
            json.WriteString("clientId", trigger.CallerContext?.ClientId);
            json.WriteString("userName", WithoutLocalPart(trigger.UserName));
            json.WriteString("sub", request.Attribute("sub"));
            json.WriteString("domain", DomainOf(request.Attribute("email") ?? trigger.UserName));
            json.WriteBoolean("userNotFound", request.UserNotFound == true);
        });

    // A user name can be an e-mail address, as can what follows a federated user's provider name.
    private static string? WithoutLocalPart(string? name) => name?.Contains('@') == true ? $"***@{DomainOf(name)}" : name;

    private static string? DomainOf(string? text) =>
        text is not null && text.LastIndexOf('@') is >= 0 and var at ? EmailDomain.Normalize(text[(at + 1)..]) : null;
}
