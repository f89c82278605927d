using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>The settings that decide whether an image is shown: one that never is would be accepted by Cognito, and missed by its owner.</summary>
internal static class AssetSwitches
{
    private static readonly Dictionary<string, string[]> Switches = new()
    {
        ["FORM_LOGO"] = ["components.form.logo.enabled"],
        ["FORM_BACKGROUND"] = ["components.form.backgroundImage.enabled"],
        ["PAGE_BACKGROUND"] = ["components.pageBackground.image.enabled"],
        ["PAGE_HEADER_LOGO"] = ["categories.global.pageHeader.enabled", "components.pageHeader.logo.enabled"],
        ["PAGE_HEADER_BACKGROUND"] = ["categories.global.pageHeader.enabled", "components.pageHeader.backgroundImage.enabled"],
        ["PAGE_FOOTER_LOGO"] = ["categories.global.pageFooter.enabled", "components.pageFooter.logo.enabled"],
        ["PAGE_FOOTER_BACKGROUND"] = ["categories.global.pageFooter.enabled", "components.pageFooter.backgroundImage.enabled"],
        ["IDP_BUTTON_ICON"] = ["componentClasses.idpButtons.icons.enabled"],
        ["EMAIL_GRAPHIC"] = ["categories.form.displayGraphics"],
        ["SMS_GRAPHIC"] = ["categories.form.displayGraphics"],
        ["AUTH_APP_GRAPHIC"] = ["categories.form.displayGraphics"],
        ["PASSWORD_GRAPHIC"] = ["categories.form.displayGraphics"],
        ["PASSKEY_GRAPHIC"] = ["categories.form.displayGraphics"],
    };

    /// <summary>Why an image of a category is not shown, and what to do, or null where it is.</summary>
    public static string? WhyHidden(string category, JsonObject settings)
    {
        if (category.StartsWith("FAVICON_", StringComparison.Ordinal))
            return WhyFaviconHidden(category["FAVICON_".Length..], settings);
        foreach (var path in Switches[category])
        {
            var given = ManagedLoginSettings.At(settings, path);
            if (given?.GetValueKind() == JsonValueKind.False)
                return Hidden($"$.{path} is false");
            if (given is null && ManagedLoginSettings.Default(path) == "false")
                return Hidden($"$.{path} is false unless set");
        }

        return null;

        static string Hidden(string reason) => $"is never shown: in settings.json {reason}. Set it to true, or remove the image.";
    }

    private static string? WhyFaviconHidden(string format, JsonObject settings) =>
        ManagedLoginSettings.At(settings, "components.favicon.enabledTypes") is JsonArray enabled
        && !enabled.Any(e => e is JsonValue && e.ToString() == format)
            ? $"is never shown: in settings.json $.components.favicon.enabledTypes has {enabled.ToJsonString()}. Add \"{format}\", or remove the image."
            : null;
}
