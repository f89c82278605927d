using System.Buffers.Text;
using System.Security.Cryptography;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>Where a browser on the login pages is: a cookie tells it again.</summary>
internal static class PageOrigin
{
    public const string RiskHeader = "x-local-risk";
    public const string ForwardedHeader = "X-Forwarded-For";
    private const string Cookie = "cognito-device";

    public static Origin Of(HttpContext http)
    {
        if (http.Items[Cookie] is Origin known)
            return known;
        var device = http.Request.Cookies[Cookie];
        if (device is not { Length: > 0 and <= 64 })
        {
            device = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            http.Response.Cookies.Append(
                Cookie,
                device,
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = http.Request.IsHttps,
                    Path = "/",
                    MaxAge = TimeSpan.FromDays(365),
                }
            );
        }
        var address = Origin.AddressOf(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            http.Request.Headers[ForwardedHeader].FirstOrDefault()
        );
        var origin = new Origin(address, device, http.Request.Headers.UserAgent.ToString())
        {
            Forced = ForcedRisk.Parse(http.Request.Headers[RiskHeader].FirstOrDefault()),
        };
        http.Items[Cookie] = origin;
        return origin;
    }
}
