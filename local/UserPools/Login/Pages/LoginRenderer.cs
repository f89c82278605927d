using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.Antiforgery;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Writes pages as HTML, in the looks of their client.</summary>
internal sealed class LoginRenderer(LookCatalog looks, IAntiforgery antiforgery, HtmlPages pages)
{
    public Task RenderAsync(LoginVisit visit, PageView page) =>
        RenderAsync(
            visit.Http,
            visit.Request.Client,
            visit.Words,
            page with
            {
                Error = visit.Error is { } error ? visit.Words.Error(error) : page.Error,
                Notice = visit.Notice ?? page.Notice,
            }
        );

    /// <summary>Writes a page of a client, or of nobody's: one that says what went wrong before a client is known.</summary>
    public Task RenderAsync(HttpContext http, AppClient? client, Wording words, PageView page, int status = StatusCodes.Status200OK)
    {
        var tokens =
            page.Forms.Count > 0 || page.First is not null || page.Passkey is not null ? antiforgery.GetAndStoreTokens(http) : null;
        var view = page with
        {
            Language = words.Language,
            ErrorWord = words["error"],
            Or = words["or"],
            Frame = looks.FrameOf(client).View(),
            Token = (tokens?.FormFieldName ?? "", tokens?.RequestToken ?? ""),
        };
        return pages.WriteAsync<LoginPage>(http, nameof(LoginPage.View), view, status);
    }
}
