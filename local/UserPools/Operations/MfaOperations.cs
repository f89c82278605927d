using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People set up a second factor: signed in, or in the middle of signing in where the pool demands one.</summary>
internal sealed class MfaOperations(TokenReader tokens, SignInSessions sessions, SoftwareTokens softwareTokens, MfaPreference preference)
    : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AssociateSoftwareToken"] = AssociateAsync,
            ["VerifySoftwareToken"] = VerifyAsync,
            ["GetUserAuthFactors"] = async call =>
            {
                var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
                var configured = bearer.Pool.FirstFactors.Where(factor => FirstFactors.Has(bearer.Pool, bearer.User, factor));
                var factors = new JsonObject
                {
                    ["Username"] = bearer.User.Username,
                    ["ConfiguredUserAuthFactors"] = new JsonArray([.. configured.Select(f => (JsonNode)f)]),
                };
                return factors.WithMfa(bearer.User);
            },
            ["SetUserMFAPreference"] = async call =>
            {
                var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
                return await preference.SetAsync(call, bearer.Pool, bearer.User);
            },
            ["SetUserSettings"] = async call =>
            {
                var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
                return await preference.SetMessagesAsync(call, bearer.Pool, bearer.User);
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
