using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Login.Texts;

/// <summary>What pages say, in one language. Cognito's own messages are their own keys.</summary>
internal sealed class Wording
{
    private const string Cookie = "lang";
    private static readonly FrozenDictionary<string, Wording> All = new[] { "en", "de" }.ToFrozenDictionary(
        language => language,
        language => new Wording(language)
    );
    private readonly FrozenDictionary<string, string> texts;

    private Wording(string language)
    {
        Language = language;
        texts = JsonSerializer.Deserialize<Dictionary<string, string>>(ProgramFiles.Text($"{language}.json"))!.ToFrozenDictionary();
    }

    public string Language { get; }

    public string this[string key] => texts[key];

    /// <summary>What an attribute is called; its own name where a pool made it up.</summary>
    public string Label(string attribute) => texts.GetValueOrDefault(attribute) ?? attribute;

    public string Format(string key, object? value) => string.Format(CultureInfo.InvariantCulture, texts[key], value);

    /// <summary>An error in this language; as Cognito or a function says it, where there is no translation.</summary>
    public string Error(string message) => texts.GetValueOrDefault(message) ?? message;

    /// <summary>The language of a visit: what its address asks for, which holds from then on; English otherwise.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Managed login localization".
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-localization</remarks>
    public static Wording Of(HttpContext http)
    {
        if (http.Request.Query["lang"] is [{ } asked] && All.TryGetValue(asked, out var chosen))
        {
            http.Response.Cookies.Append(
                Cookie,
                asked,
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = http.Request.IsHttps,
                    Path = "/",
                }
            );
            return chosen;
        }
        return All.GetValueOrDefault(http.Request.Cookies[Cookie] ?? "") ?? All["en"];
    }
}
