namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>Lets pages of every origin call, as Cognito does.</summary>
internal static class Cors
{
    public static void AllowEveryOrigin(this HttpContext http) => http.Response.Headers.AccessControlAllowOrigin = "*";

    /// <summary>Answers a browser that asks before it calls.</summary>
    public static IResult Preflight(HttpContext http)
    {
        http.AllowEveryOrigin();
        http.Response.Headers.AccessControlAllowMethods = "GET, POST";
        // Amplify says who it is with every request.
        http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Amz-User-Agent, X-Requested-With";
        http.Response.Headers.AccessControlMaxAge = "3600";
        return Results.NoContent();
    }
}
