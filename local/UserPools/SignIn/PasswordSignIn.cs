using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Sign-in with a password that the client sends.</summary>
internal sealed class PasswordSignIn(
    Users users,
    UserMigration migration,
    PasswordKeeper passwords,
    Attempts attempts,
    SignInTriggers triggers,
    ThreatProtection protection,
    LeakChecks leaks,
    SignInSteps steps
)
{
    public async Task<JsonObject> StartAsync(Scope scope, string name, string password, Course course, CancellationToken cancel)
    {
        var pool = scope.Pool;
        var user = users.Find(pool, name);
        var subject = SubjectOf(scope, user, name);
        attempts.Check(pool.Id, subject, Guess.Password);
        user ??= await migration.SignInAsync(scope, name, password, cancel);
        if (user is null && !scope.HidesUsers)
            throw Error.UserNotFound();
        await triggers.BeforeAsync(scope, user, name, cancel);
        var isRight = passwords.IsRight(pool, user, password);
        await attempts.CountAsync(pool.Id, subject, Guess.Password, isRight);
        if (user is null || !isRight)
        {
            await protection.FailedAsync(scope, user);
            throw Error.WrongPassword();
        }
        // A password that came as a hash is kept as every other from now on.
        if (user.Password!.Imported is not null)
        {
            var taken = passwords.Take(pool, user.Username, password);
            user = await users.ChangeAsync(pool, user, current => current with { Password = taken });
        }
        course = course with { IsLeaked = await leaks.AtSignInAsync(scope, user, password) };
        // What a client sends with its first request is for the trigger before; the later ones do not get it.
        return await steps.AfterPasswordAsync(scope with { ClientMetadata = null }, user, course, cancel);
    }

    /// <summary>Whose wrong passwords are counted: names without a user lock like those with one.</summary>
    public static string SubjectOf(Scope scope, User? user, string name) => user?.Username ?? $"?{scope.Pool.Fold(name)}";
}
