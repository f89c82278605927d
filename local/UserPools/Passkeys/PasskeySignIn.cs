using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace CognitoStack.Local.UserPools.Passkeys;

/// <summary>A passkey's challenge, as the session keeps it.</summary>
internal sealed record PasskeyChallenge(string Challenge, string RelyingParty);

/// <summary>Sign-in with a passkey (<c>WEB_AUTHN</c>).</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "RespondToAuthChallenge", WEB_AUTHN. https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion</remarks>
internal sealed class PasskeySignIn(
    Users users,
    Decoys decoys,
    Attempts attempts,
    SignInTriggers triggers,
    SignInSteps steps,
    SignInSessions sessions
)
{
    public const string Options = "CREDENTIAL_REQUEST_OPTIONS";

    // The flag "user verified" among those of the authenticator data.
    private const int FlagsAt = 32;
    private const int UserVerified = 0x04;

    /// <summary>Whether a user may sign in with a passkey of a relying party: with a second factor only where the passkey is one.</summary>
    public static bool Has(UserPool pool, User user, string relyingParty) =>
        user.Passkeys.Any(p => p.RelyingParty == relyingParty)
        && (Ceremony.IsSecondFactor(pool, user) || (pool.Mfa != "ON" && SecondFactors.Asked(pool, user) is []));

    /// <summary>A challenge, and what the browser is to be asked for; whoever is unknown seems to have a passkey that nobody has.</summary>
    public async Task<(PasskeyChallenge Challenge, string Options)> NewAsync(Scope scope, string name, string relyingParty)
    {
        var user = users.Find(scope.Pool, name);
        var challenge = new PasskeyChallenge(Ceremony.ToText(RandomNumberGenerator.GetBytes(32)), relyingParty);
        var passkeys = user?.Passkeys.Where(p => p.RelyingParty == relyingParty).Select(Ceremony.Descriptor).ToList() ?? [];
        if (passkeys.Count == 0)
            passkeys.Add(new(PublicKeyCredentialType.PublicKey, await decoys.CredentialAsync(scope.Pool, name), null));
        return (challenge, AssertionOptionsOf(scope.Pool, user, challenge, passkeys).ToJson());
    }

    /// <summary>The challenge by itself.</summary>
    public async Task<JsonObject> StartAsync(Scope scope, string name, Course course)
    {
        var (challenge, options) = await NewAsync(scope, name, course.RelyingParty ?? scope.Pool.Passkeys.ForApps);
        return new()
        {
            ["ChallengeName"] = Factor.Passkey,
            ["ChallengeParameters"] = new JsonObject { [Options] = options },
            ["Session"] = sessions.New(
                scope,
                name,
                Factor.Passkey,
                course,
                session => session with { Passkey = challenge, IsFirstFactor = true }
            ),
        };
    }

    /// <summary>Signs in with what a passkey has signed.</summary>
    public async Task<JsonObject> AnswerAsync(Scope scope, SignInSession session, string credential, CancellationToken cancel)
    {
        var (pool, name) = (scope.Pool, session.Username);
        var user = users.Find(pool, name);
        await triggers.BeforeAsync(scope, user, name, cancel);
        var subject = PasswordSignIn.SubjectOf(scope, user, name);
        attempts.Check(pool.Id, subject, Guess.Passkey);
        // One challenge is one answer: what was signed once is not taken twice.
        sessions.Use(session);
        var used =
            session.Passkey is { } challenge && user is { IsEnabled: true } && Has(pool, user, challenge.RelyingParty)
                ? await VerifyAsync(pool, user, challenge, credential, cancel)
                : null;
        await attempts.CountAsync(pool.Id, subject, Guess.Passkey, used is not null);
        if (used is not var (passkey, isVerified))
            throw Error.NotAuthorized("Invalid passkey credential.");
        user = await users.ChangeAsync(pool, user!, current => Count(current, passkey));
        var course = session.Course.With(new(Factor.Passkey, true)) with
        {
            FirstFactor = Factor.Passkey,
            IsMultiFactor = isVerified && Ceremony.IsSecondFactor(pool, user),
        };
        return await steps.AfterPasswordAsync(scope with { ClientMetadata = null }, user, course, cancel);
    }

    private static async Task<(Passkey Passkey, bool IsVerified)?> VerifyAsync(
        UserPool pool,
        User user,
        PasskeyChallenge challenge,
        string credential,
        CancellationToken cancel
    )
    {
        if (
            Ceremony.Read<AuthenticatorAssertionRawResponse>(credential) is not { RawId: { } id, Response: { } response } answer
            || ClientData.Read(response.ClientDataJson) is not { } data
        )
            return null;
        var passkey = user.Passkeys.FirstOrDefault(p => p.Id == Ceremony.ToText(id) && p.RelyingParty == challenge.RelyingParty);
        if (passkey is null || !PasskeySettings.Allows(challenge.RelyingParty, data.Origin))
            return null;
        try
        {
            var result = await Ceremony
                .Library(challenge.RelyingParty, data.Origin)
                .MakeAssertionAsync(
                    new()
                    {
                        AssertionResponse = answer,
                        OriginalOptions = AssertionOptionsOf(pool, user, challenge, [Ceremony.Descriptor(passkey)]),
                        StoredPublicKey = passkey.PublicKey,
                        StoredSignatureCounter = passkey.SignCount,
                        IsUserHandleOwnerOfCredentialIdCallback = (owner, _) =>
                            Task.FromResult(Encoding.UTF8.GetString(owner.UserHandle) == user.Sub),
                    },
                    cancel
                );
            return (passkey with { SignCount = result.SignCount }, (response.AuthenticatorData[FlagsAt] & UserVerified) != 0);
        }
        catch (Exception e)
            when (e
                    is Fido2VerificationException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or CryptographicException
                        or System.Formats.Cbor.CborContentException
            )
        {
            return null;
        }
    }

    // Two answers at once may both be newer than what was read: only one is newer than what is there.
    private static User Count(User user, Passkey used)
    {
        var kept = user.Passkeys.FirstOrDefault(p => p.Id == used.Id);
        if (kept is null || (used.SignCount > 0 && used.SignCount <= kept.SignCount))
            throw Error.NotAuthorized("Invalid passkey credential.");
        return user with { Passkeys = user.Passkeys.Replace(kept, kept with { SignCount = used.SignCount }) };
    }

    private static AssertionOptions AssertionOptionsOf(
        UserPool pool,
        User? user,
        PasskeyChallenge challenge,
        IReadOnlyList<PublicKeyCredentialDescriptor> passkeys
    ) =>
        AssertionOptions.Create(
            Ceremony.Configuration(challenge.RelyingParty),
            Ceremony.FromText(challenge.Challenge),
            passkeys,
            Ceremony.Verification(pool, user is null ? pool.Passkeys.AreMultiFactor : Ceremony.IsSecondFactor(pool, user)),
            null
        );
}
