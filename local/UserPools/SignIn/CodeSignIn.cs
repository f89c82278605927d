using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Sign-in with a code by mail or text message, and no password.</summary>
internal sealed class CodeSignIn(
    Users users,
    SignInSessions sessions,
    SignInCodes codes,
    SendingLimits limits,
    Decoys decoys,
    SignInTriggers triggers,
    SignInSteps steps
)
{
    /// <summary>Sends a code; to whoever cannot sign in with one it seems to be sent.</summary>
    public async Task<JsonObject> StartAsync(Scope scope, string name, string factor, Course course, CancellationToken cancel)
    {
        var user = users.Find(scope.Pool, name);
        await triggers.BeforeAsync(scope, user, name, cancel);
        var parameters = (await ReceivesAsync(scope, user, name, factor)).ChallengeParameters();
        SignInCode? code = null;
        if (user is not null && CanSignIn(scope.Pool, user, factor))
            (code, _) = await codes.SendAsync(scope with { ClientMetadata = null }, user, factor, cancel);
        else
            await limits.CountAsync(scope.Pool, PasswordSignIn.SubjectOf(scope, user, name), Messenger.SignInCode);
        return new()
        {
            ["ChallengeName"] = factor,
            ["ChallengeParameters"] = parameters,
            ["Session"] = sessions.New(scope, name, factor, course, session => session with { Code = code, IsFirstFactor = true }),
        };
    }

    /// <summary>Signs in with the code that came back.</summary>
    public async Task<JsonObject> AnswerAsync(Scope scope, SignInSession session, string code, CancellationToken cancel)
    {
        var user = users.Find(scope.Pool, session.Username) is { } found && CanSignIn(scope.Pool, found, session.Challenge) ? found : null;
        var verified = await codes.CheckAsync(scope, user, session.Username, session.Code, code);
        sessions.Use(session);
        return await steps.AfterPasswordAsync(scope, verified, session.Course with { FirstFactor = session.Challenge }, cancel);
    }

    private static bool CanSignIn(UserPool pool, User user, string factor) =>
        user is { IsEnabled: true, Status: UserStatus.Confirmed } && FirstFactors.Has(pool, user, factor);

    private async Task<Delivery> ReceivesAsync(Scope scope, User? user, string name, string factor)
    {
        var attribute = Factor.AddressOf(factor)!;
        return new(attribute, user?[attribute] ?? await decoys.AddressAsync(scope.Pool, name, attribute));
    }
}
