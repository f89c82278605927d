using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.Extensions.Primitives;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>Reads the parameters that an app sends to the login pages.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "The redirect and authorization endpoint".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html</remarks>
internal sealed partial class AuthorizationRequests(Pools pools, LoginDomains domains)
{
    private static readonly HashSet<string> KnownPrompts = ["none", "login", "select_account", "consent"];

    /// <exception cref="LoginException">There is no such client, or it has no such callback.</exception>
    /// <exception cref="CallbackException">Something else is wrong; the callback is told.</exception>
    // The page that adds a passkey is met without saying what for: it leads back as a sign-in does.
    public AuthorizationRequest Read(HttpRequest http) =>
        Read(
            http.Host.Host,
            http.Query,
            http.QueryString.Value ?? "",
            http.Path.StartsWithSegments("/passkeys", StringComparison.OrdinalIgnoreCase) ? "code" : ""
        );

    /// <inheritdoc cref="Read(HttpRequest)"/>
    /// <param name="host">Name of the login domain.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="text">The same as they came, with a question mark.</param>
    /// <param name="otherwise">What is taken for the response type where none is there.</param>
    public AuthorizationRequest Read(string host, IQueryCollection query, string text, string otherwise = "")
    {
        var (pool, client) = ReadClient(host, query);
        var redirectUri =
            One(query, "redirect_uri") ?? throw new LoginException("invalid_request", "Required parameter redirect_uri is missing.");
        if (!client.CallbackUrls.Contains(redirectUri))
            throw new LoginException("redirect_mismatch", $"{redirectUri} is no callback URL of the app client {client.Id}.");

        // Only the first state can go back to an app that sends two.
        var state = query["state"] is [{ } first, ..] ? first : null;
        var type = query["response_type"] is [] ? otherwise : query["response_type"].ToString();
        var wantsCode = type != "token";
        CallbackException Refused(string error) =>
            new(AuthorizationRequest.Answer(redirectUri, wantsCode, ("error", error), ("state", state)));
        if (query.Any(p => p.Value.Count > 1 || !IsText(p.Value)))
            throw Refused("invalid_request");
        if (type is not ("code" or "token"))
            throw Refused("invalid_request");
        if (!client.OAuthFlows.Contains(wantsCode ? "code" : "implicit"))
            throw Refused("unauthorized_client");
        var prompts = Words(query, "prompt");
        if (prompts.Except(KnownPrompts).Any() || (prompts.Contains("none") && prompts.Length > 1))
            throw Refused("invalid_request");
        if (One(query, "resource") is { } resource && !(Uri.TryCreate(resource, UriKind.Absolute, out var api) && api.Fragment.Length == 0))
            throw Refused("invalid_request");
        return new()
        {
            Pool = pool,
            Client = client,
            RedirectUri = redirectUri,
            WantsCode = wantsCode,
            Scopes = Words(query, "scope") is { Length: > 0 } asked
                ? asked.All(client.OAuthScopes.Contains)
                    ? asked
                    : throw Refused("invalid_scope")
                : client.OAuthScopes,
            State = state,
            Nonce = One(query, "nonce"),
            CodeChallenge =
                ReadChallenge(query, wantsCode)
                ?? (
                    query.ContainsKey("code_challenge") || query.ContainsKey("code_challenge_method")
                        ? throw Refused("invalid_request")
                        : null
                ),
            LoginHint = One(query, "login_hint"),
            IdentityProvider = One(query, "identity_provider"),
            ProviderIdentifier = One(query, "idp_identifier"),
            Prompts = prompts,
            Resource = One(query, "resource"),
            Query = text,
        };
    }

    /// <summary>Reads the client alone: signing out needs no callback.</summary>
    /// <exception cref="LoginException">There is no such client.</exception>
    public (UserPool Pool, AppClient Client) ReadClient(HttpRequest http) => ReadClient(http.Host.Host, http.Query);

    private (UserPool Pool, AppClient Client) ReadClient(string host, IQueryCollection query)
    {
        var id = One(query, "client_id") ?? throw new LoginException("invalid_request", "Required parameter client_id is missing.");
        if (pools.FindClient(id) is not var (pool, client) || (domains.PoolOf(host) is { } own && own.Id != pool.Id))
            throw new LoginException("invalid_client", $"There is no app client {id} here.");
        return (pool, client);
    }

    /// <summary>A parameter that is there once, and is text; null where it is not there.</summary>
    public static string? One(IQueryCollection query, string name) =>
        query[name] switch
        {
            [] => null,
            [""] => null,
            [{ } value] when IsText(value) => value,
            _ => throw new LoginException("invalid_request", $"The parameter {name} must be there once, as UTF-8."),
        };

    // What is not UTF-8 was replaced when the query was decoded.
    private static bool IsText(StringValues values) => values.All(v => v is null || !v.Any(c => c == '\uFFFD' || char.IsControl(c)));

    private static ImmutableArray<string> Words(IQueryCollection query, string name) =>
        [.. query[name].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    // The plain method is none: Cognito knows S256 alone.
    private static string? ReadChallenge(IQueryCollection query, bool wantsCode) =>
        wantsCode && query["code_challenge_method"].ToString() == "S256" && Challenge.IsMatch(query["code_challenge"].ToString())
            ? query["code_challenge"].ToString()
            : null;

    [GeneratedRegex(@"^[A-Za-z0-9_-]{43}\z")]
    private static partial Regex Challenge { get; }
}
