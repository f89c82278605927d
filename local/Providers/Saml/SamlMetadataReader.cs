using System.Xml;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers.OpenId;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Reads what providers say of themselves, anew each time: AWS does so every six hours, and nobody waits that long for a new key here.</summary>
internal sealed class SamlMetadataReader(ProviderHttp http, ProviderTargets targets, HostEndpoint endpoint, TimeProvider time)
{
    /// <summary>Where stand-ins have it, below their address.</summary>
    public const string StandInPath = "metadata";

    /// <summary>Reads the metadata of whoever answers for a provider.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="real">What templates say: an address, or the document itself; null where they say nothing.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="ProviderException">There is none, or it has expired.</exception>
    public async Task<SamlMetadata> ReadAsync(string provider, string? real, CancellationToken cancel)
    {
        var read = SamlMetadata.Parse(
            await TextAsync(
                Source(provider) ?? real ?? throw new ProviderException("metadata", $"there is no metadata of {provider}"),
                cancel
            )
        );
        return read.ValidUntil <= time.GetUtcNow()
            ? throw new ProviderException("metadata", $"the metadata of {read.EntityId} expired at {read.ValidUntil:O}")
            : read;
    }

    private string? Source(string provider) =>
        targets.IsStandIn(provider)
            ? $"{ProviderTargets.StandIn(provider, endpoint.Pages)}/{StandInPath}"
            : targets.Address(provider, endpoint.Pages);

    private async Task<string> TextAsync(string source, CancellationToken cancel)
    {
        if (
            source.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        )
            return await http.TextAsync(source, cancel);
        if (source.Contains('<', StringComparison.Ordinal))
            return source;
        try
        {
            return Configuration.SamlMetadata.Text(await File.ReadAllBytesAsync(source, cancel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or XmlException)
        {
            throw new ProviderException("metadata", $"{source} cannot be read: {e.Message}");
        }
    }
}
