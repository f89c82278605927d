using System.Text.RegularExpressions;
using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Branding;

/// <summary>What the name of an image says: <c>category[.light|dark|dynamic][.provider].extension</c>.</summary>
internal sealed partial record AssetName(string Category, string ColorMode, string Extension, string? ResourceId)
{
    private const string ProviderIcon = "idp-button-icon";
    private const string Favicon = "favicon";
    private static readonly string[] Modes = ["light", "dark", "dynamic"];

    // AWS documents the categories and the formats, but not which go together beyond the favicons' names;
    // a browser shows each of the others where an image stands, and an icon file nowhere.
    private static readonly string[] Categories =
    [
        Favicon,
        "email-graphic",
        "sms-graphic",
        "auth-app-graphic",
        "password-graphic",
        "passkey-graphic",
        "page-header-logo",
        "page-header-background",
        "page-footer-logo",
        "page-footer-background",
        "page-background",
        "form-background",
        "form-logo",
        ProviderIcon,
    ];

    private static readonly Dictionary<string, string> Formats = new()
    {
        ["png"] = "PNG",
        ["jpg"] = "JPEG",
        ["jpeg"] = "JPEG",
        ["webp"] = "WEBP",
        ["svg"] = "SVG",
    };
    private static readonly Dictionary<string, string> FaviconFormats = new() { ["ico"] = "ICO", ["svg"] = "SVG" };

    /// <summary>Reads a name, or says what is wrong with it.</summary>
    public static AssetName? Parse(string name, IEnumerable<string> otherFiles, Action<string> error)
    {
        var parts = name.Split('.');
        var category = parts[0];
        var formats = category == Favicon ? FaviconFormats : Formats;
        if (parts.Length < 2 || !Categories.Contains(category))
        {
            // A file that is no image at all is most likely another of the brand's files, misspelt.
            var isImage = Formats.ContainsKey(parts[^1]) || FaviconFormats.ContainsKey(parts[^1]);
            error(
                $"is no file of a brand.{(isImage ? Suggestion.For(category, Categories) : Suggestion.For(name, otherFiles))} Rename or remove it."
            );
            return null;
        }

        if (!formats.TryGetValue(parts[^1], out var format))
        {
            error($"{category} cannot be .{parts[^1]}. Save it as {string.Join(", ", formats.Keys.Select(f => $".{f}"))}.");
            return null;
        }

        var rest = parts[1..^1];
        var mode = rest.Length > 0 && Modes.Contains(rest[0]) ? rest[0] : null;
        var id = rest[(mode is null ? 0 : 1)..];
        if (WrongId(category, id) is { } wrong)
        {
            error(wrong);
            return null;
        }

        var asset = category == Favicon ? $"FAVICON_{format}" : category.Replace('-', '_').ToUpperInvariant();
        return new AssetName(asset, (mode ?? "dynamic").ToUpperInvariant(), format, id.FirstOrDefault());
    }

    private static string? WrongId(string category, string[] id)
    {
        if (category != ProviderIcon)
            return id.Length == 0
                ? null
                : $"\"{string.Join('.', id)}\" is no colour mode.{Suggestion.For(id[0], Modes)} Without one, the image is for all of them.";
        if (id.Length != 1)
            return $"needs the name of one identity provider, as in {ProviderIcon}.Google.svg or {ProviderIcon}.dark.Google.svg.";
        return ResourceIds().IsMatch(id[0])
            ? null
            : $"\"{id[0]}\" must be 1 to 40 letters, digits, spaces, hyphens and underscores (AWS: ResourceId).";
    }

    [GeneratedRegex(@"^[\w\- ]{1,40}\z")]
    private static partial Regex ResourceIds();
}
