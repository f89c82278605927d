using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>What a browser is in the middle of, between two pages.</summary>
internal sealed record LoginFlow
{
    public required string Pool { get; init; }
    public required string Client { get; init; }

    /// <summary>The name that was typed in, or what it stands for.</summary>
    public required string Name { get; init; }

    /// <summary>The page that goes on with it: <c>/mfa</c>.</summary>
    public required string Page { get; init; }

    /// <summary>A flow that goes on at a page.</summary>
    public static LoginFlow At(string page, AuthorizationRequest request, string name) =>
        new()
        {
            Pool = request.Pool.Id,
            Client = request.Client.Id,
            Name = name,
            Page = page,
        };

    /// <summary>Where a code went, masked.</summary>
    public string? Destination { get; init; }

    /// <summary>The challenge, as the API has it.</summary>
    public JsonObject? Challenge { get; init; }

    /// <summary>The secret of an authenticator app that is being set up.</summary>
    public string? Secret { get; init; }
}

/// <summary>Keeps flows on this side; a browser has only a random name of its own.</summary>
internal sealed class LoginFlows(TimeProvider time)
{
    private const string Cookie = "cognito-flow";
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(15);
    private readonly ShortLived<LoginFlow> flows = new(Length, time);

    /// <summary>Goes on with a flow, under a new name.</summary>
    public void Set(HttpContext http, LoginFlow flow)
    {
        End(http);
        http.Response.Cookies.Append(Cookie, flows.Add(flow), Options(http));
    }

    /// <summary>The flow of a browser that is at this page for this client; null where there is none.</summary>
    public LoginFlow? Find(HttpContext http, AuthorizationRequest request, string page) =>
        http.Request.Cookies[Cookie] is { } name
        && flows.Find(name) is { } flow
        && flow.Pool == request.Pool.Id
        && flow.Client == request.Client.Id
        && flow.Page == page
            ? flow
            : null;

    public void End(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } name)
            return;
        flows.TryTake(name, out _);
        http.Response.Cookies.Delete(Cookie, Options(http));
    }

    private static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/",
        };
}
