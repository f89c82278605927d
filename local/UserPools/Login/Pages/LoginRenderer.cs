using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Writes pages as HTML, in the looks of their client.</summary>
internal sealed class LoginRenderer(LookCatalog looks, IAntiforgery antiforgery, IServiceProvider services, ILoggerFactory logs)
{
    // No script but for passkeys, and that is a file of this host. What an app does after its callback is its own affair: forms may lead anywhere.
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    public Task RenderAsync(LoginVisit visit, PageView page) => RenderAsync(visit.Http, visit.Request.Client, visit.Words, page with
    {
        Error = visit.Error is { } error ? visit.Words.Error(error) : page.Error,
        Notice = visit.Notice ?? page.Notice,
    });

    /// <summary>Writes a page of a client, or of nobody's: one that says what went wrong before a client is known.</summary>
    public async Task RenderAsync(HttpContext http, AppClient? client, Wording words, PageView page, int status = StatusCodes.Status200OK)
    {
        var headers = http.Response.Headers;
        var tokens = page.Forms.Count > 0 ? antiforgery.GetAndStoreTokens(http) : null;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        var look = client is null ? LookCatalog.Standard : looks.Of(client);
        var view = page with
        {
            Language = words.Language,
            ErrorWord = words["error"],
            Or = words["or"],
            Frame = new LookFrame(look, client?.Id ?? LookCatalog.NoClient).View(),
            Token = (tokens?.FormFieldName ?? "", tokens?.RequestToken ?? ""),
        };
        // What was rendered stays with its renderer: each page has one of its own.
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<LoginPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(LoginPage.View)] = view }))).ToHtmlString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }
}
