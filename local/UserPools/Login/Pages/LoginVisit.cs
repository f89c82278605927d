using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Login.Texts;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>A browser at a page.</summary>
/// <param name="Http">Its request.</param>
/// <param name="Request">What the app asks for.</param>
/// <param name="Words">The words of its language.</param>
/// <param name="Form">What a form sent; null where none did.</param>
internal sealed record LoginVisit(HttpContext Http, AuthorizationRequest Request, Wording Words, IFormCollection? Form = null)
{
    /// <summary>What went wrong, in words for the person.</summary>
    public string? Error { get; init; }

    /// <summary>What went well.</summary>
    public string? Notice { get; init; }

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>A field of the form; empty where it has none.</summary>
    public string this[string field] => Form?[field].ToString() ?? "";

    /// <summary>Sends the browser to another page, which it asks for anew: a reload sends no form again.</summary>
    public void Redirect(string address)
    {
        Http.Response.StatusCode = HttpMethods.IsPost(Http.Request.Method) ? StatusCodes.Status303SeeOther : StatusCodes.Status302Found;
        Http.Response.Headers.Location = address;
        Http.Response.Headers.CacheControl = "no-store";
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
