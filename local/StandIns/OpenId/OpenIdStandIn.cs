using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>OpenID Connect as stand-ins speak it; and OAuth as Facebook and Amazon do.</summary>
internal sealed class OpenIdStandIn(StandInTokens tokens, StandInSignIn signIn, StandInTokenEndpoint tokenEndpoint) : IStandInProtocol
{
    public bool Speaks(StandIn standIn) => standIn.Kind != "SAML";

    public Func<HttpContext, StandIn, Task>? Find(string path) =>
        (http, standIn) =>
        {
            var paths = StandInPaths.Of(standIn);
            return StandInPaths.WithoutVersion(path) switch
            {
                var p when p == paths.Authorize => signIn.AnswerAsync(http, standIn),
                var p when p == paths.Token => tokenEndpoint.AnswerAsync(http, standIn),
                var p when p == paths.Profile => ProfileAsync(http, standIn),
                var p when p == paths.Inspect => InspectAsync(http, standIn),
                ".well-known/openid-configuration" when paths.HasIdTokens => JsonAsync(http, Metadata(standIn, paths)),
                "keys" when paths.HasIdTokens => JsonAsync(http, PublicKeys.SetOf(tokens.KeyOf(standIn))),
                _ => NothingAsync(http),
            };
        };

    private static JsonObject Metadata(StandIn standIn, StandInPaths paths)
    {
        var metadata = new JsonObject
        {
            ["issuer"] = standIn.Address,
            ["authorization_endpoint"] = $"{standIn.Address}/{paths.Authorize}",
            ["token_endpoint"] = $"{standIn.Address}/{paths.Token}",
            ["jwks_uri"] = $"{standIn.Address}/keys",
            ["response_types_supported"] = new JsonArray("code", "id_token", "token", "id_token token"),
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray(SecurityAlgorithms.RsaSha256),
            ["scopes_supported"] = new JsonArray("openid", "email", "profile"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "none"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
        };
        if (paths.Profile is { } profile)
            metadata["userinfo_endpoint"] = $"{standIn.Address}/{profile}";
        return metadata;
    }

    private Task ProfileAsync(HttpContext http, StandIn standIn)
    {
        if (tokens.OfAccessToken(standIn, AccessToken(http)) is not { } grant)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return JsonAsync(http, new() { ["error"] = "invalid_token" }, StatusCodes.Status401Unauthorized);
        }
        var claims = new JsonObject(StandInTokens.Claims(grant).Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone())));
        return JsonAsync(
            http,
            standIn.Kind switch
            {
                "Facebook" => Facebook(grant, claims, http.Request.Query["fields"].ToString()),
                // A profile of Amazon's has the address.
                "LoginWithAmazon" => new()
                {
                    ["user_id"] = grant.Person.Subject,
                    ["name"] = grant.Person.Claims["name"]?.DeepClone(),
                    ["email"] = grant.Person.Claims["email"]?.DeepClone(),
                },
                _ => claims,
            }
        );
    }

    // The Graph API tells the fields that are asked for; id and name without a word.
    private static JsonObject Facebook(StandInGrant grant, JsonObject claims, string fields)
    {
        var all = new JsonObject(
            claims
                .Where(c => c.Key is not ("sub" or "given_name" or "family_name" or "email_verified"))
                .Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone()))
        )
        {
            ["id"] = grant.Person.Subject,
            ["first_name"] = claims["given_name"]?.DeepClone(),
            ["last_name"] = claims["family_name"]?.DeepClone(),
        };
        var asked = fields.Length == 0 ? ["id", "name"] : fields.Split(',').Append("id");
        return new(
            all.Where(f => f.Value is not null && asked.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))
        );
    }

    // Facebook names the app of an access token; Amazon the person, too.
    private Task InspectAsync(HttpContext http, StandIn standIn) =>
        tokens.OfAccessToken(standIn, AccessToken(http)) is not { } grant
            ? JsonAsync(http, new() { ["error"] = "invalid_token" }, StatusCodes.Status400BadRequest)
            : JsonAsync(
                http,
                standIn.Kind == "Facebook"
                    ? new() { ["id"] = grant.ClientId, ["name"] = "an app of this machine" }
                    : new()
                    {
                        ["iss"] = "https://www.amazon.com",
                        ["aud"] = grant.ClientId,
                        ["app_id"] = grant.ClientId,
                        ["user_id"] = grant.Person.Subject,
                        ["exp"] = (long)StandInTokens.Validity.TotalSeconds,
                    }
            );

    private static string AccessToken(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..]
            : http.Request.Query["access_token"].ToString();

    internal static Task JsonAsync(HttpContext http, JsonObject answer, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(answer.ToJsonString());
    }

    private static Task NothingAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
