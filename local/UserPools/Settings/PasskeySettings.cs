using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Passkeys of a user pool.</summary>
/// <param name="RelyingParty"><c>WebAuthnRelyingPartyID</c>; null where the template leaves it to the login domain.</param>
/// <param name="RequiresVerification">Whether authenticators must verify their user (<c>WebAuthnUserVerification</c>).</param>
/// <param name="AreMultiFactor">Whether a passkey that verified its user is two factors in one (<c>WebAuthnFactorConfiguration</c>).</param>
internal sealed record PasskeySettings(string? RelyingParty, bool RequiresVerification, bool AreMultiFactor)
{
    private const string Here = "localhost";

    public static PasskeySettings Of(Resource pool) =>
        new(
            pool.Text("WebAuthnRelyingPartyID"),
            pool.Text("WebAuthnUserVerification") == "required",
            pool.Text("WebAuthnFactorConfiguration") == "MULTI_FACTOR_WITH_USER_VERIFICATION"
        );

    /// <summary>The relying party for whoever uses the API.</summary>
    public string ForApps => RelyingParty ?? Here;

    /// <summary>The relying party for a page of this host: the template's, where a page of this name may speak for it.</summary>
    public string ForPage(string host) => RelyingParty is { } id && Covers(id, host) ? id : host;

    /// <summary>Whether a page at an origin may speak for a relying party; only pages of this machine may do without TLS.</summary>
    public static bool Allows(string relyingParty, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && Covers(relyingParty, uri.Host)
        && (
            uri.Scheme == "https" || (uri.Scheme == "http" && (uri.Host == Here || uri.Host.EndsWith($".{Here}", StringComparison.Ordinal)))
        );

    private static bool Covers(string relyingParty, string host) =>
        host == relyingParty || host.EndsWith($".{relyingParty}", StringComparison.Ordinal);
}
