using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Answers to challenges for the second factor.</summary>
internal sealed class SecondFactorAnswers(
    SignInSessions sessions,
    SecondFactors factors,
    SignInCodes codes,
    SoftwareTokens softwareTokens,
    Users users,
    ThreatProtection protection,
    SignInSteps steps
)
{
    /// <summary>Goes on with the factor that was chosen.</summary>
    public Task<JsonObject> SelectAsync(Scope scope, SignInSession session, User user, JsonObject responses, CancellationToken cancel)
    {
        // The reference of RespondToAuthChallenge has a name of its own for codes by mail.
        var answer = Answers.Required(responses, "ANSWER") switch
        {
            "EMAIL_MFA" => Factor.EmailOtp,
            var other => other,
        };
        if (!session.Choice.Contains(answer))
            throw Error.InvalidParameter($"{answer} is not among the factors to choose from.");
        sessions.Use(session);
        return factors.AskAsync(scope, user, [answer], session.Course, cancel);
    }

    /// <summary>Checks an app's code.</summary>
    public async Task<JsonObject> SoftwareTokenAsync(
        Scope scope,
        SignInSession session,
        User user,
        JsonObject responses,
        CancellationToken cancel
    )
    {
        // A wrong code leaves the session open: people mistype.
        var code = Answers.Required(responses, "SOFTWARE_TOKEN_MFA_CODE");
        var verified = await CheckAsync(scope, session, user, () => softwareTokens.SignInAsync(scope.Pool, user, code));
        sessions.Use(session);
        return await steps.FinishAsync(scope, verified, session.Course.With(new(Factor.Totp, true)), cancel);
    }

    /// <summary>Checks a code that was sent.</summary>
    public async Task<JsonObject> CodeAsync(Scope scope, SignInSession session, User user, JsonObject responses, CancellationToken cancel)
    {
        var code = Answers.Required(responses, $"{session.Challenge}_CODE");
        var verified = await CheckAsync(scope, session, user, () => codes.CheckAsync(scope, user, user.Username, session.Code, code));
        sessions.Use(session);
        if (session.IsSetUp)
            verified = await users.ChangeAsync(scope.Pool, verified, current => Set(current, session.Code!));
        return await steps.FinishAsync(scope, verified, session.Course.With(new(session.Challenge, true)), cancel);
    }

    /// <summary>Goes on once an app is set up; with an address, sends it the code that sets it up.</summary>
    public async Task<JsonObject> SetUpAsync(Scope scope, SignInSession session, User user, JsonObject responses, CancellationToken cancel)
    {
        if (session.IsSetUp)
        {
            sessions.Use(session);
            return await steps.FinishAsync(scope, user, session.Course, cancel);
        }
        var delivery = Given(scope.Pool, responses) ?? throw Error.InvalidParameter("The second factor has not been verified yet.");
        // Whoever knows no more than the password replaces no address, and no factor that was set up meanwhile.
        if (user[delivery.Attribute] is not null || SecondFactors.Possible(scope.Pool, user).Length > 0)
            throw Error.NotAuthorized("Invalid session for the user.");
        scope.Pool.Schema.Check(new Dictionary<string, string> { [delivery.Attribute] = delivery.Address });
        sessions.Use(session);
        var code = await codes.SendAsync(scope, user, delivery, cancel);
        var factor = delivery.Attribute == Delivery.Email ? Factor.EmailOtp : Factor.Sms;
        return sessions.Challenge(
            scope,
            user,
            factor,
            session.Course,
            delivery.ChallengeParameters(),
            next => next with { Code = code, IsSetUp = true }
        );
    }

    private async Task<User> CheckAsync(Scope scope, SignInSession session, User user, Func<Task<User>> check)
    {
        try
        {
            var verified = await check();
            await protection.ChallengedAsync(scope, user, session.Course, isRight: true);
            return verified;
        }
        catch (AwsException e) when (e.Code == "CodeMismatchException")
        {
            await protection.ChallengedAsync(scope, user, session.Course, isRight: false);
            throw;
        }
    }

    private static Delivery? Given(UserPool pool, JsonObject responses) =>
        pool.SecondFactors.Contains(Factor.EmailOtp) && responses["EMAIL"]?.ToString() is { Length: > 0 } email ? new(Delivery.Email, email)
        : pool.SecondFactors.Contains(Factor.Sms) && responses["PHONE_NUMBER"]?.ToString() is { Length: > 0 } phone
            ? new(Delivery.PhoneNumber, phone)
        : null;

    private static User Set(User user, SignInCode code) =>
        user[code.Attribute] is null
            ? user.With([KeyValuePair.Create(code.Attribute, code.Address), KeyValuePair.Create($"{code.Attribute}_verified", "true")]) with
            {
                HasEmailMfa = user.HasEmailMfa || code.Attribute == Delivery.Email,
                HasSmsMfa = user.HasSmsMfa || code.Attribute == Delivery.PhoneNumber,
            }
            : throw Error.NotAuthorized("Invalid session for the user.");
}

/// <summary>What a client answers.</summary>
internal static class Answers
{
    public static string Required(JsonObject responses, string name) =>
        responses[name]?.ToString() is { Length: > 0 } value ? value : throw Error.InvalidParameter($"Missing required parameter {name}");
}
