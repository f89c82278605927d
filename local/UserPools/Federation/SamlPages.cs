using CognitoStack.Local.Http;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Sends browsers to providers with a message.</summary>
internal static class SamlPages
{
    /// <summary>By the address alone; or by a page whose form goes on by itself, for a provider that takes nothing else.</summary>
    public static Task SendAsync(this HtmlPages pages, HttpContext http, SamlMessage message)
    {
        if (!message.Form.IsEmpty)
            return pages.WriteAsync<PostPage>(http, nameof(PostPage.View), message, StatusCodes.Status200OK);
        http.SendTo(message.Location.AbsoluteUri);
        return Task.CompletedTask;
    }
}
