using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.SignIn;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People sign in.</summary>
internal sealed class SignInOperations(Flows flows, Challenges challenges, RefreshSignIn refresh) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["InitiateAuth"] = call =>
                flows.StartAsync(
                    call.ClientScope(),
                    call.Required("AuthFlow"),
                    call.Object("AuthParameters") ?? [],
                    call.Text("Session"),
                    isAdmin: false,
                    call.Cancel
                ),
            ["RespondToAuthChallenge"] = call =>
                challenges.AnswerAsync(
                    call.ClientScope(),
                    call.Required("ChallengeName"),
                    call.Object("ChallengeResponses") ?? [],
                    call.Text("Session"),
                    call.Cancel
                ),
            ["GetTokensFromRefreshToken"] = GetTokensFromRefreshTokenAsync,
        };

    private async Task<JsonObject> GetTokensFromRefreshTokenAsync(Call call)
    {
        var scope = call.ClientScope();
        if (!SecretHash.IsSecret(scope.RequiredClient, call.Text("ClientSecret")))
            throw Error.NotAuthorized($"Unable to verify secret for client {scope.RequiredClient.Id}");
        if (!scope.RequiredClient.Rotates && !scope.RequiredClient.Allows("REFRESH_TOKEN_AUTH"))
            throw Error.InvalidParameter("REFRESH_TOKEN_AUTH is not enabled for the client.");
        var tokens = await refresh.RefreshAsync(scope, call.Required("RefreshToken"), call.Text("DeviceKey"), call.Cancel);
        return new() { ["AuthenticationResult"] = tokens.Result() };
    }
}
