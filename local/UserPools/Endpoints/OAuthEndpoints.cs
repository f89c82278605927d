using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Operations;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>The OAuth endpoints that apps call, rather than browsers visit. They are every pool's: the app client tells which.</summary>
internal static class OAuthEndpoints
{
    public const int LargestForm = 64 * 1024;

    public static void MapOAuth(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth2/token", TokenAsync);
        routes.MapPost("/oauth2/revoke", RevokeAsync);
        routes.MapMethods("/oauth2/userInfo", ["GET", "POST"], UserInfoAsync);
        foreach (var path in (ReadOnlySpan<string>)["/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"])
            routes.MapMethods(path, ["OPTIONS"], Cors.Preflight);
    }

    private static Task<IResult> TokenAsync(
        HttpContext http,
        Pools pools,
        MachineTokens machines,
        RefreshSignIn refresh,
        CodeTokens codes,
        UserPoolMetrics metrics
    ) =>
        AnswerAsync(
            http,
            async form =>
            {
                var scope = OAuthClient.Read(http, form, pools);
                switch (form["grant_type"].ToString())
                {
                    case "client_credentials":
                        return Results.Json(
                            await machines.IssueAsync(scope, form["scope"].ToString(), Metadata(form), http.RequestAborted)
                        );
                    case "refresh_token":
                        if (scope.RequiredClient.OAuthFlows.IsEmpty)
                            throw new OAuthException("unauthorized_client");
                        return Results.Json(
                            Of(
                                await metrics.WatchAsync(
                                    Measured.TokenRefresh,
                                    scope.Pool,
                                    scope.RequiredClient.Id,
                                    () =>
                                        refresh.RefreshAsync(scope, form["refresh_token"].ToString(), deviceKey: null, http.RequestAborted)
                                )
                            )
                        );
                    case "authorization_code":
                        return Results.Json(
                            Of(
                                await metrics.WatchAsync(
                                    Measured.SignIn,
                                    scope.Pool,
                                    scope.RequiredClient.Id,
                                    () => codes.IssueAsync(scope, form)
                                )
                            )
                        );
                    default:
                        throw new OAuthException("unsupported_grant_type");
                }
            }
        );

    private static Task<IResult> RevokeAsync(HttpContext http, Pools pools, SignOut signOut) =>
        AnswerAsync(
            http,
            async form =>
            {
                var scope = OAuthClient.Read(http, form, pools);
                try
                {
                    await signOut.RevokeAsync(scope.RequiredClient, form["token"].ToString());
                }
                catch (AwsException e) when (e.Code == "UnsupportedTokenTypeException")
                {
                    throw new OAuthException("unsupported_token_type");
                }
                return Results.Ok();
            }
        );

    private static async Task<IResult> UserInfoAsync(HttpContext http, TokenReader tokens)
    {
        http.AllowEveryOrigin();
        http.Response.Headers.CacheControl = "no-store";
        var header = http.Request.Headers.Authorization.ToString();
        try
        {
            var bearer = await tokens.ReadAccessTokenAsync(
                header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..] : "",
                "openid"
            );
            var scopes = bearer.Claims["scope"]!.ToString().Split(' ');
            var claims = new JsonObject { ["username"] = bearer.User.Username };
            foreach (
                var (name, value) in bearer
                    .User.AllAttributes()
                    .Where(a => bearer.Client.MayRead(a.Key) && AttributeClaims.Covers(scopes, a.Key))
            )
                claims[name] = value;
            return Results.Json(claims);
        }
        catch (AwsException e)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{e.Message}\"";
            return Results.Json(
                new JsonObject { ["error"] = "invalid_token", ["error_description"] = e.Message },
                statusCode: StatusCodes.Status401Unauthorized
            );
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Func<IFormCollection, Task<IResult>> answer)
    {
        http.AllowEveryOrigin();
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            return await answer(await ReadAsync(http));
        }
        catch (OAuthException e)
        {
            return Refusal(e.Error, e.Description);
        }
        catch (AwsException e)
        {
            return Refusal("invalid_grant", e.Message);
        }
    }

    // A parameter that is there twice could mean either. RFC 6749, section 3.2.
    private static async Task<IFormCollection> ReadAsync(HttpContext http)
    {
        var form = await http.TryReadFormAsync(LargestForm);
        return form?.All(p => p.Value.Count == 1) == true ? form : throw new OAuthException("invalid_request");
    }

    private static IResult Refusal(string error, string? description)
    {
        var json = new JsonObject { ["error"] = error };
        if (description is not null)
            json["error_description"] = description;
        return Results.Json(json, statusCode: StatusCodes.Status400BadRequest);
    }

    private static JsonObject Of(TokenSet tokens)
    {
        var json = new JsonObject
        {
            ["access_token"] = tokens.AccessToken,
            ["expires_in"] = (int)tokens.AccessTokenValidity.TotalSeconds,
            ["token_type"] = "Bearer",
        };
        if (tokens.IdToken is not null)
            json["id_token"] = tokens.IdToken;
        if (tokens.RefreshToken is not null)
            json["refresh_token"] = tokens.RefreshToken;
        return json;
    }

    private static JsonObject? Metadata(IFormCollection form)
    {
        if (form["aws_client_metadata"].FirstOrDefault() is not { } text)
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new OAuthException("invalid_request");
        }
        catch (System.Text.Json.JsonException)
        {
            throw new OAuthException("invalid_request");
        }
    }
}
