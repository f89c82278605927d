using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>A browser without scripts: it keeps cookies, follows redirects on this machine, fills in forms, and stops where an app would take over.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };
    private readonly HttpClient http;

    public Browser(Uri address)
    {
        handler.CookieContainer = Cookies;
        http = new HttpClient(handler) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The last answer.</summary>
    public HttpResponseMessage Answer { get; private set; } = null!;

    public string Html { get; private set; } = "";

    public IDocument Page { get; private set; } = null!;

    /// <summary>Path of the page that is shown.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Where the browser was sent away from this machine; null while it is here.</summary>
    public Uri? Left { get; private set; }

    public string Title => Page.QuerySelector("h1")!.TextContent;

    public string? Error => Page.QuerySelector("[role=alert]")?.TextContent;

    public Task<Browser> OpenAsync(string target) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.RelativeOrAbsolute)));

    /// <summary>Follows the link with this text.</summary>
    public Task<Browser> FollowAsync(string text) =>
        OpenAsync(Page.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().Single(a => a.TextContent.Trim() == text).GetAttribute("href")!);

    /// <summary>Fills in the form that has these fields, and sends it; without fields, the one that has none.</summary>
    public Task<Browser> SubmitAsync(params (string Name, string Value)[] fields)
    {
        var form = Page.Forms.First(f =>
            fields.Length == 0 ? Visible(f).Length == 0 : fields.All(field => Visible(f).Contains(field.Name))
        );
        var values = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value);
        foreach (var (name, value) in fields)
            values[name] = value;
        return PostAsync(form.GetAttribute("action")!, values);
    }

    /// <summary>Presses a button, with fields of its form changed.</summary>
    public Task<Browser> PressAsync(string button, params (string Name, string Value)[] changes)
    {
        var form = Page.Forms.Single(f => f.QuerySelector("button")!.TextContent == button);
        var values = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value);
        foreach (var area in form.QuerySelectorAll("textarea"))
            values[area.GetAttribute("name")!] = area.TextContent;
        foreach (var (name, value) in changes)
            values[name] = value;
        return PostAsync(form.GetAttribute("action")!, values);
    }

    /// <summary>The same for a request that is to have a risk.</summary>
    public async Task<Browser> SubmitAtRiskAsync(string risk, params (string Name, string Value)[] fields)
    {
        http.DefaultRequestHeaders.Add("x-local-risk", risk);
        await SubmitAsync(fields);
        http.DefaultRequestHeaders.Remove("x-local-risk");
        return this;
    }

    public Task<Browser> PostAsync(string target, IEnumerable<KeyValuePair<string, string>> values) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(target, UriKind.RelativeOrAbsolute))
            {
                Content = new FormUrlEncodedContent(values),
            }
        );

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    public async Task<Browser> SendAsync(HttpRequestMessage request)
    {
        Left = null;
        Answer = await http.SendAsync(request);
        for (var hops = 0; Answer.Headers.Location is { } location; hops++)
        {
            Assert.True(hops < 10, "The browser is sent around in circles.");
            if (location.IsAbsoluteUri && (location.Scheme is not ("http" or "https") || location.Authority != http.BaseAddress!.Authority))
            {
                Left = location;
                return this;
            }
            Answer = await http.GetAsync(location);
        }
        Path = Answer.RequestMessage!.RequestUri!.AbsolutePath;
        Html = await Answer.Content.ReadAsStringAsync();
        Page = await BrowsingContext.New().OpenAsync(r => r.Content(Html));
        return this;
    }

    private static string[] Visible(IHtmlFormElement form) =>
        [.. form.QuerySelectorAll("input:not([type=hidden])").Select(i => i.GetAttribute("name")!)];
}
