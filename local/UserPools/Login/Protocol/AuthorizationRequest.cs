using System.Collections.Immutable;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>What an app asks for when it sends a browser to the login pages; its client and its callback are known to belong together.</summary>
internal sealed record AuthorizationRequest
{
    public required UserPool Pool { get; init; }
    public required AppClient Client { get; init; }

    /// <summary>Where the answer goes: one of the client's callbacks, letter for letter.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Whether the app wants a code; tokens in the address otherwise.</summary>
    public required bool WantsCode { get; init; }
    public required ImmutableArray<string> Scopes { get; init; }
    public string? State { get; init; }
    public string? Nonce { get; init; }

    /// <summary>SHA-256 of the verifier that the code is to be redeemed with, in Base64url; null where the app uses no PKCE.</summary>
    public string? CodeChallenge { get; init; }
    public string? LoginHint { get; init; }
    public string? IdentityProvider { get; init; }

    /// <summary>Another name of a provider, such as the domain of somebody's address.</summary>
    public string? ProviderIdentifier { get; init; }
    public required ImmutableArray<string> Prompts { get; init; }

    /// <summary>The API that the access token is for (RFC 8707).</summary>
    public string? Resource { get; init; }

    /// <summary>The query as it came, which every page passes on to the next.</summary>
    public required string Query { get; init; }

    public Scope Scope => new(Pool, Client, null);

    /// <summary>Whether users of the pool itself may sign in, rather than those of other providers only.</summary>
    public bool HasOwnUsers => Client.IdentityProviders is [] || Client.IdentityProviders.Contains("COGNITO");

    /// <summary>The other providers that the app offers, in its order.</summary>
    public IEnumerable<PoolProvider> Providers => Client.IdentityProviders.Select(Pool.Providers.GetValueOrDefault).OfType<PoolProvider>();

    /// <summary>The provider that a person's address leads to; null where it leads to none.</summary>
    public PoolProvider? ProviderOf(string address) =>
        Providers.FirstOrDefault(p => p.Identifiers.Contains(address[(address.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the name is asked for before anything else: it decides what comes next.</summary>
    public bool AsksNameFirst => OffersChoice || Providers.Any(p => p.Identifiers.Length > 0);

    /// <summary>Whether a person may choose how to sign in.</summary>
    public bool OffersChoice => Client.Allows("USER_AUTH") && Pool.FirstFactors is not [Factor.Password];

    /// <summary>Address of another page of the same sign-in.</summary>
    public string To(string path) => path + Query;

    /// <summary>Address that begins the same sign-in at another provider.</summary>
    public string ToProvider(string name)
    {
        var query = QueryHelpers.ParseQuery(Query);
        query.Remove("idp_identifier");
        query["identity_provider"] = name;
        return QueryHelpers.AddQueryString("/oauth2/authorize", query);
    }

    /// <summary>The callback with an answer: in its query, or in its fragment where the app wants tokens.</summary>
    public string Answer(params ReadOnlySpan<(string Name, string? Value)> parameters) =>
        Answer(RedirectUri, WantsCode, [.. parameters, ("state", State)]);

    public static string Answer(string redirectUri, bool isQuery, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                pairs.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        var separator =
            !isQuery ? '#'
            : redirectUri.Contains('?', StringComparison.Ordinal) ? '&'
            : '?';
        return $"{redirectUri}{separator}{string.Join('&', pairs)}";
    }
}

/// <summary>A request that cannot be answered to the app, because app or callback are not known: the person sees a page.</summary>
internal sealed class LoginException(string error, string description) : Exception(description)
{
    public string Error => error;
}

/// <summary>An error that goes to the app's callback.</summary>
internal sealed class CallbackException(string address) : Exception("The callback is told what is wrong.")
{
    public string Address => address;
}
