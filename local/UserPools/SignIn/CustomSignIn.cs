using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Sign-in of which functions decide (<c>CUSTOM_AUTH</c>): by their challenges alone, or after the password by SRP.</summary>
internal sealed class CustomSignIn(Users users, SignInSessions sessions, CustomChallenges challenges, SrpSignIn srp, SignInSteps steps)
{
    /// <summary>Starts.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="name">The name that was typed in.</param>
    /// <param name="a">The client's <c>SRP_A</c>; null where it wants no password verified.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<JsonObject> StartAsync(Scope scope, string name, string? a, CancellationToken cancel)
    {
        var user = Find(scope, name);
        // What a client sends with its first request is for the trigger before an authentication, which Cognito calls only where a password is asked for.
        var silent = scope with
        {
            ClientMetadata = null,
        };
        var course = Course.Authentication with { Answered = a is null ? [] : [new("SRP_A", true)] };
        return await steps.ContinueAsync(
            silent,
            user,
            user?.Username ?? name,
            course,
            cancel,
            a is null ? null : () => srp.StartAsync(scope, name, a, course, cancel)
        );
    }

    /// <summary>Goes on with an answer to a function's challenge, right or wrong: what follows, the functions say.</summary>
    public async Task<JsonObject> AnswerAsync(Scope scope, SignInSession session, string name, string? answer, CancellationToken cancel)
    {
        var user = Find(scope, session.Username);
        if (user is null ? !await IsShownAsync(scope, session, name) : users.Find(scope.Pool, name)?.Username != user.Username)
            throw Error.NotAuthorized("Invalid session for the user.");
        if (answer is null)
            throw Error.InvalidParameter("Missing required parameter ANSWER");
        // Used up before the answer is looked at: one challenge is one guess.
        sessions.Use(session);
        var custom = session.Custom!;
        var isRight = await challenges.VerifyAsync(scope, user, session.Username, custom, answer, cancel);
        return await steps.ContinueAsync(
            scope,
            user,
            session.Username,
            session.Course.With(new(CustomChallenges.Name, isRight, custom.Metadata)),
            cancel
        );
    }

    private User? Find(Scope scope, string name) => users.Find(scope.Pool, name) ?? (scope.HidesUsers ? null : throw Error.UserNotFound());

    private async Task<bool> IsShownAsync(Scope scope, SignInSession session, string name) =>
        scope.Pool.Fold(name) == scope.Pool.Fold(session.Username)
        || name == await challenges.ShownNameAsync(scope, null, session.Username);
}
