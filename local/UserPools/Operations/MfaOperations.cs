using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People set up a second factor: signed in, or in the middle of signing in where the pool demands one.</summary>
internal sealed class MfaOperations(TokenReader tokens, SignInSessions sessions, SoftwareTokens softwareTokens, MfaPreference preference) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations => new Dictionary<string, Operation>
    {
        ["AssociateSoftwareToken"] = AssociateAsync,
        ["VerifySoftwareToken"] = VerifyAsync,
        // The first factor is the password here, whatever the pool offers on AWS.
        ["GetUserAuthFactors"] = async call =>
        {
            var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
            var factors = new JsonObject { ["Username"] = bearer.User.Username, ["ConfiguredUserAuthFactors"] = bearer.User.Password is null ? [] : new JsonArray("PASSWORD") };
            return factors.WithMfa(bearer.User);
        },
        ["SetUserMFAPreference"] = async call =>
        {
            var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
            return await preference.SetAsync(call, bearer.Pool, bearer.User);
        },
    };

    private async Task<JsonObject> AssociateAsync(Call call)
    {
        if (call.Text("AccessToken") is { Length: > 0 } token)
        {
            var bearer = await tokens.ReadAccessTokenAsync(token);
            return new() { ["SecretCode"] = await softwareTokens.AssociateAsync(bearer.Pool, bearer.User) };
        }
        var (scope, session, _) = sessions.ReadSetUp(call.Required("Session"));
        SoftwareTokens.CheckAvailable(scope.Pool);
        var secret = OneTimePasswords.NewSecret();
        return new() { ["SecretCode"] = secret, ["Session"] = sessions.Next(session with { SoftwareToken = secret }) };
    }

    private async Task<JsonObject> VerifyAsync(Call call)
    {
        var code = call.Required("UserCode");
        if (call.Text("AccessToken") is { Length: > 0 } token)
        {
            var bearer = await tokens.ReadAccessTokenAsync(token);
            await softwareTokens.VerifyAsync(bearer.Pool, bearer.User, bearer.User.UnprovenSoftwareToken, code);
            return new() { ["Status"] = "SUCCESS" };
        }
        var (scope, session, user) = sessions.ReadSetUp(call.Required("Session"));
        // Somebody who set one up meanwhile must use it: a password alone replaces no second factor.
        if (user.SoftwareToken is not null)
            throw Error.NotAuthorized("Invalid session for the user.");
        await softwareTokens.VerifyAsync(scope.Pool, user, session.SoftwareToken, code);
        return new() { ["Status"] = "SUCCESS", ["Session"] = sessions.Next(session with { SoftwareToken = null, IsSetUp = true }) };
    }
}

/// <summary>Whether a user's second factor is asked for, where the pool leaves that open.</summary>
internal sealed class MfaPreference(Users users)
{
    private static readonly string[] NotHere = ["SMSMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings"];

    public async Task<JsonObject> SetAsync(Call call, UserPool pool, User user)
    {
        if (NotHere.FirstOrDefault(name => call.Object(name)?["Enabled"].Flag() == true) is { } other)
            throw Error.InvalidParameter($"{other} is not available on this machine.");
        if (call.Object("SoftwareTokenMfaSettings") is not { } settings)
            return [];
        var isEnabled = settings["Enabled"].Flag() ?? false;
        if (isEnabled)
            SoftwareTokens.CheckAvailable(pool);
        await users.ChangeAsync(pool, user, current => current.SoftwareToken is { } token
            ? current with { SoftwareToken = token with { IsEnabled = isEnabled, IsPreferred = isEnabled && settings["PreferredMfa"].Flag() == true } }
            : isEnabled ? throw Error.InvalidParameter("User has not verified software token mfa") : current);
        return [];
    }
}
