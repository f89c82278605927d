using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Configuration.Branding;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Looks;

/// <summary>An image of a brand.</summary>
internal sealed record LookImage(string Category, string ColorMode, string Extension, string? ResourceId, ReadOnlyMemory<byte> Bytes)
{
    public string ContentType =>
        Extension switch
        {
            "ICO" => "image/x-icon",
            "JPEG" => "image/jpeg",
            "SVG" => "image/svg+xml",
            "WEBP" => "image/webp",
            _ => "image/png",
        };
}

/// <summary>How the pages of an app client look: managed login with its settings and images, or the classic hosted UI with its style sheet.</summary>
internal sealed record Look
{
    /// <summary>Settings of managed login; empty where Cognito's own values hold.</summary>
    public required JsonObject Settings { get; init; }
    public required ImmutableArray<LookImage> Images { get; init; }

    /// <summary>Whether the pages are the classic hosted UI.</summary>
    public required bool IsClassic { get; init; }
    public required string Css { get; init; }

    /// <summary>Changes with whatever is part of the look: a browser may keep what has this in its address.</summary>
    public required string Version { get; init; }

    /// <summary>Managed login: <c>AWS::Cognito::ManagedLoginBranding</c>.</summary>
    public static Look Managed(JsonObject? branding)
    {
        var settings = branding?["Settings"] as JsonObject ?? [];
        ImmutableArray<LookImage> images = [.. branding?["Assets"].Objects().Select(Image) ?? []];
        return Of(settings, images, false, ManagedStyle.Of(settings, images));
    }

    /// <summary>The classic hosted UI: <c>AWS::Cognito::UserPoolUICustomizationAttachment</c>.</summary>
    public static Look Classic(string? css) => Of([], [], true, ProgramFiles.Text("classic.css") + css);

    /// <summary>A setting, or what Cognito takes where it is missing.</summary>
    public string? Setting(string path) => (ManagedLoginSettings.At(Settings, path) ?? ManagedLoginSettings.Default(path))?.ToString();

    public bool IsOn(string path) => bool.TryParse(Setting(path), out var isOn) && isOn;

    /// <summary>The image of a category for light or dark pages; one that is for both serves where there is none for the mode alone.</summary>
    public int? Find(string category, bool isDark, string? provider = null)
    {
        var mode = isDark ? "DARK" : "LIGHT";
        var found = Images
            .Index()
            .Where(i =>
                i.Item.Category == category
                && i.Item.ResourceId == provider
                && i.Item.ColorMode is var m
                && (m == mode || m is not ("LIGHT" or "DARK"))
            )
            .OrderBy(i => i.Item.ColorMode == mode ? 0 : 1)
            .Select(i => (int?)i.Index)
            .FirstOrDefault();
        return found;
    }

    /// <summary>Whether other providers stand before the form for a password.</summary>
    public bool AreProvidersFirst =>
        IsClassic
        || (
            ManagedLoginSettings.At(Settings, "categories.auth.authMethodOrder") is not JsonArray { Count: > 0 } order
            || order.SelectMany(o => o.Objects()).FirstOrDefault()?["type"]?.ToString() != "USERNAME_PASSWORD"
        );

    /// <summary>Providers as the settings order them; the rest behind, as the client has them.</summary>
    public IEnumerable<string> Ordered(IEnumerable<string> providers)
    {
        var order = ManagedLoginSettings.At(Settings, "categories.auth.federation.order").Texts();
        return providers.OrderBy(p => order.IndexOf(p) is >= 0 and var place ? place : int.MaxValue);
    }

    private static LookImage Image(JsonObject asset) =>
        new(
            asset["Category"]?.ToString() ?? "",
            asset["ColorMode"]?.ToString() ?? "",
            asset["Extension"]?.ToString() ?? "",
            asset["ResourceId"]?.ToString(),
            Convert.FromBase64String(asset["Bytes"]?.ToString() ?? "")
        );

    private static Look Of(JsonObject settings, ImmutableArray<LookImage> images, bool isClassic, string css)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(css));
        foreach (var image in images)
            hash.AppendData(image.Bytes.Span);
        return new()
        {
            Settings = settings,
            Images = images,
            IsClassic = isClassic,
            Css = css,
            Version = Convert.ToHexStringLower(hash.GetHashAndReset())[..16],
        };
    }
}
