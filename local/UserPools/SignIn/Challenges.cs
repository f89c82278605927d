using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Answers to challenges.</summary>
internal sealed class Challenges(
    SignInSessions sessions, Users users, PasswordKeeper passwords, SoftwareTokens softwareTokens, SignInSteps steps,
    SrpSignIn srp, PasswordSignIn password, CustomSignIn custom)
{
    private const string AttributePrefix = "userAttributes.";

    /// <summary>Goes on with an answer.</summary>
    public async Task<JsonObject> AnswerAsync(Scope scope, string challenge, JsonObject responses, string? sessionText, CancellationToken cancel)
    {
        var name = UserNames.Checked(responses["USERNAME"]?.ToString() ?? throw Error.InvalidParameter("Missing required parameter USERNAME"));
        SecretHash.Check(scope.RequiredClient, name, responses["SECRET_HASH"]?.ToString());
        if (challenge == SrpSignIn.Challenge)
            return await srp.VerifyAsync(scope, name, responses, cancel);

        var session = sessions.Read(scope, sessionText ?? throw Error.InvalidParameter("Missing required parameter Session"), challenge);
        if (challenge == "SELECT_CHALLENGE")
            return await SelectAsync(scope, session, responses, name, cancel);
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
            "SOFTWARE_TOKEN_MFA" => await SoftwareTokenAsync(scope, session, user, responses, cancel),
            "MFA_SETUP" => await SetUpAsync(scope, session, user, cancel),
            _ => throw Error.InvalidParameter($"The challenge {challenge} is not available here."),
        };
    }

    /// <summary>Lets the client choose how to sign in; the same answer for everybody, whoever they are.</summary>
    public JsonObject Offer(Scope scope, string name) => new()
    {
        ["ChallengeName"] = "SELECT_CHALLENGE",
        ["AvailableChallenges"] = new JsonArray("PASSWORD", "PASSWORD_SRP"),
        ["ChallengeParameters"] = new JsonObject(),
        ["Session"] = sessions.New(scope, name, "SELECT_CHALLENGE", Course.Authentication),
    };

    private async Task<JsonObject> SelectAsync(Scope scope, SignInSession session, JsonObject responses, string name, CancellationToken cancel)
    {
        if (scope.Pool.Fold(session.Username) != scope.Pool.Fold(name))
            throw Error.NotAuthorized("Invalid session for the user.");
        string Required(string parameter) => responses[parameter]?.ToString() ?? throw Error.InvalidParameter($"Missing required parameter {parameter}");
        var answer = Required("ANSWER");
        var secret = answer switch
        {
            "PASSWORD" => Required("PASSWORD"),
            "PASSWORD_SRP" => Required("SRP_A"),
            _ => throw Error.InvalidParameter($"The challenge {answer} is not available here."),
        };
        sessions.Use(session);
        return answer == "PASSWORD" ? await password.StartAsync(scope, name, secret, Course.Authentication, cancel) : await srp.StartAsync(scope, name, secret, Course.Authentication, cancel);
    }

    private async Task<JsonObject> NewPasswordAsync(Scope scope, SignInSession session, User user, JsonObject responses, CancellationToken cancel)
    {
        var chosen = responses["NEW_PASSWORD"]?.ToString() ?? throw Error.InvalidParameter("Missing required parameter NEW_PASSWORD");
        scope.Pool.PasswordPolicy.Check(chosen);
        var attributes = responses.Where(r => r.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .ToDictionary(r => r.Key[AttributePrefix.Length..], r => r.Value?.ToString() ?? "");
        // What an administrator set may come back unchanged, as clients do that fill in a form.
        var changed = attributes.Where(a => user[a.Key] != a.Value).ToDictionary();
        AttributeRights.CheckWrite(scope.RequiredClient, changed.Keys);
        scope.Pool.Schema.Check(changed);
        scope.Pool.Schema.CheckMutable(user.Attributes, changed.Keys);
        if (changed.Keys.FirstOrDefault(a => a is "email" or "phone_number" && user[a] is not null) is { } address)
            throw Error.InvalidParameter($"Cannot modify an already provided {address}");
        scope.Pool.Schema.CheckRequired(user.With(changed).Attributes);
        var change = passwords.Change(scope.Pool, user, chosen);
        sessions.Use(session);
        var confirmed = await users.ChangeAsync(scope.Pool, user, current => current.Status == UserStatus.ForceChangePassword
            ? change(current.With(changed)) with { Status = UserStatus.Confirmed }
            : throw Error.NotAuthorized("Invalid session for the user."));
        return await steps.AfterFirstFactorAsync(scope, confirmed, session.Course, cancel);
    }

    private async Task<JsonObject> SoftwareTokenAsync(Scope scope, SignInSession session, User user, JsonObject responses, CancellationToken cancel)
    {
        var code = responses["SOFTWARE_TOKEN_MFA_CODE"]?.ToString() ?? throw Error.InvalidParameter("Missing required parameter SOFTWARE_TOKEN_MFA_CODE");
        // A wrong code leaves the session open: people mistype.
        var verified = await softwareTokens.SignInAsync(scope.Pool, user, code);
        sessions.Use(session);
        return await steps.FinishAsync(scope, verified, session.Course.With(new("SOFTWARE_TOKEN_MFA", true)), cancel);
    }

    private async Task<JsonObject> SetUpAsync(Scope scope, SignInSession session, User user, CancellationToken cancel)
    {
        if (!session.IsSetUp)
            throw Error.InvalidParameter("The second factor has not been verified yet.");
        sessions.Use(session);
        return await steps.FinishAsync(scope, user, session.Course, cancel);
    }
}
