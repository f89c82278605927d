using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>A sign-up that a client carries on: to its confirmation, and from there to a sign-in without another proof.</summary>
internal sealed record SignUpSession(string Pool, string Client, string Sub, bool IsConfirmed, DateTimeOffset Expires, string Nonce);

/// <summary>Signs in whoever has just signed up: the code that confirmed the user is proof enough, once, for the client that it signed up with.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "SignUp"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html), "ConfirmSignUp"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html), "InitiateAuth"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html), Session.</remarks>
internal sealed class SignUpSessions(Sealing sealing, Users users, SignInTriggers triggers, SignInSteps steps, TimeProvider time)
{
    /// <summary>The session of a new user; null where the client has not the flow that takes it.</summary>
    public string? New(Scope scope, User user) =>
        scope.RequiredClient.Allows("USER_AUTH") ? Seal(scope, user, isConfirmed: user.IsConfirmed) : null;

    /// <summary>The session of a user who has just been confirmed, with which the client signs in; null where it has not that flow, or sent the session of another user.</summary>
    public string? Confirmed(Scope scope, User user, string? text) =>
        text is { Length: > 0 } && !(Read(scope, text) is { IsConfirmed: false } session && session.Sub == user.Sub && Use(session))
            ? null
            : New(scope, user);

    /// <summary>Signs in.</summary>
    /// <exception cref="Http.AwsException">The session is not good for it.</exception>
    public async Task<JsonObject> SignInAsync(Scope scope, string name, string text, Course course, CancellationToken cancel)
    {
        var session =
            Read(scope, text) is { IsConfirmed: true } read
            && users.Find(scope.Pool, name) is { } found
            && found.Sub == read.Sub
            && Use(read)
                ? read
                : throw Error.NotAuthorized("Invalid session for the user.");
        var user = users.Get(scope.Pool, session.Sub);
        await triggers.BeforeAsync(scope, user, name, cancel);
        return await steps.AfterPasswordAsync(
            scope with
            {
                ClientMetadata = null,
            },
            user,
            course with
            {
                FirstFactor = Factor.EmailOtp,
            },
            cancel
        );
    }

    private SignUpSession? Read(Scope scope, string? text) =>
        text is { Length: > 0 }
        && sealing.Open<SignUpSession>(text) is { } session
        && session.Pool == scope.Pool.Id
        && session.Client == scope.RequiredClient.Id
        && session.Expires > time.GetUtcNow()
            ? session
            : null;

    private bool Use(SignUpSession session) => sealing.Use(session.Nonce, session.Expires);

    private string Seal(Scope scope, User user, bool isConfirmed) =>
        sealing.Seal(
            new SignUpSession(
                scope.Pool.Id,
                scope.RequiredClient.Id,
                user.Sub,
                isConfirmed,
                time.GetUtcNow() + scope.RequiredClient.SessionValidity,
                Guid.NewGuid().ToString()
            )
        );
}
