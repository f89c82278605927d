using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>What the server knows of an SRP sign-in between its two requests; the client carries it, sealed, as <c>SECRET_BLOCK</c>.</summary>
internal sealed record SecretBlock(
    string Pool,
    string Client,
    string Username,
    string Subject,
    byte[] Key,
    DateTimeOffset? PasswordSetAt,
    DateTimeOffset Expires,
    string Nonce,
    Course Course
);

/// <summary>Sign-in by SRP: the password never leaves the client.</summary>
internal sealed class SrpSignIn(
    Users users,
    Decoys decoys,
    Attempts attempts,
    SignInTriggers triggers,
    ThreatProtection protection,
    Sealing sealing,
    SignInSteps steps,
    TimeProvider time
)
{
    public const string Challenge = "PASSWORD_VERIFIER";

    /// <summary>Answers the client's <c>SRP_A</c> with the challenge <c>PASSWORD_VERIFIER</c>.</summary>
    public async Task<JsonObject> StartAsync(Scope scope, string name, string a, Course course, CancellationToken cancel)
    {
        var pool = scope.Pool;
        var user = users.Find(pool, name);
        var subject = PasswordSignIn.SubjectOf(scope, user, name);
        attempts.Check(pool.Id, subject, Guess.Password);
        if (user is null && !scope.HidesUsers)
            throw Error.UserNotFound();
        await triggers.BeforeAsync(scope, user, name, cancel);

        var username = user?.Username ?? await decoys.UsernameAsync(pool, name);
        var decoy = await decoys.PasswordAsync(pool, name);
        var (b, key) = Srp.Challenge(a, user?.Password?.Verifier ?? decoy.Verifier) ?? throw Error.InvalidParameter("SRP_A is not valid.");
        var expires = time.GetUtcNow() + scope.RequiredClient.SessionValidity;
        return new()
        {
            ["ChallengeName"] = Challenge,
            ["ChallengeParameters"] = new JsonObject
            {
                ["SALT"] = user?.Password?.Salt ?? decoy.Salt,
                ["SECRET_BLOCK"] = sealing.Seal(
                    new SecretBlock(
                        pool.Id,
                        scope.RequiredClient.Id,
                        username,
                        subject,
                        key,
                        user?.Password?.SetAt,
                        expires,
                        Guid.NewGuid().ToString(),
                        course
                    )
                ),
                ["SRP_B"] = b,
                ["USERNAME"] = username,
                ["USER_ID_FOR_SRP"] = username,
            },
        };
    }

    /// <summary>Checks the client's signature, which proves the password.</summary>
    public async Task<JsonObject> VerifyAsync(Scope scope, string name, JsonObject responses, CancellationToken cancel)
    {
        var text =
            responses["PASSWORD_CLAIM_SECRET_BLOCK"]?.ToString()
            ?? throw Error.InvalidParameter("Missing required parameter PASSWORD_CLAIM_SECRET_BLOCK");
        var block = sealing.Open<SecretBlock>(text);
        if (block is null || block.Pool != scope.Pool.Id || block.Client != scope.RequiredClient.Id || block.Expires <= time.GetUtcNow())
            throw Error.WrongPassword();

        var user = users.Find(scope.Pool, block.Username);
        attempts.Check(scope.Pool.Id, block.Subject, Guess.Password);
        var timestamp = responses["TIMESTAMP"]?.ToString() ?? "";
        var expected = Srp.Sign(block.Key, scope.Pool.SrpName, block.Username, Convert.FromBase64String(text), timestamp);
        // Under another name a client's secret hash would prove nothing.
        var isRight =
            (name == block.Username || users.Find(scope.Pool, name)?.Username == block.Username)
            && Srp.IsSame(expected, responses["PASSWORD_CLAIM_SIGNATURE"]?.ToString() ?? "")
            && user?.Password is { } password
            && password.SetAt == block.PasswordSetAt;
        var course = block.Course.At(responses).With(new(Challenge, true));
        // A client that names a device that was forgotten forgets it, too, and answers the same challenge again (Amplify: retryOnResourceNotFoundException).
        if (isRight)
            _ = UserDevices.Find(scope.Pool, user!, course);
        if (!sealing.Use(block.Nonce, block.Expires))
            throw Error.WrongPassword();
        await attempts.CountAsync(scope.Pool.Id, block.Subject, Guess.Password, isRight);
        if (isRight)
            return await steps.AfterPasswordAsync(scope, user!, course, cancel);
        await protection.FailedAsync(scope, user);
        throw Error.WrongPassword();
    }
}
