using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The flows of <c>InitiateAuth</c> and <c>AdminInitiateAuth</c>.</summary>
internal sealed class Flows(
    PasswordSignIn password,
    SrpSignIn srp,
    CustomSignIn custom,
    RefreshSignIn refresh,
    FirstFactors firstFactors,
    SignUpSessions signUps
)
{
    /// <summary>Starts a flow.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="flow">Name of the flow.</param>
    /// <param name="parameters"><c>AuthParameters</c>.</param>
    /// <param name="session">The session of a sign-up that has just been confirmed; null where there is none.</param>
    /// <param name="isAdmin">Whether an administrator signs somebody in.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<JsonObject> StartAsync(
        Scope scope,
        string flow,
        JsonObject parameters,
        string? session,
        bool isAdmin,
        CancellationToken cancel
    )
    {
        string? Optional(string name) => parameters[name]?.ToString();
        string Required(string name) =>
            Optional(name) is { Length: > 0 } value ? value : throw Error.InvalidParameter($"Missing required parameter {name}");
        var client = scope.RequiredClient;
        CheckEnabled(scope, flow, isAdmin);

        if (flow is "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN")
            return await RefreshAsync(scope, Required("REFRESH_TOKEN"), Optional("SECRET_HASH"), Optional("DEVICE_KEY"), cancel);
        var name = UserNames.Checked(Required("USERNAME"));
        SecretHash.Check(client, name, Optional("SECRET_HASH"));
        var course = Course.Authentication.At(parameters);
        return flow switch
        {
            "USER_SRP_AUTH" => await srp.StartAsync(scope, name, Required("SRP_A"), course, cancel),
            "CUSTOM_AUTH" => await custom.StartAsync(scope, name, Optional("CHALLENGE_NAME") == "SRP_A" ? Required("SRP_A") : null, cancel),
            "USER_AUTH" when session is { Length: > 0 } => await signUps.SignInAsync(scope, name, session, course, cancel),
            "USER_AUTH" => await firstFactors.StartAsync(scope, name, parameters, course, cancel),
            _ => await password.StartAsync(scope, name, Required("PASSWORD"), course, cancel),
        };
    }

    private async Task<JsonObject> RefreshAsync(Scope scope, string token, string? secretHash, string? deviceKey, CancellationToken cancel)
    {
        // Nobody types a name in here: the hash is over the user's own.
        SecretHash.Check(scope.RequiredClient, refresh.Find(scope, token).User.Username, secretHash);
        // What a client sends with this request is for no trigger that it calls.
        var tokens = await refresh.RefreshAsync(scope with { ClientMetadata = null }, token, deviceKey, cancel);
        return new() { ["AuthenticationResult"] = tokens.Result(), ["ChallengeParameters"] = new JsonObject() };
    }

    private static void CheckEnabled(Scope scope, string flow, bool isAdmin)
    {
        var client = scope.RequiredClient;
        switch (flow)
        {
            case "USER_PASSWORD_AUTH" when !isAdmin:
                if (!client.Allows(flow))
                    throw Error.InvalidParameter("USER_PASSWORD_AUTH flow not enabled for this client");
                break;
            case "ADMIN_USER_PASSWORD_AUTH" or "ADMIN_NO_SRP_AUTH" when isAdmin:
                if (!client.Allows("ADMIN_USER_PASSWORD_AUTH"))
                    throw Error.InvalidParameter("Auth flow not enabled for this client");
                break;
            case "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN":
                if (!client.Allows("REFRESH_TOKEN_AUTH"))
                    throw Error.InvalidParameter(
                        client.Rotates
                            ? "Refresh token rotation is enabled for this client; use GetTokensFromRefreshToken."
                            : "REFRESH_TOKEN_AUTH is not enabled for the client."
                    );
                break;
            case "USER_SRP_AUTH" or "CUSTOM_AUTH":
                if (!client.Allows(flow))
                    throw Error.InvalidParameter($"{flow} is not enabled for the client.");
                break;
            case "USER_AUTH":
                if (!client.Allows(flow))
                    throw Error.InvalidParameter("USER_AUTH is not enabled for the client.");
                break;
            default:
                throw Error.InvalidParameter("Initiate Auth method not supported.");
        }
    }
}
