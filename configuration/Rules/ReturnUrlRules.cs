using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Rules of the addresses that users return to after sign-in and sign-out.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateUserPoolClient", CallbackURLs
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html).</remarks>
internal static partial class ReturnUrlRules
{
    private const int Longest = 1024;

    /// <summary>Hosts that http is for: this machine under each of its names. An app that waits on a port of its own choice should say an address, as "localhost" may lead elsewhere (RFC 8252, 7.3).</summary>
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Schemes that belong to browsers and not to an app.</summary>
    private static readonly string[] OfBrowsers = ["javascript", "data", "file", "blob", "vbscript", "about"];

    public static void Check(ClientConfiguration client, string path, bool production, Findings findings)
    {
        foreach (var (list, urls) in new[] { (path + ".callbackUrls", client.CallbackUrls), (path + ".logoutUrls", client.LogoutUrls) })
        {
            RuleText.NoDuplicates(urls, list, findings);
            for (var i = 0; i < urls.Count; i++)
            {
                var at = JsonPath.Item(list, i);
                if (urls[i].Length > Longest)
                    findings.Error(
                        at,
                        $"has {urls[i].Length:N0} characters; Cognito allows {Longest:N0}. Shorten it, and keep what it carries in \"state\"."
                    );
                else if (urls[i].Contains('*', StringComparison.Ordinal))
                    findings.Error(
                        at,
                        $"\"{urls[i]}\" has a *, and Cognito compares addresses letter by letter: it would never match. List each address."
                    );
                else
                    CheckScheme(urls[i], at, client, path, production, findings);
            }
        }
    }

    /// <summary>Whether a host is this machine.</summary>
    public static bool IsThisMachine(string host) => Loopback.Contains(host);

    /// <summary>Whether an address has the scheme of an app.</summary>
    public static bool IsOfApp(string url) => url.Split(':')[0].ToLowerInvariant() is not ("http" or "https");

    private static void CheckScheme(string url, string at, ClientConfiguration client, string path, bool production, Findings findings)
    {
        if (!IsOfApp(url))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var web) || web.Host.Length == 0 || AfterAddress().IsMatch(url))
                findings.Error(at, $"\"{url}\" is not a complete address. Give host and path.");
            else if (web.Scheme == Uri.UriSchemeHttps)
                return;
            else if (production)
                findings.Error(at, $"\"{url}\" is http, and this is a production environment. Use https.", "$.production");
            else if (!IsThisMachine(web.Host))
                findings.Error(at, $"\"{url}\" is http, which Cognito accepts only for {string.Join(", ", Loopback)}. Use https.");
        }
        else if (client.Type != ClientType.Mobile)
        {
            findings.Error(
                at,
                $"\"{url}\" has an app's own scheme, but the client's type is \"{RuleText.Json(client.Type)}\". Use https, or make the type \"mobile\".",
                path + ".type"
            );
        }
        else if (OfBrowsers.Contains(url.Split(':')[0].ToLowerInvariant()))
        {
            findings.Error(at, $"\"{url}\" is not an address that an app can own. Use a scheme of your own, or https.");
        }
    }

    /// <summary>What .NET lets stand right behind an IPv6 address, and takes for a path.</summary>
    [GeneratedRegex(@"^\w+://\[[^\]]*\][^:/?]")]
    private static partial Regex AfterAddress();
}
