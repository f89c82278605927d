using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Local.Http;

/// <summary>Reads forms that anybody may have made.</summary>
internal static class Forms
{
    /// <summary>The form of a request; null where it has none, is larger, or cannot be read.</summary>
    public static async Task<IFormCollection?> TryReadFormAsync(this HttpContext http, int largest)
    {
        if (!http.Request.HasFormContentType)
            return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = largest;
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException or NotSupportedException)
        {
            // Too large or too many, cut short, of an encoding that nobody speaks, or with an escaped zero, which ASP.NET Core takes for no text.
            // What is not read of it would stand in the way of the connection's next request.
            http.Response.Headers.Connection = "close";
            return null;
        }
    }
}
