using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Local.Http;

/// <summary>Path and query as they were sent. Whoever verifies a signature and whoever does what the request says must read the same:
/// the framework's own path has lost what encoded slashes and dots were.</summary>
/// <param name="Path">The path, still encoded.</param>
/// <param name="Query">The parameters, decoded, in their order.</param>
internal sealed record RawTarget(string Path, ImmutableArray<KeyValuePair<string, string>> Query)
{
    public static RawTarget Of(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return Of(string.IsNullOrEmpty(raw) ? $"{request.Path.ToUriComponent()}{request.QueryString}" : raw);
    }

    public static RawTarget Of(string raw)
    {
        if (!raw.StartsWith('/'))
        {
            // The absolute form that proxies are sent.
            var authority = raw.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : raw.IndexOfAny(['/', '?'], authority + 3);
            raw =
                slash < 0 ? "/"
                : raw[slash] == '?' ? $"/{raw[slash..]}"
                : raw[slash..];
        }

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        return question < 0
            ? new(raw, [])
            : new(raw[..question], [.. raw[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)]);
    }

    /// <summary>The first value of a parameter, or null.</summary>
    public string? this[string name] => Query.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();

    /// <summary>Whether the parameter is there, with or without a value.</summary>
    public bool Has(string name) => Query.Any(p => p.Key == name);

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(Decode(text), string.Empty) : new(Decode(text[..equals]), Decode(text[(equals + 1)..]));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
