using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>A colour of managed login that settings can choose, once for light and once for dark pages.</summary>
/// <param name="Name">Its place in the settings without the mode: <c>components.primaryButton.defaults.backgroundColor</c>.</param>
/// <param name="LightPath">Its place in the settings for light pages.</param>
/// <param name="DarkPath">Its place in the settings for dark pages.</param>
public sealed record ManagedLoginColor(string Name, string LightPath, string DarkPath)
{
    private const string Light = "lightMode";

    /// <summary>Every colour, as the shape of the settings has them.</summary>
    public static IReadOnlyList<ManagedLoginColor> All { get; } = [.. Find(SettingsShape.Root, [])];

    /// <summary>The colour on light or dark pages: what settings say, or what Cognito takes where they say nothing.</summary>
    /// <returns>Eight hexadecimal digits: red, green, blue and opacity.</returns>
    public string Value(JsonObject settings, bool isDark)
    {
        var path = isDark ? DarkPath : LightPath;
        return ManagedLoginSettings.At(settings, path)?.ToString() ?? ManagedLoginSettings.Default(path)!;
    }

    private static IEnumerable<ManagedLoginColor> Find(JsonObject shape, string[] path) =>
        shape.SelectMany(member =>
            member.Value switch
            {
                JsonObject inner => Find(inner, [.. path, member.Key]),
                JsonValue leaf when leaf.ToString().StartsWith("color ", StringComparison.Ordinal) && path.Contains(Light) =>
                [
                    Of([.. path, member.Key]),
                ],
                _ => [],
            }
        );

    private static ManagedLoginColor Of(string[] path) =>
        new(
            string.Join('.', path.Where(p => p != Light)),
            string.Join('.', path),
            string.Join('.', path.Select(p => p == Light ? "darkMode" : p))
        );
}
