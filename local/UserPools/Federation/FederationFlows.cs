using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>A sign-in that is away at a provider.</summary>
/// <param name="Request">What the app asked for.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="ReturnTo">Where the provider sends the browser back to.</param>
/// <param name="Begun">What the provider was asked, by which its answer is measured.</param>
internal sealed record FederationFlow(AuthorizationRequest Request, string Provider, string ReturnTo, object Begun);

/// <summary>Keeps sign-ins that are away. An answer counts once, within minutes, in the browser that asked.</summary>
internal sealed class FederationFlows(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(15);
    private readonly ShortLived<FederationFlow> flows = new(Length, time);

    /// <summary>A state, which comes back with the answer.</summary>
    public static string NewState() => ShortLived<FederationFlow>.NewName();

    public void Begin(HttpContext http, string state, FederationFlow flow)
    {
        flows.Add(state, flow);
        http.Response.Cookies.Append(Cookie(state), state, Options(http, Length));
    }

    /// <summary>Whether this browser has begun it. A form that another site sends brings no cookies.</summary>
    public static bool IsOf(HttpContext http, string state) => http.Request.Cookies[Cookie(state)] == state;

    /// <summary>Goes on with it, once; null where this browser has begun none of that state.</summary>
    public FederationFlow? Take(HttpContext http, string state)
    {
        if (!IsOf(http, state) || !flows.TryTake(state, out var flow))
            return null;
        http.Response.Cookies.Delete(Cookie(state), Options(http, null));
        return flow;
    }

    // One for each, so that two tabs do not end each other's.
    private static string Cookie(string state) => $"cognito-idp-{string.Concat(state.Where(char.IsAsciiLetterOrDigit).Take(12))}";

    private static CookieOptions Options(HttpContext http, TimeSpan? age) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = age,
        };
}
