using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>What comes after the password: states that stand in the way, challenges, and in the end tokens.</summary>
internal sealed class SignInSteps(
    SignInSessions sessions,
    SecondFactors secondFactors,
    UserDevices devices,
    DeviceSignIn deviceSignIn,
    SignInTriggers triggers,
    CustomChallenges custom,
    PasswordKeeper passwords,
    ThreatProtection protection,
    Grants grants,
    TokenIssuer issuer,
    TimeProvider time,
    ILogger<SignInSteps> log
)
{
    /// <summary>Member with the user's name, where a sign-in on the login pages is over.</summary>
    public const string SignedIn = "SignedIn";

    /// <summary>Goes on with a user who knows the password.</summary>
    public async Task<JsonObject> AfterPasswordAsync(Scope scope, User user, Course course, CancellationToken cancel)
    {
        CheckState(user);
        course = course with { Verdict = await protection.JudgeAsync(scope, user, course, cancel) };
        return user.Status == UserStatus.ForceChangePassword
            ? NewPassword(scope, user, course)
            : await AfterFirstFactorAsync(scope, user, course, cancel);
    }

    /// <summary>Asks for the second factor where there is one, or for one to be set up where there must be.</summary>
    public Task<JsonObject> AfterFirstFactorAsync(Scope scope, User user, Course course, CancellationToken cancel)
    {
        if (course.IsMultiFactor)
            return FinishAsync(scope, user, course, cancel);
        var asked = SecondFactors.Asked(scope.Pool, user);
        if (asked is [] && course.Verdict is { DemandsMfa: true })
            asked = SecondFactors.Preferred(user, ThreatProtection.Factors(scope.Pool, user, course));
        // A device that is known stands for the second factor, but not where a risk has asked for one.
        if (
            asked.Length > 0
            && scope.Pool.Devices is { ReplacesMfa: true }
            && course.Verdict is not { DemandsMfa: true }
            && UserDevices.Find(scope.Pool, user, course) is not null
        )
            return FinishAsync(scope, user, course, cancel);
        if (asked.Length > 0)
            return secondFactors.AskAsync(scope, user, asked, course, cancel);
        return scope.Pool.Mfa == "ON"
            ? Task.FromResult(secondFactors.AskSetUp(scope, user, course))
            : FinishAsync(scope, user, course, cancel);
    }

    /// <summary>Signs in, unless a function that decides wants something else first.</summary>
    public Task<JsonObject> FinishAsync(Scope scope, User user, Course course, CancellationToken cancel)
    {
        if (course.Answered is not null)
            return ContinueAsync(scope, user, user.Username, course, cancel);
        return !course.IsDeviceProven && UserDevices.Find(scope.Pool, user, course) is not null
            ? Task.FromResult(deviceSignIn.Ask(scope, user, course))
            : IssueAsync(scope, user, course, cancel);
    }

    /// <summary>Has the function decide: another challenge of its own, tokens, or neither.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">Who signs in; null for a name without a user, where nobody is to be told that.</param>
    /// <param name="name">The user's name; what was typed in, where there is no such user.</param>
    /// <param name="course">What was answered so far.</param>
    /// <param name="cancel">Cancels.</param>
    /// <param name="askPassword">Asks for the password, where the client has sent what that takes.</param>
    public async Task<JsonObject> ContinueAsync(
        Scope scope,
        User? user,
        string name,
        Course course,
        CancellationToken cancel,
        Func<Task<JsonObject>>? askPassword = null
    )
    {
        switch (await custom.DefineAsync(scope, user, name, course, cancel))
        {
            case SrpSignIn.Challenge when askPassword is not null:
                return await askPassword();
            case CustomChallenges.Name:
                return await custom.CreateAsync(scope, user, name, course, cancel);
            case null when user is null:
                throw Error.WrongPassword();
            case null:
                CheckState(user);
                course = course with { Verdict = course.Verdict ?? await protection.JudgeAsync(scope, user, course, cancel) };
                return await IssueAsync(scope, user, course, cancel);
            default:
                throw Error.UnrecognizableAnswer();
        }
    }

    // Tells the trigger, and issues tokens.
    private async Task<JsonObject> IssueAsync(Scope scope, User user, Course course, CancellationToken cancel)
    {
        var newDevice = await devices.GreetAsync(scope, user, course);
        await triggers.AfterAsync(scope, user, cancel, isNewDevice: newDevice is not null);
        await protection.PassedAsync(scope, user, course);
        if (course.IsOnPages)
            return new() { [SignedIn] = user.Username };
        var (grant, refreshToken) = await grants.StartAsync(
            scope.RequiredClient,
            user,
            time.GetUtcNow(),
            deviceKey: newDevice?["DeviceKey"]?.ToString() ?? (scope.Pool.Devices is null ? null : course.DeviceKey)
        );
        var tokens = await issuer.IssueAsync(scope, user, grant, course.Source, refreshToken, cancel);
        Log.SignedIn(log, user.Username, scope.RequiredClient.Id);
        var result = tokens.Result();
        if (newDevice is not null)
            result["NewDeviceMetadata"] = newDevice;
        return new() { ["AuthenticationResult"] = result, ["ChallengeParameters"] = new JsonObject() };
    }

    // A state is told only to who has shown to be the user.
    private static void CheckState(User user)
    {
        if (!user.IsEnabled)
            throw Error.Disabled();
        if (user.Status == UserStatus.Unconfirmed)
            throw new AwsException("UserNotConfirmedException", "User is not confirmed.");
        if (user.Status == UserStatus.ResetRequired)
            throw new AwsException("PasswordResetRequiredException", "Password reset required for the user");
    }

    private JsonObject NewPassword(Scope scope, User user, Course course)
    {
        if (user.Password is { } password && passwords.IsExpired(scope.Pool, password))
            throw Error.NotAuthorized("Temporary password has expired and must be reset by an administrator.");
        var missing = scope.Pool.Schema.Required.Where(name => user[name] is null).Select(name => (JsonNode)$"userAttributes.{name}");
        var known = new JsonObject(
            user.Attributes.Where(a => scope.RequiredClient.MayRead(a.Key)).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))
        );
        return sessions.Challenge(
            scope,
            user,
            "NEW_PASSWORD_REQUIRED",
            course.IsOnPages ? course : course with { Source = "TokenGeneration_NewPasswordChallenge" },
            new() { ["requiredAttributes"] = new JsonArray([.. missing]).ToJsonString(), ["userAttributes"] = known.ToJsonString() }
        );
    }
}
