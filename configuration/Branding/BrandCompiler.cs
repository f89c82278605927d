using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>Turns the folder of a brand into the properties of <c>AWS::Cognito::ManagedLoginBranding</c>, or says everything that is wrong with it.</summary>
/// <remarks>
/// Sources: Amazon Cognito API Reference, "CreateManagedLoginBranding" and "AssetType"; Developer Guide, "Customizing hosted UI (classic) branding".
/// </remarks>
internal static class BrandCompiler
{
    private const string SettingsFile = "settings.json";
    private const string ClassicFile = "classic.css";
    private const int MostAssets = 40;
    private const int MostBytes = 2_000_000;
    private static readonly string[] Notes = ["README.md", "LICENSE"];

    /// <summary>Reads and checks a brand.</summary>
    /// <param name="files">The project's files.</param>
    /// <param name="folder">Folder of the brand, such as <c>branding/acme</c>.</param>
    /// <param name="error">Gets the place (file, and in settings.json the JSON path) and what is wrong there.</param>
    /// <param name="acceptsContrast">Whether the environment accepts that the colour at a JSON path of settings.json is hard to read. Default: it accepts none.</param>
    /// <returns>The brand, or null after any error.</returns>
    public static Brand? Compile(
        IProjectFiles files,
        string folder,
        Action<string, string> error,
        Func<string, bool>? acceptsContrast = null
    )
    {
        folder = folder.TrimEnd('/');
        if (files.List(folder) is not { } names)
        {
            error(folder, "is no folder below cdk/. Create it, with settings.json or images in it.");
            return null;
        }

        var sound = true;
        void Error(string place, string message)
        {
            sound = false;
            error(place, message);
        }

        JsonObject? settings = null;
        string? classic = null;
        var images = new List<BrandImage>();
        foreach (var name in names.Except(Notes))
        {
            var path = $"{folder}/{name}";
            if (files.Read(path) is not { } content)
                Error(path, "cannot be read.");
            else if (name == SettingsFile)
                settings = ManagedLoginSettings.Read(content, path, Error, acceptsContrast ?? (_ => false));
            else if (name == ClassicFile)
                classic = ClassicStyleSheet.Read(content, path, Error);
            else if (AssetName.Parse(name, [SettingsFile, ClassicFile, .. Notes], m => Error(path, m)) is { } asset)
                images.Add(new BrandImage(path, asset, content));
        }

        foreach (var image in images)
            image.Check(Error);
        CheckTogether(folder, images, Error);
        // Settings that could not be read switch nothing on or off.
        if (settings is not null || !names.Contains(SettingsFile))
            CheckShown(images, settings ?? [], Error);
        var brand = new Brand(settings is { Count: > 0 } ? settings : null, [.. images.Select(i => i.Asset)], classic);
        if (sound && !brand.StylesManagedLogin && classic is null)
            Error(
                folder,
                "has neither settings nor images, so it would be no brand. Add settings.json or an image, or leave the brand out to have Cognito's own looks."
            );
        if (brand.Size > MostBytes)
            Error(
                folder,
                $"takes {brand.Size:N0} bytes with its images in Base64; Cognito accepts {MostBytes:N0} a request. {Largest(images)}"
            );
        return sound ? brand : null;
    }

    private static void CheckTogether(string folder, List<BrandImage> images, Action<string, string> error)
    {
        if (images.Count > MostAssets)
            error(folder, $"has {images.Count} images; Cognito accepts {MostAssets}. Remove {images.Count - MostAssets}.");
        foreach (var same in images.GroupBy(i => (i.Name.Category, i.Name.ColorMode, i.Name.ResourceId)).Where(g => g.Count() > 1))
        {
            var (category, mode, _) = same.Key;
            foreach (var other in same.Skip(1))
                error(
                    other.Path,
                    $"is {category} in {mode}, and so is {same.First().Path}. Remove one, or name one for the other colour mode."
                );
        }
    }

    private static void CheckShown(List<BrandImage> images, JsonObject settings, Action<string, string> error)
    {
        foreach (var image in images)
            if (AssetSwitches.WhyHidden(image.Name.Category, settings) is { } why)
                error(image.Path, why);
    }

    private static string Largest(List<BrandImage> images) =>
        images.MaxBy(i => i.Content.Length) is { } image
            ? $"Shrink the images; the largest is {image.Path} with {image.Content.Length:N0} bytes."
            : "Shorten settings.json.";
}
