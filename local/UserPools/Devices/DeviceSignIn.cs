using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Devices;

/// <summary>The key with which a device must sign, and over what, between its two requests.</summary>
internal sealed record DeviceProof(byte[] Key, string Block);

/// <summary>Challenges with which a remembered device proves that it is itself, by SRP.</summary>
internal sealed class DeviceSignIn(SignInSessions sessions, Attempts attempts, TimeProvider time)
{
    public const string Start = "DEVICE_SRP_AUTH";
    public const string Verifier = "DEVICE_PASSWORD_VERIFIER";

    // The longest that a session lasts.
    private readonly ShortLived<string> waiting = new(TimeSpan.FromMinutes(15), time);

    /// <summary>The session of a device that waits for its answer. Clients need not send it back: pycognito does not.</summary>
    public string? SessionOf(JsonObject responses) => responses["DEVICE_KEY"]?.ToString() is { } key ? waiting.Find(key) : null;

    /// <summary>Asks a device for its half.</summary>
    public JsonObject Ask(Scope scope, User user, Course course) =>
        Waiting(course.DeviceKey!, sessions.Challenge(scope, user, Start, course, new() { ["DEVICE_KEY"] = course.DeviceKey }));

    /// <summary>Answers the device's <c>SRP_A</c>.</summary>
    public JsonObject Continue(Scope scope, SignInSession session, User user, JsonObject responses)
    {
        var device = DeviceOf(session, user, responses);
        var (b, key) =
            Srp.Challenge(Answers.Required(responses, "SRP_A"), device.Secret!.Verifier)
            ?? throw Error.InvalidParameter("SRP_A is not valid.");
        sessions.Use(session);
        var block = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var parameters = new JsonObject
        {
            ["SALT"] = device.Secret.Salt,
            ["SECRET_BLOCK"] = block,
            ["SRP_B"] = b,
            ["DEVICE_KEY"] = device.Key,
            ["USERNAME"] = user.Username,
        };
        return Waiting(
            device.Key,
            sessions.Challenge(scope, user, Verifier, session.Course, parameters, next => next with { Device = new(key, block) })
        );
    }

    /// <summary>Checks the device's signature, which proves its secret.</summary>
    public async Task VerifyAsync(Scope scope, SignInSession session, User user, JsonObject responses)
    {
        var device = DeviceOf(session, user, responses);
        attempts.Check(scope.Pool.Id, user.Username, Guess.Device);
        sessions.Use(session);
        var proof = session.Device!;
        var expected = Srp.Sign(
            proof.Key,
            device.GroupKey,
            device.Key,
            Convert.FromBase64String(proof.Block),
            responses["TIMESTAMP"]?.ToString() ?? ""
        );
        var isRight =
            responses["PASSWORD_CLAIM_SECRET_BLOCK"]?.ToString() == proof.Block
            && Srp.IsSame(expected, responses["PASSWORD_CLAIM_SIGNATURE"]?.ToString() ?? "");
        await attempts.CountAsync(scope.Pool.Id, user.Username, Guess.Device, isRight);
        if (!isRight)
            throw Error.WrongPassword();
    }

    private JsonObject Waiting(string key, JsonObject challenge)
    {
        waiting.Add(key, challenge["Session"]!.ToString());
        return challenge;
    }

    private static Device DeviceOf(SignInSession session, User user, JsonObject responses)
    {
        var key = Answers.Required(responses, "DEVICE_KEY");
        // Forgotten meanwhile, or no longer remembered, it proves nothing.
        return key == session.Course.DeviceKey && UserDevices.Get(user, key) is { IsRemembered: true } device
            ? device
            : throw UserDevices.Unknown();
    }
}
