using CognitoStack.Local.UserPools.SignIn;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Servers sign their users in.</summary>
internal sealed class AdminSignInOperations(Flows flows, Challenges challenges) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminInitiateAuth"] = call =>
                flows.StartAsync(
                    call.PoolAndClientScope(),
                    call.Required("AuthFlow"),
                    call.Object("AuthParameters") ?? [],
                    call.Text("Session"),
                    isAdmin: true,
                    call.Cancel
                ),
            ["AdminRespondToAuthChallenge"] = call =>
                challenges.AnswerAsync(
                    call.PoolAndClientScope(),
                    call.Required("ChallengeName"),
                    call.Object("ChallengeResponses") ?? [],
                    call.Text("Session"),
                    call.Cancel
                ),
        };
}
