namespace CognitoStack.Local.Http;

/// <summary>Cross-origin requests to the services' own endpoints, which answer every origin, as AWS's do: a request is signed, and carries no cookie.</summary>
internal static class Cors
{
    public static void Allow(HttpContext http)
    {
        if (!http.Request.Headers.ContainsKey("Origin"))
            return;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders =
            "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,x-amz-request-id,x-amz-id-2,ETag,Date";
    }

    public static void Preflight(HttpContext http)
    {
        Allow(http);
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = "GET,POST,OPTIONS";
        // A star would leave out Authorization.
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders.ToString();
        headers.AccessControlMaxAge = "172800";
        headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        http.Response.StatusCode = StatusCodes.Status200OK;
    }
}
