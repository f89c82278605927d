using System.Security.Cryptography.X509Certificates;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Providers;

/// <summary>An app that a provider knows: the user pool itself, or one that takes tokens to an identity pool directly.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Kind">Google, Facebook, LoginWithAmazon, SignInWithApple, OIDC or SAML.</param>
/// <param name="ClientId">The app's name there.</param>
public sealed record ProviderClient(string Provider, string Kind, string ClientId)
{
    /// <summary>Its secret; of an app of Apple's, its private key. Null for an app that keeps none.</summary>
    public string? Secret { get; init; }

    /// <summary>The secret that it had before, which providers take until somebody removes it: a sign-in that is under way ends with it.</summary>
    public string? EarlierSecret { get; init; }

    /// <summary>Attributes of its own, and the claims that it fills them from.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Apple's names for its team and its key.</summary>
    public (string Team, string Key)? AppleIds { get; init; }

    /// <summary>What an app of SAML's signs with; null for other apps, and for one that signs nothing.</summary>
    public X509Certificate2? Signing { get; init; }

    /// <summary>What assertions for it are encrypted with; null where they are not.</summary>
    public X509Certificate2? Encryption { get; init; }
}

/// <summary>A part of the host that is an app of providers.</summary>
internal interface IProviderClients
{
    /// <summary>What it is known as, now that this is deployed.</summary>
    IEnumerable<ProviderClient> Of(Deployed deployed);
}
