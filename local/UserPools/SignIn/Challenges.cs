using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Answers to challenges.</summary>
internal sealed class Challenges(
    SignInSessions sessions,
    Users users,
    PasswordKeeper passwords,
    SignInSteps steps,
    FirstFactors firstFactors,
    SecondFactorAnswers secondFactors,
    DeviceSignIn devices,
    SrpSignIn srp,
    CustomSignIn custom,
    LeakChecks leaks
)
{
    private const string AttributePrefix = "userAttributes.";

    /// <summary>Goes on with an answer.</summary>
    public async Task<JsonObject> AnswerAsync(
        Scope scope,
        string challenge,
        JsonObject responses,
        string? sessionText,
        CancellationToken cancel
    )
    {
        var name = UserNames.Checked(
            responses["USERNAME"]?.ToString() ?? throw Error.InvalidParameter("Missing required parameter USERNAME")
        );
        SecretHash.Check(scope.RequiredClient, name, responses["SECRET_HASH"]?.ToString());
        if (challenge == SrpSignIn.Challenge)
            return await srp.VerifyAsync(scope, name, responses, cancel);

        var isOfDevice = challenge is DeviceSignIn.Start or DeviceSignIn.Verifier;
        if (isOfDevice)
            sessionText ??= devices.SessionOf(responses);
        var session = sessions.Read(scope, sessionText ?? throw Error.InvalidParameter("Missing required parameter Session"), challenge);
        if (!isOfDevice)
            session = session with { Course = session.Course.At(responses) };
        if (challenge == FirstFactors.Select)
            return await firstFactors.SelectAsync(scope, session, responses, name, cancel);
        if (session.IsFirstFactor)
            return await firstFactors.AnswerAsync(scope, session, responses, name, cancel);
        if (challenge == CustomChallenges.Name)
            return await custom.AnswerAsync(scope, session, name, responses["ANSWER"]?.ToString(), cancel);
        var user = users.Get(scope.Pool, session.Username);
        if (users.Find(scope.Pool, name)?.Username != user.Username)
            throw Error.NotAuthorized("Invalid session for the user.");
        if (!user.IsEnabled)
            throw Error.Disabled();
        return challenge switch
        {
            "NEW_PASSWORD_REQUIRED" => await NewPasswordAsync(scope, session, user, responses, cancel),
            DeviceSignIn.Start => devices.Continue(scope, session, user, responses),
            DeviceSignIn.Verifier => await DeviceAsync(scope, session, user, responses, cancel),
            SecondFactors.Select => await secondFactors.SelectAsync(scope, session, user, responses, cancel),
            Factor.Totp => await secondFactors.SoftwareTokenAsync(scope, session, user, responses, cancel),
            Factor.Sms or Factor.EmailOtp => await secondFactors.CodeAsync(scope, session, user, responses, cancel),
            SecondFactors.SetUp => await secondFactors.SetUpAsync(scope, session, user, responses, cancel),
            _ => throw Error.InvalidParameter($"The challenge {challenge} is not available here."),
        };
    }

    private async Task<JsonObject> DeviceAsync(
        Scope scope,
        SignInSession session,
        User user,
        JsonObject responses,
        CancellationToken cancel
    )
    {
        await devices.VerifyAsync(scope, session, user, responses);
        return await steps.FinishAsync(scope, user, session.Course with { IsDeviceProven = true }, cancel);
    }

    private async Task<JsonObject> NewPasswordAsync(
        Scope scope,
        SignInSession session,
        User user,
        JsonObject responses,
        CancellationToken cancel
    )
    {
        var chosen = Answers.Required(responses, "NEW_PASSWORD");
        scope.Pool.PasswordPolicy.Check(chosen);
        leaks.CheckNew(scope, RiskSettings.PasswordChange, chosen);
        var attributes = responses
            .Where(r => r.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .ToDictionary(r => r.Key[AttributePrefix.Length..], r => r.Value?.ToString() ?? "");
        // What an administrator set may come back unchanged, as clients do that fill in a form.
        var changed = attributes.Where(a => user[a.Key] != a.Value).ToDictionary();
        AttributeRights.CheckWrite(scope.RequiredClient, changed.Keys);
        scope.Pool.Schema.Check(changed);
        scope.Pool.Schema.CheckMutable(user.Attributes, changed.Keys);
        if (changed.Keys.FirstOrDefault(a => a is "email" or "phone_number" && user[a] is not null) is { } address)
            throw Error.NotAuthorized($"Cannot modify an already provided {address}");
        scope.Pool.Schema.CheckRequired(user.With(changed).Attributes);
        var change = passwords.Change(scope.Pool, user, chosen);
        sessions.Use(session);
        var confirmed = await users.ChangeAsync(
            scope.Pool,
            user,
            current =>
                current.Status == UserStatus.ForceChangePassword
                    ? change(current.With(changed)) with
                    {
                        Status = UserStatus.Confirmed,
                    }
                    : throw Error.NotAuthorized("Invalid session for the user.")
        );
        return await steps.AfterFirstFactorAsync(scope, confirmed, session.Course, cancel);
    }
}
