using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Endpoints;
using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.UserPools;

/// <summary>What user pools serve beside their API: keys, OAuth without pages, and messages for the developer.</summary>
public static class UserPoolEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapUserPools(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_local/messages", Messages);
        routes.MapImports();
        var ofDomain = routes.MapGroup("").WithMetadata(new OfLoginDomain());
        // No name of a bucket has a line below: its objects are not in the way.
        ofDomain.MapGet("/{region}_{id}/.well-known/jwks.json", KeysAsync);
        ofDomain.MapGet("/{region}_{id}/.well-known/openid-configuration", Configuration);
        ofDomain.MapGroup("").AddEndpointFilter(PassFirewallAsync).MapOAuth();
        ofDomain.MapLooks();
        ofDomain.MapFeedback();
        return routes;
    }

    /// <summary>Puts the login pages before whatever else a path may name.</summary>
    public static WebApplication UseLoginPages(this WebApplication app)
    {
        app.UseMiddleware<LoginPages>();
        return app;
    }

    private static async ValueTask<object?> PassFirewallAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var firewall = http.RequestServices.GetRequiredService<PoolFirewall>();
        return await firewall.LetsAsync(http, await OAuthClient.NameOfAsync(http)) ? await next(call) : Results.Empty;
    }

    private static async Task<IResult> KeysAsync(HttpContext http, string region, string id, Pools pools, SigningKeys keys)
    {
        http.AllowEveryOrigin();
        if (pools.Find($"{region}_{id}") is not { } pool)
            return Results.NotFound();
        return Results.Json(PublicKeys.SetOf((await keys.GetAsync(pool.Id)).Key));
    }

    // The issuer may be AWS, but what it points to is here, at a name: pages are for browsers.
    private static IResult Configuration(HttpContext http, string region, string id, Pools pools)
    {
        http.AllowEveryOrigin();
        if (pools.Find($"{region}_{id}") is not { } pool)
            return Results.NotFound();
        var name = http.Request.IsForThisMachineItself() ? new HostString("localhost", http.Connection.LocalPort) : http.Request.Host;
        var host = $"{http.Request.Scheme}://{name}";
        return Results.Json(
            new JsonObject
            {
                ["authorization_endpoint"] = $"{host}/oauth2/authorize",
                ["end_session_endpoint"] = $"{host}/logout",
                ["id_token_signing_alg_values_supported"] = new JsonArray(SecurityAlgorithms.RsaSha256),
                ["issuer"] = pool.Issuer,
                ["jwks_uri"] = $"{host}/{pool.Id}/.well-known/jwks.json",
                ["response_types_supported"] = new JsonArray("code", "token"),
                ["revocation_endpoint"] = $"{host}/oauth2/revoke",
                ["scopes_supported"] = new JsonArray("openid", "email", "phone", "profile"),
                ["subject_types_supported"] = new JsonArray("public"),
                ["token_endpoint"] = $"{host}/oauth2/token",
                ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
                ["userinfo_endpoint"] = $"{host}/oauth2/userInfo",
            }
        );
    }

    // Codes let anybody in: a page in the developer's browser must not read them, whatever name it gives this machine.
    private static IResult Messages(HttpContext http, Mailbox mailbox)
    {
        if (http.Request.IsOfPage() || !http.Request.IsForThisMachineItself())
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(mailbox.To(http.Request.Query["recipient"].FirstOrDefault()));
    }
}
