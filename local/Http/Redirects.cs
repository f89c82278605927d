namespace CognitoStack.Local.Http;

/// <summary>Sends browsers on.</summary>
internal static class Redirects
{
    /// <summary>Sends a browser to another address, which it asks for anew: a reload sends no form again.</summary>
    public static void SendTo(this HttpContext http, string address)
    {
        http.Response.StatusCode = HttpMethods.IsPost(http.Request.Method) ? StatusCodes.Status303SeeOther : StatusCodes.Status302Found;
        http.Response.Headers.Location = address;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
