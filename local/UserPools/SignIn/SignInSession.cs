using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>A sign-in between two steps: Cognito's <c>Session</c>.</summary>
internal sealed record SignInSession
{
    public required string Pool { get; init; }
    public required string Client { get; init; }

    /// <summary>The user; where nobody has proven anything yet, the name that was typed in.</summary>
    public required string Username { get; init; }

    /// <summary>The challenge that is to be answered.</summary>
    public required string Challenge { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public required Course Course { get; init; }

    /// <summary>What a function keeps of a challenge of its own until the answer comes.</summary>
    public CustomChallenge? Custom { get; init; }

    public string Nonce { get; init; } = Guid.NewGuid().ToString();

    /// <summary>A secret for a second factor that is being set up.</summary>
    public string? SoftwareToken { get; init; }

    /// <summary>Whether the second factor has been set up.</summary>
    public bool IsSetUp { get; init; }

    /// <summary>What there is to choose from, where the challenge is to choose.</summary>
    public ImmutableArray<string> Choice { get; init; } = [];

    /// <summary>The code that was sent; null where none was, also to somebody who does not exist.</summary>
    public SignInCode? Code { get; init; }

    /// <summary>The challenge of a passkey.</summary>
    public PasskeyChallenge? Passkey { get; init; }

    /// <summary>The key with which a device must sign.</summary>
    public DeviceProof? Device { get; init; }

    /// <summary>Whether the answer will be the first thing that anybody proves: a code by mail may come first or second.</summary>
    public bool IsFirstFactor { get; init; }
}

/// <summary>What a sign-in takes along from its first step to its last.</summary>
/// <param name="Source">What the trigger for tokens is told in the end.</param>
/// <param name="Answered">The challenges so far, where functions decide what comes next (<c>CUSTOM_AUTH</c>); null where they do not.</param>
/// <param name="IsOnPages">Whether it goes on on the login pages, which want to know who signed in rather than tokens.</param>
internal sealed record Course(string Source, ImmutableArray<ChallengeResult>? Answered = null, bool IsOnPages = false)
{
    /// <summary>Whether what was proven is two factors in one: a passkey that verified its user.</summary>
    public bool IsMultiFactor { get; init; }

    /// <summary>The key of the device, where the client has sent one.</summary>
    public string? DeviceKey { get; init; }

    /// <summary>Whether the device has proven that it is itself.</summary>
    public bool IsDeviceProven { get; init; }

    /// <summary>What it began with, where that was no password.</summary>
    public string? FirstFactor { get; init; }

    /// <summary>Whether the password is a leaked one.</summary>
    public bool IsLeaked { get; init; }

    /// <summary>What threat protection has decided; null before, and where it does not look.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The relying party of passkeys on the login pages; null at the API, where it is the pool's.</summary>
    public string? RelyingParty { get; init; }

    public static Course Authentication { get; } = new("TokenGeneration_Authentication");

    public static Course Pages { get; } = new("TokenGeneration_HostedAuth", IsOnPages: true);

    /// <summary>With the device that a client names, at its first request or at a later one.</summary>
    public Course At(JsonObject parameters) =>
        parameters["DEVICE_KEY"]?.ToString() is { Length: > 0 } key ? this with { DeviceKey = key } : this;

    /// <summary>With one more challenge behind it, where functions want to know.</summary>
    public Course With(ChallengeResult result) => this with { Answered = Answered?.Add(result) };
}

/// <summary>A challenge that was answered, as functions are told of it.</summary>
internal sealed record ChallengeResult(string Name, bool IsRight, string? Metadata = null);

/// <summary>A challenge that a function made: its name for it, and what another function needs to check the answer.</summary>
internal sealed record CustomChallenge(string? Metadata, ImmutableDictionary<string, string> Private);

/// <summary>Makes and reads sessions.</summary>
internal sealed class SignInSessions(Sealing sealing, Users users, Pools pools, TimeProvider time)
{
    /// <summary>A session, with whatever else its challenge is to keep.</summary>
    public string New(Scope scope, string username, string challenge, Course course, Func<SignInSession, SignInSession>? keep = null)
    {
        var session = new SignInSession
        {
            Pool = scope.Pool.Id,
            Client = scope.RequiredClient.Id,
            Username = username,
            Challenge = challenge,
            Course = course,
            Expires = time.GetUtcNow() + scope.RequiredClient.SessionValidity,
        };
        return sealing.Seal(keep?.Invoke(session) ?? session);
    }

    /// <summary>A challenge to somebody who has proven something, as the API answers it.</summary>
    public JsonObject Challenge(
        Scope scope,
        User user,
        string name,
        Course course,
        JsonObject parameters,
        Func<SignInSession, SignInSession>? keep = null
    )
    {
        parameters["USER_ID_FOR_SRP"] = user.Username;
        return new()
        {
            ["ChallengeName"] = name,
            ["ChallengeParameters"] = parameters,
            ["Session"] = New(scope, user.Username, name, course, keep),
        };
    }

    /// <summary>The same session one step on: it is a new one, which ends no later.</summary>
    public string Next(SignInSession session) => sealing.Seal(session with { Nonce = Guid.NewGuid().ToString() });

    /// <summary>Reads a session of this client that waits for this challenge.</summary>
    public SignInSession Read(Scope scope, string text, string challenge)
    {
        var session = Read(text);
        return session.Pool == scope.Pool.Id && session.Client == scope.RequiredClient.Id && session.Challenge == challenge
            ? session
            : throw Error.NotAuthorized("Invalid session for the user.");
    }

    /// <summary>Reads a session whose client the request does not name.</summary>
    public (Scope Scope, SignInSession Session, User User) ReadSetUp(string text)
    {
        var session = Read(text);
        if (session.Challenge != "MFA_SETUP")
            throw Error.NotAuthorized("Invalid session for the user.");
        var pool = pools.Get(session.Pool);
        var client = pool.Clients.GetValueOrDefault(session.Client) ?? throw Error.ClientNotFound(session.Client);
        return (new(pool, client, null), session, users.Get(pool, session.Username));
    }

    /// <summary>Ends a session.</summary>
    public void Use(SignInSession session)
    {
        if (!sealing.Use(session.Nonce, session.Expires))
            throw Error.NotAuthorized("Invalid session for the user, session can only be used once.");
    }

    private SignInSession Read(string text)
    {
        var session = sealing.Open<SignInSession>(text) ?? throw Error.NotAuthorized("Invalid session for the user.");
        return session.Expires > time.GetUtcNow()
            ? session
            : throw Error.NotAuthorized("Invalid session for the user, session is expired.");
    }
}
