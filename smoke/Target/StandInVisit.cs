using System.Net;
using System.Text.RegularExpressions;

namespace CognitoStack.Smoke.Target;

/// <summary>A browser that signs in at a stand-in of the local AWS as somebody whom it makes up, and ends where the app would take over.</summary>
internal sealed partial class StandInVisit(Uri pages) : IDisposable
{
    private const int MostHops = 12;
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = pages,
    };

    /// <summary>Signs in.</summary>
    /// <param name="target">Where the app sends the browser to.</param>
    /// <param name="claims">Who to be.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The address that the app is called back at; null where the browser stays here.</returns>
    public async Task<Uri?> SignInAsync(string target, IReadOnlyDictionary<string, string> claims, CancellationToken cancel)
    {
        var (left, html, at) = await FollowAsync(await http.GetAsync(new Uri(target, UriKind.Relative), cancel), cancel);
        if (left is not null || !html.Contains("name=\"claim.sub\"", StringComparison.Ordinal))
            return left;
        using var person = new FormUrlEncodedContent(claims.Select(c => KeyValuePair.Create($"claim.{c.Key}", c.Value)));
        (left, html, _) = await FollowAsync(await http.PostAsync(at, person, cancel), cancel);
        if (left is not null || AnswerForm().Match(html) is not { Success: true } form)
            return left;
        // Some providers answer by a form that goes on by itself.
        using var answer = new FormUrlEncodedContent(
            Fields()
                .Matches(form.Groups[2].Value)
                .Select(f => KeyValuePair.Create(WebUtility.HtmlDecode(f.Groups[1].Value), WebUtility.HtmlDecode(f.Groups[2].Value)))
        );
        return (await FollowAsync(await http.PostAsync(new Uri(WebUtility.HtmlDecode(form.Groups[1].Value)), answer, cancel), cancel)).Left;
    }

    public void Dispose() => http.Dispose();

    private async Task<(Uri? Left, string Html, Uri At)> FollowAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var (at, location) = (response.RequestMessage!.RequestUri!, response.Headers.Location);
        for (var hops = 0; location is not null && hops < MostHops; hops++)
        {
            response.Dispose();
            at = new Uri(at, location);
            if (at.Authority != pages.Authority)
                return (at, string.Empty, at);
            response = await http.GetAsync(at, cancel);
            location = response.Headers.Location;
        }
        var html = await response.Content.ReadAsStringAsync(cancel);
        response.Dispose();
        return (null, html, at);
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\" id=\"answer\">(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex AnswerForm();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}
