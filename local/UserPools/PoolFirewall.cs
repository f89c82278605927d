using System.Net;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Local.UserPools;

/// <summary>Asks the web ACL of a user pool before its login pages, its OAuth endpoints, and those operations of its API that need no AWS credentials.
/// It sees who sends a request, its path and a few headers; nothing that users type.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html</remarks>
internal sealed class PoolFirewall(IWebFirewall firewall, Pools pools, LoginDomains domains, TokenReader tokens)
{
    private const string Forbidden =
        "<html>\n<head><title>403 Forbidden</title></head>\n<body>\n<center><h1>403 Forbidden</h1></center>\n</body>\n</html>\n";

    /// <summary>Lets a public call of the API pass.</summary>
    /// <exception cref="AwsException">The web ACL blocks it.</exception>
    public void Require(JsonCall call)
    {
        var pool = OfClient(call.Input["ClientId"]?.ToString()) ?? OfToken(call.Input["AccessToken"]?.ToString());
        if (
            !Lets(
                pool,
                Request(call.SourceIp, call.ForwardedFor) with
                {
                    Method = HttpMethods.Post,
                    UserAgent = call.UserAgent,
                    BodyBytes = call.Bytes,
                    Id = call.Id,
                }
            )
        )
            throw new AwsException("ForbiddenException", "Request not allowed due to WAF block.");
    }

    /// <summary>Lets a request of the login pages or OAuth endpoints pass, or answers it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="client">The app client that its form or a header names.</param>
    /// <returns>Whether it passes.</returns>
    public async Task<bool> LetsAsync(HttpContext http, string? client = null)
    {
        var request = http.Request;
        var origin = Request(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            request.Headers[PageOrigin.ForwardedHeader].FirstOrDefault()
        );
        if (
            Lets(
                PoolOf(http, client),
                origin with
                {
                    Method = request.Method,
                    Path = RawTarget.Of(request).Path,
                    Query = request.QueryString.Value?.TrimStart('?') ?? "",
                    UserAgent = request.Headers.UserAgent.FirstOrDefault(),
                    Cookie = request.Headers.Cookie.FirstOrDefault(),
                    BodyBytes = request.ContentLength ?? 0,
                    Id = http.TraceIdentifier,
                }
            )
        )
            return true;
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/html";
        // What was not read of it would stand in the way of the connection's next request.
        http.Response.Headers.Connection = "close";
        if (!HttpMethods.IsHead(request.Method))
            await http.Response.WriteAsync(Forbidden, http.RequestAborted);
        return false;
    }

    private bool Lets(UserPool? pool, InspectedRequest request) =>
        (pool ?? Only) is not { } found || firewall.Lets(found.Resource, request);

    /// <summary>The pool of whatever names none, as a way back from an identity provider.</summary>
    private UserPool? Only => pools.All.Take(2).ToList() is [var only] ? only : null;

    private UserPool? PoolOf(HttpContext http, string? client) =>
        domains.PoolOf(http.Request.Host.Host)
        ?? OfClient(http.Request.Query["client_id"].FirstOrDefault())
        ?? OfClient(client)
        ?? OfToken(http.Request.Headers.Authorization.ToString().Split(' ')[^1]);

    private UserPool? OfClient(string? client) => client is null ? null : pools.FindClient(client)?.Pool;

    private UserPool? OfToken(string? token) =>
        token is not null && tokens.Parse(token) is { } parsed && parsed.TryGetPayloadValue<string>("client_id", out var client)
            ? OfClient(client)
            : null;

    private static InspectedRequest Request(string sourceIp, string? forwardedFor)
    {
        var address = Origin.AddressOf(sourceIp, forwardedFor);
        return new()
        {
            Address = IPAddress.TryParse(address, out var parsed) ? parsed : IPAddress.None,
            Country = Places.Of(address)?.Code,
            Path = "/",
        };
    }
}
