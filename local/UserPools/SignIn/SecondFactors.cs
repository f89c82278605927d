using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Which second factor a user is asked for, and the challenges that ask.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Adding MFA to a user pool".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html</remarks>
internal sealed class SecondFactors(SignInSessions sessions, SignInCodes codes)
{
    public const string Select = "SELECT_MFA_TYPE";
    public const string SetUp = "MFA_SETUP";

    /// <summary>What a user could be asked for, switched on or not: a registered app, and codes to addresses that are there.</summary>
    public static ImmutableArray<string> Possible(UserPool pool, User user) =>
        pool.Mfa == "OFF"
            ? []
            :
            [
                .. pool.SecondFactors.Where(factor =>
                    factor switch
                    {
                        Factor.Totp => user.SoftwareToken is not null,
                        _ => Factor.AddressOf(factor) is { } attribute && user[attribute] is { Length: > 0 },
                    }
                ),
            ];

    /// <summary>What a user is asked for at every sign-in; more than one where it is to choose.</summary>
    public static ImmutableArray<string> Asked(UserPool pool, User user)
    {
        var possible = Possible(pool, user);
        ImmutableArray<string> enabled = [.. possible.Intersect(user.MfaSettings)];
        return Preferred(user, enabled.Length > 0 || pool.Mfa != "ON" ? enabled : possible);
    }

    /// <summary>Of several factors the one that the user prefers; all where it prefers none of them.</summary>
    public static ImmutableArray<string> Preferred(User user, ImmutableArray<string> factors) =>
        user.PreferredMfa is { } preferred && factors.Contains(preferred) ? [preferred] : factors;

    /// <summary>Asks for a factor, or which of several it shall be.</summary>
    public async Task<JsonObject> AskAsync(Scope scope, User user, ImmutableArray<string> factors, Course course, CancellationToken cancel)
    {
        if (factors is not [var factor])
            return sessions.Challenge(
                scope,
                user,
                Select,
                course,
                new() { ["MFAS_CAN_CHOOSE"] = JsonSerializer.Serialize(factors) },
                session => session with { Choice = factors }
            );
        if (factor == Factor.Totp)
            return sessions.Challenge(scope, user, factor, course, []);
        var (code, delivery) = await codes.SendAsync(scope, user, factor, cancel);
        return sessions.Challenge(scope, user, factor, course, delivery.ChallengeParameters(), session => session with { Code = code });
    }

    /// <summary>Has a factor set up where there must be one and the user has none.</summary>
    public JsonObject AskSetUp(Scope scope, User user, Course course) =>
        sessions.Challenge(scope, user, SetUp, course, new() { ["MFAS_CAN_SETUP"] = JsonSerializer.Serialize(scope.Pool.SecondFactors) });
}
