using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Reads a pool's SAML providers, as whoever answers for them describes himself; and what the pool is to them.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateIdentityProvider", ProviderDetails.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html</remarks>
internal sealed class SamlProviders(SamlMetadataReader metadata, SamlKeys keys)
{
    /// <summary>Whether responses without a request are accepted.</summary>
    public static bool MayBegin(PoolProvider provider) => provider.Details.GetValueOrDefault("IDPInit") == "true";

    /// <summary>Whether signing out of the pool ends the session at the provider, too.</summary>
    public static bool SignsOut(PoolProvider provider) => provider.Details.GetValueOrDefault("IDPSignout") == "true";

    /// <summary>Whether requests are signed even where the provider does not want that.</summary>
    public static bool Signs(PoolProvider provider) => provider.Details.ContainsKey("RequestSigningAlgorithm");

    /// <summary>Whether assertions must be encrypted.</summary>
    public static bool Encrypts(PoolProvider provider) => provider.Details.GetValueOrDefault("EncryptedResponses") == "true";

    /// <exception cref="ProviderException">There is no metadata.</exception>
    public Task<SamlMetadata> MetadataAsync(PoolProvider provider, CancellationToken cancel) =>
        metadata.ReadAsync(
            provider.Name,
            provider.Details.GetValueOrDefault("MetadataURL") ?? provider.Details.GetValueOrDefault("MetadataFile"),
            cancel
        );

    /// <summary>What a pool is to a provider, on the domain that a browser uses.</summary>
    public SamlServiceProvider Of(UserPool pool, PoolProvider provider, HttpRequest http)
    {
        var domain = $"{http.Scheme}://{http.Host}";
        return new(
            SamlServiceProvider.NameOf(pool.Id),
            new($"{domain}{SamlFederation.Return}"),
            new($"{domain}{SamlFederation.LogoutReturn}"),
            keys.Signing(pool.Id),
            keys.Encryption(pool.Id, provider.Name)
        );
    }

    /// <summary>A pool as one of the apps that a provider knows.</summary>
    public ProviderClient Client(UserPool pool, PoolProvider provider) =>
        new(provider.Name, provider.Kind, SamlServiceProvider.NameOf(pool.Id))
        {
            Signing = Signs(provider) ? keys.Signing(pool.Id) : null,
            Encryption = Encrypts(provider) ? keys.Encryption(pool.Id, provider.Name) : null,
        };
}
