using System.Net;
using CognitoStack.Configuration;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Assurance.Firewall;

/// <summary>A request that a sign-in of the environment makes.</summary>
/// <param name="Client">App client.</param>
/// <param name="What">What it is for.</param>
/// <param name="Request">The request.</param>
internal sealed record SignInRequest(string Client, string What, InspectedRequest Request);

/// <summary>The requests of every way to sign in that an environment file has: at its login pages, by its providers, for its tokens.</summary>
internal static class SignInRequests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    private static readonly string Session = $"XSRF-TOKEN=4d7c1f0e; cognito={new string('a', 900)}";

    /// <summary>All of them, from an address.</summary>
    public static IEnumerable<SignInRequest> Of(Intent intent, IPAddress address, string? country)
    {
        foreach (var (name, client) in intent.Clients)
        {
            foreach (
                var request in client.Type == ClientType.Machine
                    ? [Token(null)]
                    : client.CallbackUrls.SelectMany(Interactive).Concat(client.LogoutUrls.Select(Logout))
            )
                yield return new(name, request.What, request.Request with { Address = address, Country = country });

            IEnumerable<(string What, InspectedRequest Request)> Interactive(string callback)
            {
                var query =
                    $"client_id=1example23456789abcdefghij&response_type=code&scope=openid+email&state={new string('s', 64)}&code_challenge={new string('c', 43)}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(callback)}";
                yield return ($"opens the sign-in page for {callback}", Page("GET", "/oauth2/authorize", query));
                yield return ($"signs in for {callback}", Page("POST", "/login", query) with { BodyBytes = 300 });
                // The code's exchange: a browser or a phone names itself, a server's library as often as not does not.
                yield return Token(client.Type == ClientType.Web ? null : Browser);
                foreach (
                    var (provider, configuration) in intent.IdentityProviders.Where(p => client.IdentityProviders?.Contains(p.Key) != false)
                )
                    yield return configuration is SamlConfiguration
                        ? ($"comes back from {provider}", Page("POST", "/saml2/idpresponse", string.Empty) with { BodyBytes = 24_000 })
                        : (
                            $"comes back from {provider}",
                            Page("GET", "/oauth2/idpresponse", $"code={new string('k', 1200)}&state={new string('s', 1600)}")
                        );
            }

            static (string What, InspectedRequest Request) Logout(string url) =>
                (
                    $"signs out to {url}",
                    Page("GET", "/logout", $"client_id=1example23456789abcdefghij&logout_uri={Uri.EscapeDataString(url)}")
                );

            static (string What, InspectedRequest Request) Token(string? userAgent) =>
                (
                    "asks for tokens",
                    Page("POST", "/oauth2/token", string.Empty) with
                    {
                        UserAgent = userAgent,
                        Cookie = null,
                        BodyBytes = 400,
                    }
                );
        }

        yield return new(
            "every client",
            "signs in through an SDK",
            Page("POST", "/", string.Empty) with
            {
                UserAgent = "aws-sdk-js/3.1140.0",
                Cookie = null,
                BodyBytes = 2400,
                Address = address,
                Country = country,
            }
        );
    }

    private static InspectedRequest Page(string method, string path, string query) =>
        new()
        {
            Address = IPAddress.None,
            Method = method,
            Path = path,
            Query = query,
            UserAgent = Browser,
            Cookie = Session,
        };
}
