using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>Looks passwords up among the leaked ones, wherever one reaches the user pool; with SRP none does.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with compromised-credentials detection".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html</remarks>
internal sealed class LeakChecks(Users users, AuthEvents events, UserPoolMetrics metrics, TimeProvider time)
{
    /// <summary>What the error says to who must choose another password first.</summary>
    public const string MustReset = "Password reset required for user due to security reasons";

    /// <summary>Whether a password with which somebody signs in is a leaked one; where the template says so, the user must choose another.</summary>
    /// <exception cref="AwsException">The sign-in is blocked.</exception>
    public async Task<bool> AtSignInAsync(Scope scope, User user, string password)
    {
        // A temporary password is replaced anyway.
        if (user.Status != UserStatus.Confirmed || !IsLeaked(scope, RiskSettings.SignIn, password))
            return false;
        if (!IsBlocked(scope))
            return true;
        await users.ChangeAsync(
            scope.Pool,
            user,
            current => current.Status == UserStatus.Confirmed ? current with { Status = UserStatus.ResetRequired } : current
        );
        await events.AddAsync(
            scope.Pool,
            user,
            Event(scope, AuthEvent.SignIn, AuthEvent.Fail) with
            {
                Decision = AuthEvent.Block,
                IsLeaked = true,
                Challenges = [new(EventChallenge.Password, true)],
            }
        );
        throw new AwsException("PasswordResetRequiredException", MustReset);
    }

    /// <summary>Refuses a leaked password that somebody chooses.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="filter">Name of the event in <c>EventFilter</c>.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="AwsException">It is one.</exception>
    public void CheckNew(Scope scope, string filter, string password)
    {
        if (!IsBlocked(scope) || !IsLeaked(scope, filter, password))
            return;
        metrics.CountRisk(
            scope.Pool,
            Event(scope, filter == RiskSettings.SignUp ? "SignUp" : "PasswordChange", AuthEvent.Fail) with
            {
                Decision = AuthEvent.Block,
                IsLeaked = true,
            }
        );
        throw new AwsException("InvalidPasswordException", "Provided password cannot be used for security reasons.");
    }

    /// <summary>Keeps an event that is no sign-in.</summary>
    public Task RecordAsync(Scope scope, User user, string type, string? filter = null, string? password = null) =>
        !scope.Pool.Threats.IsOn
            ? Task.CompletedTask
            : events.AddAsync(
                scope.Pool,
                user,
                Event(scope, type, AuthEvent.Pass) with
                {
                    IsLeaked = filter is not null && password is not null && IsLeaked(scope, filter, password),
                }
            );

    private AuthEvent Event(Scope scope, string type, string response) =>
        new()
        {
            Type = type,
            Created = time.GetUtcNow(),
            Origin = scope.Origin,
            Client = scope.Client?.Id,
            Response = response,
        };

    private static bool IsLeaked(Scope scope, string filter, string password) =>
        scope.Pool.Threats.Mode != ThreatMode.Off
        && scope.Pool.Threats.Of(scope.Client?.Id) is { } risk
        && risk.CheckedEvents.Contains(filter)
        && LeakedPasswords.Contains(password);

    private static bool IsBlocked(Scope scope) =>
        scope.Pool.Threats.Mode == ThreatMode.Enforced && scope.Pool.Threats.Of(scope.Client?.Id)?.BlocksLeaked == true;
}
