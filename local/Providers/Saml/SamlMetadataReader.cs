using CognitoStack.Local.Providers.OpenId;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Reads what providers say of themselves, anew each time: AWS does so every six hours, and nobody waits that long for a new key here.</summary>
internal sealed class SamlMetadataReader(ProviderHttp http, TimeProvider time)
{
    /// <summary>Reads metadata.</summary>
    /// <param name="source">An address, a file, or the document itself.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ProviderException">There is none, or it has expired.</exception>
    public async Task<SamlMetadata> ReadAsync(string source, CancellationToken cancel)
    {
        var read = SamlMetadata.Parse(await TextAsync(source, cancel));
        return read.ValidUntil <= time.GetUtcNow() ? throw new ProviderException("metadata", $"the metadata of {read.EntityId} expired at {read.ValidUntil:O}") : read;
    }

    private async Task<string> TextAsync(string source, CancellationToken cancel)
    {
        if (source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return await http.TextAsync(source, cancel);
        if (source.Contains('<', StringComparison.Ordinal))
            return source;
        try
        {
            return await File.ReadAllTextAsync(source, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ProviderException("metadata", $"{source} cannot be read: {e.Message}");
        }
    }
}
