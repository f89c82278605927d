using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Configuration.Branding;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Login.Looks;

/// <summary>The style sheet of managed login: one that is always the same, over variables that the settings fill.</summary>
internal static partial class ManagedStyle
{
    private static readonly (string Path, int Default)[] Radii =
    [
        ("componentClasses.buttons.borderRadius", 8),
        ("componentClasses.input.borderRadius", 8),
        ("components.alert.borderRadius", 12),
        ("components.form.borderRadius", 8),
    ];

    private static readonly Dictionary<string, (string Variable, string Switch)> Backgrounds = new()
    {
        ["PAGE_BACKGROUND"] = ("page-background", "components.pageBackground.image.enabled"),
        ["FORM_BACKGROUND"] = ("form-background", "components.form.backgroundImage.enabled"),
        ["PAGE_HEADER_BACKGROUND"] = ("header-background", "components.pageHeader.backgroundImage.enabled"),
        ["PAGE_FOOTER_BACKGROUND"] = ("footer-background", "components.pageFooter.backgroundImage.enabled"),
    };

    public static string Of(JsonObject settings, IReadOnlyList<LookImage> images)
    {
        var css = new StringBuilder();
        var look = new Look
        {
            Settings = settings,
            Images = [.. images],
            IsClassic = false,
            Css = "",
            Version = "",
        };
        var mode = look.Setting("categories.global.colorSchemeMode") ?? "LIGHT";
        css.Append(":root{").Append(Variables(look, mode == "DARK")).AppendLine("}");
        if (mode == "DYNAMIC")
            css.Append("@media (prefers-color-scheme:dark){:root{").Append(Variables(look, true)).AppendLine("}}");
        return css.Append(ProgramFiles.Text("managed.css")).ToString();
    }

    private static string Variables(Look look, bool isDark)
    {
        var css = new StringBuilder(isDark ? "color-scheme:dark;" : "color-scheme:light;");
        foreach (var color in ManagedLoginColor.All)
        {
            // Templates that others wrote may hold anything: what is no colour must not become CSS.
            if (color.Value(look.Settings, isDark) is var value && Hex.IsMatch(value))
                css.Append(CultureInfo.InvariantCulture, $"--{color.Name.Replace('.', '-')}:#{value};");
        }
        foreach (var (path, standard) in Radii)
        {
            var radius = int.TryParse(look.Setting(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : standard;
            css.Append(CultureInfo.InvariantCulture, $"--{path.Replace('.', '-')}:{radius}px;");
        }
        foreach (var (category, (variable, isOn)) in Backgrounds)
        {
            var image = look.IsOn(isOn) ? look.Find(category, isDark) : null;
            // Relative to the style sheet.
            css.Append(CultureInfo.InvariantCulture, $"--{variable}:{(image is { } index ? $"url(images/{index})" : "none")};");
        }
        return css.ToString();
    }

    [GeneratedRegex(@"^([0-9a-fA-F]{6}|[0-9a-fA-F]{8})\z")]
    private static partial Regex Hex { get; }
}
