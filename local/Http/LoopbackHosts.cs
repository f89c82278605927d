using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Http;

/// <summary>Answers only requests that name this machine: a website whose name is made to lead here (DNS rebinding) gets nothing.</summary>
internal sealed class LoopbackHosts(RequestDelegate next, ILogger<LoopbackHosts> log)
{
    private const string Suffix = ".localhost";

    public Task InvokeAsync(HttpContext http)
    {
        if (IsLoopback(http.Request.Host.Host))
            return next(http);
        Log.ForeignHost(log, http.Request.Host.Value ?? string.Empty);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync("Only requests for 127.0.0.1, localhost, [::1] and names below localhost are answered.");
    }

    public static bool IsLoopback(string host) =>
        host is "127.0.0.1" or "[::1]"
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The bucket of a request in virtual-hosted style: what stands before <c>.localhost</c>; null in path style.</summary>
    public static string? BucketOf(string host) =>
        host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && host.Length > Suffix.Length ? host[..^Suffix.Length] : null;
}
