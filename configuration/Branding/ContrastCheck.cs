using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>Whether people can read what a brand writes: WCAG 2.2 level AA, "Contrast (Minimum)" and "Non-text Contrast", in light and dark mode.</summary>
/// <remarks>
/// A colour that the settings leave out is Cognito's own; these pass among themselves, so an error is always about one of the brand's.
/// Translucent colours are laid over what is behind them, down to the page's colour; a page image cannot be known and counts as that colour.
/// Not checked: <c>dropDown.match</c> (AWS does not say what lies on what), disabled buttons (WCAG exempts them).
/// </remarks>
internal static class ContrastCheck
{
    private const double Text = 4.5;

    /// <summary>For headings, which managed login sets larger than 18 points, and for marks and boundaries of controls.</summary>
    private const double LargeOrControl = 3;

    private static readonly string[] Modes = ["lightMode", "darkMode"];
    private static readonly string[] States = ["defaults", "hover", "active"];
    private static readonly string[] Form = ["components.form.{mode}.backgroundColor", "components.pageBackground.{mode}.color"];

    private static readonly (string Front, string? Back, double Least)[] Pairs =
    [
        .. Buttons("components.primaryButton"),
        .. Buttons("components.secondaryButton"),
        .. Buttons("components.idpButton.standard"),
        ("components.pageText.{mode}.headingColor", null, LargeOrControl),
        ("components.pageText.{mode}.bodyColor", null, Text),
        ("components.pageText.{mode}.descriptionColor", null, Text),
        ("componentClasses.inputLabel.{mode}.textColor", null, Text),
        ("componentClasses.inputDescription.{mode}.textColor", null, Text),
        ("componentClasses.link.{mode}.defaults.textColor", null, Text),
        ("componentClasses.link.{mode}.hover.textColor", null, Text),
        ("componentClasses.input.{mode}.placeholderColor", "componentClasses.input.{mode}.defaults.backgroundColor", Text),
        ("componentClasses.input.{mode}.defaults.borderColor", null, LargeOrControl),
        ("componentClasses.focusState.{mode}.borderColor", null, LargeOrControl),
        ("componentClasses.dropDown.{mode}.hover.itemTextColor", "componentClasses.dropDown.{mode}.hover.itemBackgroundColor", Text),
        ("componentClasses.optionControls.{mode}.defaults.borderColor", null, LargeOrControl),
        (
            "componentClasses.optionControls.{mode}.selected.foregroundColor",
            "componentClasses.optionControls.{mode}.selected.backgroundColor",
            LargeOrControl
        ),
        .. new[] { "error", "success", "warning" }.Select(s =>
            (
                $"componentClasses.statusIndicator.{{mode}}.{s}.indicatorColor",
                (string?)$"componentClasses.statusIndicator.{{mode}}.{s}.backgroundColor",
                LargeOrControl
            )
        ),
    ];

    public static void Run(JsonObject settings, Action<string, string> error)
    {
        foreach (var (front, back, least) in Pairs)
        {
            foreach (var mode in Shown(settings))
            {
                string[] places = back is null ? [front, .. Form] : [front, back, .. Form];
                var layers = places.Select(p => Layer.Of(settings, p.Replace("{mode}", mode, StringComparison.Ordinal))).ToList();
                // A malformed colour has its own error already.
                if (layers.All(l => l.Color is not null))
                    Check(layers, mode, least, error);
            }
        }
    }

    /// <summary>The modes that the pages are ever in; each reader's own unless the brand has settled it.</summary>
    private static string[] Shown(JsonObject settings) =>
        ManagedLoginSettings.At(settings, "categories.global.colorSchemeMode")?.ToString() switch
        {
            "LIGHT" => [Modes[0]],
            "DARK" => [Modes[1]],
            _ => Modes,
        };

    private static IEnumerable<(string Front, string? Back, double Least)> Buttons(string button) =>
        States.Select(s => ($"{button}.{{mode}}.{s}.textColor", (string?)$"{button}.{{mode}}.{s}.backgroundColor", Text));

    private static void Check(List<Layer> layers, string mode, double least, Action<string, string> error)
    {
        // What lies behind the first opaque layer is not seen.
        var opaque = layers.FindIndex(1, l => l.Color!.Value.Alpha >= 1);
        var seen = opaque < 0 ? layers : layers[..(opaque + 1)];
        var canvas = mode == "darkMode" ? Color.Black : Color.White;
        var behind = seen.Skip(1).Reverse().Aggregate(canvas, (back, layer) => layer.Color!.Value.Over(back));
        var front = seen[0].Color!.Value.Over(behind);
        var ratio = Color.Contrast(front, behind);
        if (ratio >= least)
            return;

        // Cut, not rounded: 4.496 is not 4.50.
        var shown = (Math.Floor(ratio * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture);
        var wayOut = front.Luminance > behind.Luminance ? "Lighten it, or darken what is behind." : "Darken it, or lighten what is behind.";
        error(
            $"$.{seen[0].Path}",
            $"{seen[0]} has a contrast of {shown} on {string.Join(" over ", seen.Skip(1).Select(l => $"$.{l.Path}, {l}"))}; "
                + $"WCAG AA needs {least.ToString("0.0", CultureInfo.InvariantCulture)}. {wayOut}"
        );
    }

    private sealed record Layer(string Path, string? Text, bool IsWritten)
    {
        public Color? Color { get; } = Text is null ? null : Branding.Color.Parse(Text);

        public static Layer Of(JsonObject settings, string path)
        {
            if (ManagedLoginSettings.At(settings, path) is not { } node)
                return new Layer(path, ManagedLoginSettings.Default(path), IsWritten: false);
            return new Layer(path, node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null, IsWritten: true);
        }

        public override string ToString() => $"\"{Text}\"{(IsWritten ? string.Empty : " (Cognito's own)")}";
    }
}
