namespace CognitoStack.Configuration.Branding;

/// <summary>An image file of a brand: its name promises, its content must keep.</summary>
internal sealed record BrandImage(string Path, AssetName Name, byte[] Content)
{
    /// <summary>Limit of a Base64 text ("AssetType": at most 1,000,000), as bytes of the file.</summary>
    private const int MostBytes = 750_000;

    public BrandAsset Asset => new(Name.Category, Name.ColorMode, Name.Extension, Convert.ToBase64String(Content), Name.ResourceId);

    public void Check(Action<string, string> error)
    {
        if (Content.Length == 0)
            error(Path, "is empty. Remove it, or save the image again.");
        else if (Content.Length > MostBytes)
            error(Path, $"has {Content.Length:N0} bytes; Cognito accepts {MostBytes:N0} (1,000,000 in Base64) an image. Make it smaller.");
        else if (Format(Content) is var format && format != Name.Extension)
        {
            error(
                Path,
                format is null
                    ? $"is by its name {Name.Extension}, and by its content no image that Cognito takes. Save it as {Name.Extension} again."
                    : $"is by its name {Name.Extension}, and by its content {format}. Rename it, or save it as {Name.Extension}."
            );
        }
        else if (format == "SVG")
            SvgCheck.Run(Content, Path, error);
    }

    /// <summary>What a file is by its first bytes.</summary>
    private static string? Format(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n\u001a\n"u8]))
            return "PNG";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "JPEG";
        if (content.StartsWith("RIFF"u8) && content.Length >= 12 && content[8..].StartsWith("WEBP"u8))
            return "WEBP";
        if (content.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) && content.Length >= 22)
            return "ICO";
        return content.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, .. " \t\r\n"u8]).StartsWith("<"u8) ? "SVG" : null;
    }
}
