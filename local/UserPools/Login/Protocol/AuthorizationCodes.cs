using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>What a code stands for: a sign-in whose tokens wait for the app.</summary>
internal sealed record WaitingTokens(AuthorizationRequest Request, DraftTokens Draft, Grant Grant, string RefreshToken);

/// <summary>Codes: each is good once, for five minutes, for the app that asked, at the callback that got it, and with the verifier that it began with.</summary>
/// <remarks>They live as long as this process: a browser that is between two pages when it ends signs in again.</remarks>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly ShortLived<WaitingTokens> codes = new(Validity, time);

    public string New(WaitingTokens waiting) => codes.Add(waiting);

    /// <summary>What a code stands for; null where it is not good, which also ends it for the app that it was for.</summary>
    public WaitingTokens? Redeem(string code, string client, string redirectUri, string? verifier)
    {
        // Another app's guess must not end what it cannot have.
        if (codes.Find(code)?.Request.Client.Id != client || !codes.TryTake(code, out var waiting))
            return null;
        return waiting.Request.RedirectUri == redirectUri && Proves(waiting.Request.CodeChallenge, verifier) ? waiting : null;
    }

    // A verifier for a code that began without one: somebody took the challenge away.
    private static bool Proves(string? challenge, string? verifier) =>
        challenge is null ? verifier is null : verifier is { Length: >= 43 and <= 128 } && ProofKeys.ChallengeOf(verifier) == challenge;
}
