using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Risk;

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

    /// <summary>Where its sign-in happens.</summary>
    public Scope Scope => Request.Scope with { Origin = PageOrigin.Of(Http) };

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>A field of the form; empty where it has none.</summary>
    public string this[string field] => Form?[field].ToString() ?? "";

    public void Redirect(string address) => Http.SendTo(address);

    /// <summary>A field that must be filled in.</summary>
    /// <exception cref="AwsException">It is not there, is empty, or is there twice.</exception>
    public string Required(string field) => Form?[field] is [{ Length: > 0 } value] ? value : throw Missing(field);

    /// <summary>The name that was typed in.</summary>
    /// <exception cref="AwsException">There is none, or it can be nobody's.</exception>
    public string RequiredName() =>
        Required("username").Trim() is { Length: > 0 } name ? UserNames.Checked(name) : throw Missing("username");

    private static AwsException Missing(string field) => UserPools.Error.InvalidParameter($"Missing required parameter {field}");
}
