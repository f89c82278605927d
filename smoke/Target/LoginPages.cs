using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace CognitoStack.Smoke.Target;

/// <summary>The login pages of a deployment, and the endpoints behind them, by plain HTTP.</summary>
/// <param name="address">Where they are.</param>
/// <param name="risk">The risk of every request, which only a local AWS takes.</param>
internal sealed partial class LoginPages(Uri address, string? risk = null) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
    };

    /// <summary>Where a deployment has its pages: the local AWS by a name, since cookies need one; AWS as the outputs say.</summary>
    public static Uri? AddressOf(SmokeOptions options, StackOutputs outputs, Uri? endpoint) =>
        options.IsLocal && endpoint is not null ? new UriBuilder(endpoint) { Host = "localhost" }.Uri
        : Uri.TryCreate(outputs.SignInUrl, UriKind.Absolute, out var address) ? new Uri(address.GetLeftPart(UriPartial.Authority))
        : null;

    /// <summary>A path with parameters; those that are null are left out.</summary>
    public static string Target(string path, params (string Name, string? Value)[] parameters) =>
        $"{path}?{string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"))}";

    /// <summary>Opens an address and follows nothing.</summary>
    public Task<HttpResponseMessage> OpenAsync(string target, CancellationToken cancel) =>
        http.GetAsync(new Uri(target, UriKind.Relative), cancel);

    /// <summary>Signs in by the form, and gives the address that the app is called back at; null where what the pages show has no form.</summary>
    public async Task<Uri?> SignInAsync(string target, string login, string password, CancellationToken cancel)
    {
        var cookies = new CookieContainer();
        using var page = await SendAsync(cookies, HttpMethod.Get, target, null, cancel);
        if (page.Headers.Location is { } already)
            return already;
        if (Token().Match(await page.Content.ReadAsStringAsync(cancel)) is not { Success: true } token)
            return null;
        using var form = new FormUrlEncodedContent([
            new("_csrf", WebUtility.HtmlDecode(token.Groups[1].Value)),
            new("username", login),
            new("password", password),
        ]);
        using var answer = await SendAsync(cookies, HttpMethod.Post, target, form, cancel);
        return answer.Headers.Location;
    }

    /// <summary>Asks for tokens, and gives the answer.</summary>
    public async Task<JsonObject> TokenAsync(IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(parameters);
        using var answer = await http.PostAsync(new Uri("/oauth2/token", UriKind.Relative), form, cancel);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!.AsObject();
    }

    /// <summary>A parameter of an address.</summary>
    public static string? Parameter(Uri? address, string name) =>
        address is null
            ? null
            : HttpUtility.ParseQueryString(address.Query)[name] ?? HttpUtility.ParseQueryString(address.Fragment.TrimStart('#'))[name];

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        CookieContainer cookies,
        HttpMethod method,
        string target,
        HttpContent? content,
        CancellationToken cancel
    )
    {
        using var request = new HttpRequestMessage(method, target) { Content = content };
        if (cookies.GetCookieHeader(address) is { Length: > 0 } sent)
            request.Headers.Add("Cookie", sent);
        if (risk is not null)
            request.Headers.Add(RiskySignIn.Header, risk);
        var answer = await http.SendAsync(request, cancel);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            cookies.SetCookies(address, cookie);
        return answer;
    }

    [GeneratedRegex("name=\"_csrf\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
