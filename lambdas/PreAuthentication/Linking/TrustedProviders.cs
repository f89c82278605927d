using System.Collections.Immutable;

namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>Identity providers whose word on an e-mail address links an account, and how far it goes.</summary>
public sealed record TrustedProviders
{
    private const string Google = "Google";

    /// <summary>Their names in the pool.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>The attributes to which subjects are mapped, by provider.</summary>
    public IReadOnlyDictionary<string, string> SubjectAttributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Those that are Google, with the attribute to which the claim <c>hd</c> is mapped, or null.</summary>
    public IReadOnlyDictionary<string, string?> HostedDomainAttributes { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>
    /// Does the provider vouch for a verified address? Google does for its own mailboxes only: those of gmail.com, and those of domains that
    /// an organization hosts there, which the claim <c>hd</c> tells. Any other address it has verified once, and its owner may be another
    /// by now. Source: Google, "Verify the Google ID token on your server side" (developers.google.com/identity/gsi/web/guides/verify-google-id-token).
    /// </summary>
    /// <param name="provider">The provider's name in the pool.</param>
    /// <param name="email">The address that it calls verified.</param>
    /// <param name="attribute">Gives the value of an attribute of its user, or null.</param>
    public bool VouchFor(string provider, string email, Func<string, string?> attribute)
    {
        if (!HostedDomainAttributes.TryGetValue(provider, out var hostedDomain) && provider != Google)
            return true;
        return EmailDomain.OfAddress(email) == "gmail.com"
            || (hostedDomain is not null && !string.IsNullOrWhiteSpace(attribute(hostedDomain)));
    }
}
