using System.Net;

namespace CognitoStack.Local.Http;

/// <summary>Tells what a page in a browser sends from what a program does.</summary>
internal static class Pages
{
    /// <summary>Whether a request names this machine itself, and no name below <c>localhost</c>, which may be a bucket's or a login domain's.</summary>
    public static bool IsForThisMachineItself(this HttpRequest request) =>
        request.Host.Host == "localhost"
        || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether a page sends it. Browsers name the page's origin; but not where a page only reads from where it came from, such as an HTML file
    /// in a bucket of this host: then they say that it is of the same site. Who types the address in is no page.</summary>
    public static bool IsOfPage(this HttpRequest request) =>
        request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "none");

    /// <summary>Whether a form comes from a page of this host. Cookies know no ports: an app on another port of this machine could plant a token's. Browsers say
    /// where a form comes from.</summary>
    public static bool IsSameOrigin(this HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => true,
            "" => request.Headers.Origin.ToString() is var origin
                && (origin is "" or "null" || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
}
