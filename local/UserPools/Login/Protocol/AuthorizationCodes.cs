using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>What a code stands for: a sign-in whose tokens wait for the app.</summary>
internal sealed record WaitingTokens(AuthorizationRequest Request, DraftTokens Draft, Grant Grant, string RefreshToken, DateTimeOffset Expires);

/// <summary>Codes: each is good once, for five minutes, for the app that asked, at the callback that got it, and with the verifier that it began with.</summary>
/// <remarks>They live as long as this process: a browser that is between two pages when it ends signs in again.</remarks>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, WaitingTokens> codes = [];

    public string New(AuthorizationRequest request, DraftTokens draft, Grant grant, string refreshToken)
    {
        var now = time.GetUtcNow();
        foreach (var (old, waiting) in codes)
        {
            if (waiting.Expires <= now)
                codes.TryRemove(old, out _);
        }
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        codes[code] = new(request, draft, grant, refreshToken, now + Validity);
        return code;
    }

    /// <summary>What a code stands for; null where it is not good, which also ends it for the app that it was for.</summary>
    public WaitingTokens? Redeem(string code, string client, string redirectUri, string? verifier)
    {
        // Another app's guess must not end what it cannot have.
        if (!codes.TryGetValue(code, out var waiting) || waiting.Request.Client.Id != client || !codes.TryRemove(code, out _))
            return null;
        return waiting.Expires > time.GetUtcNow() && waiting.Request.RedirectUri == redirectUri && Proves(waiting.Request.CodeChallenge, verifier) ? waiting : null;
    }

    // A verifier for a code that began without one: somebody took the challenge away.
    private static bool Proves(string? challenge, string? verifier) => challenge is null
        ? verifier is null
        : verifier is not null && Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))) == challenge;
}
