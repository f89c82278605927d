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

    /// <summary>Attributes of its own, and the claims that it fills them from.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Apple's names for its team and its key.</summary>
    public (string Team, string Key)? AppleIds { get; init; }
}

/// <summary>A part of the host that is an app of providers.</summary>
internal interface IProviderClients
{
    /// <summary>What it is known as, now that this is deployed.</summary>
    IEnumerable<ProviderClient> Of(Deployed deployed);
}
