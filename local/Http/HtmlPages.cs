using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CognitoStack.Local.Http;

/// <summary>Writes a component as a page that no other page frames, no cache keeps and no script of others runs in.</summary>
internal sealed class HtmlPages(IServiceProvider services, ILoggerFactory logs)
{
    // No script but for passkeys, and that is a file of this host. What an app does after its callback is its own affair: forms may lead anywhere.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    public async Task WriteAsync<TPage>(HttpContext http, string parameter, object view, int status)
        where TPage : IComponent
    {
        // What was rendered stays with its renderer: each page has one of its own.
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<TPage>(
                    ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = view })
                )
            ).ToHtmlString()
        );
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }
}
