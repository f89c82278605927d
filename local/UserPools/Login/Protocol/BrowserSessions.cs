using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>That somebody has signed in with this browser, for every app of the pool; and at which provider, where it was not the pool itself.</summary>
internal sealed record BrowserSession(
    string Pool,
    string Username,
    string Sub,
    DateTimeOffset Authenticated,
    DateTimeOffset Expires,
    string Nonce,
    string? Provider,
    SamlSession? Saml
);

/// <summary>Keeps who has signed in, for one hour, in a cookie that only this host can read or write.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool managed login".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html</remarks>
internal sealed class BrowserSessions(Sealing sealing, Users users, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>Begins a session, in the place of the one that was.</summary>
    public BrowserSession Begin(HttpContext http, UserPool pool, User user, string? provider = null, SamlSession? saml = null)
    {
        End(http, pool);
        var now = time.GetUtcNow();
        var session = new BrowserSession(pool.Id, user.Username, user.Sub, now, now + Length, Guid.NewGuid().ToString(), provider, saml);
        http.Response.Cookies.Append(Cookie(pool), sealing.Seal(session), Options(http));
        return session;
    }

    /// <summary>Who has signed in; null where nobody has, or the user is gone, disabled or signed out everywhere since.</summary>
    public (BrowserSession Session, User User)? Find(HttpContext http, UserPool pool)
    {
        if (Read(http, pool) is not { } session || users.Find(pool, session.Username) is not { IsEnabled: true, IsConfirmed: true } user)
            return null;
        return user.Sub == session.Sub && !(user.SignedOut >= session.Authenticated) ? (session, user) : null;
    }

    /// <summary>Ends the session of this browser, and of whoever has copied its cookie.</summary>
    public void End(HttpContext http, UserPool pool)
    {
        if (Read(http, pool) is { } session)
            sealing.Use(session.Nonce, session.Expires);
        http.Response.Cookies.Delete(Cookie(pool), Options(http));
    }

    private BrowserSession? Read(HttpContext http, UserPool pool) =>
        http.Request.Cookies[Cookie(pool)] is { } text
        && sealing.Open<BrowserSession>(text) is { } session
        && session.Pool == pool.Id
        && session.Expires > time.GetUtcNow()
        && !sealing.IsUsed(session.Nonce)
            ? session
            : null;

    private static string Cookie(UserPool pool) => $"cognito-{pool.Id}";

    // Apps send the browser here from other sites: a strict cookie would not come along.
    private static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = Length,
        };
}
