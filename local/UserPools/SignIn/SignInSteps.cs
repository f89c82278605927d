using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>What comes after the password: states that stand in the way, challenges, and in the end tokens.</summary>
internal sealed class SignInSteps(SignInSessions sessions, SignInTriggers triggers, PasswordKeeper passwords, Grants grants, TokenIssuer issuer, ILogger<SignInSteps> log)
{
    /// <summary>Goes on with a user who knows the password.</summary>
    public Task<JsonObject> AfterPasswordAsync(Scope scope, User user, CancellationToken cancel)
    {
        if (!user.IsEnabled)
            throw Error.Disabled();
        return user.Status switch
        {
            UserStatus.Unconfirmed => throw new AwsException("UserNotConfirmedException", "User is not confirmed."),
            UserStatus.ResetRequired => throw new AwsException("PasswordResetRequiredException", "Password reset required for the user"),
            UserStatus.ForceChangePassword => Task.FromResult(NewPassword(scope, user)),
            _ => AfterFirstFactorAsync(scope, user, SignInSessions.Authentication, cancel),
        };
    }

    /// <summary>Asks for the second factor where there is one, or for one to be set up where there must be.</summary>
    public Task<JsonObject> AfterFirstFactorAsync(Scope scope, User user, string source, CancellationToken cancel)
    {
        var isAsked = scope.Pool.Mfa switch
        {
            "ON" => user.SoftwareToken is not null,
            "OPTIONAL" => user.HasMfa,
            _ => false,
        };
        if (isAsked)
            return Task.FromResult(Challenge(scope, user, "SOFTWARE_TOKEN_MFA", source, new()));
        if (scope.Pool.Mfa == "ON")
            return Task.FromResult(Challenge(scope, user, "MFA_SETUP", source, new() { ["MFAS_CAN_SETUP"] = scope.Pool.HasTotp ? "[\"SOFTWARE_TOKEN_MFA\"]" : "[]" }));
        return FinishAsync(scope, user, source, cancel);
    }

    /// <summary>Signs in: tells the trigger, and issues tokens.</summary>
    public async Task<JsonObject> FinishAsync(Scope scope, User user, string source, CancellationToken cancel)
    {
        await triggers.AfterAsync(scope, user, cancel);
        var (grant, refreshToken) = await grants.StartAsync(scope.RequiredClient, user);
        var tokens = await issuer.IssueAsync(scope, user, grant, source, refreshToken, cancel);
        Log.SignedIn(log, user.Username, scope.RequiredClient.Id);
        return new() { ["AuthenticationResult"] = tokens.Result(), ["ChallengeParameters"] = new JsonObject() };
    }

    private JsonObject NewPassword(Scope scope, User user)
    {
        if (user.Password is { } password && passwords.IsExpired(scope.Pool, password))
            throw Error.NotAuthorized("Temporary password has expired and must be reset by an administrator.");
        var missing = scope.Pool.Schema.Required.Where(name => user[name] is null).Select(name => (JsonNode)$"userAttributes.{name}");
        var known = new JsonObject(user.Attributes.Where(a => scope.RequiredClient.MayRead(a.Key)).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        return Challenge(scope, user, "NEW_PASSWORD_REQUIRED", "TokenGeneration_NewPasswordChallenge", new()
        {
            ["requiredAttributes"] = new JsonArray([.. missing]).ToJsonString(),
            ["userAttributes"] = known.ToJsonString(),
        });
    }

    private JsonObject Challenge(Scope scope, User user, string name, string source, JsonObject parameters)
    {
        parameters["USER_ID_FOR_SRP"] = user.Username;
        return new()
        {
            ["ChallengeName"] = name,
            ["ChallengeParameters"] = parameters,
            ["Session"] = sessions.New(scope, user.Username, name, source),
        };
    }
}
