using CognitoStack.Local.UserPools.Login.Pages;

namespace CognitoStack.Local.UserPools.Login.Looks;

/// <summary>What of a look stands in the HTML: images and where things are.</summary>
internal sealed class LookFrame(Look look, string client)
{
    private string Base => $"/_login/{client}/{look.Version}";

    public FrameView View()
    {
        var isClassic = look.IsClassic;
        return new()
        {
            StyleSheet = $"{Base}/style.css",
            IsClassic = isClassic,
            Icons = isClassic ? [] : [.. Icons()],
            Placement = isClassic
                ? ""
                : $"h-{Place("categories.form.location.horizontal", "CENTER")} v-{Place("categories.form.location.vertical", "CENTER")}",
            Logo = If("components.form.logo.enabled", "FORM_LOGO"),
            LogoPlacement = $"at-{Place("components.form.logo.location", "CENTER")}",
            IsLogoOutside = look.Setting("components.form.logo.formInclusion") == "OUT",
            IsLogoBelow = look.Setting("components.form.logo.position") == "BOTTOM",
            HasHeader = !isClassic && look.IsOn("categories.global.pageHeader.enabled"),
            HeaderLogo = If("components.pageHeader.logo.enabled", "PAGE_HEADER_LOGO"),
            HeaderPlacement = $"header at-{Place("components.pageHeader.logo.location", "START")}",
            HasFooter = !isClassic && look.IsOn("categories.global.pageFooter.enabled"),
            FooterLogo = If("components.pageFooter.logo.enabled", "PAGE_FOOTER_LOGO"),
            FooterPlacement = $"footer at-{Place("components.pageFooter.logo.location", "START")}",
        };
    }

    /// <summary>The icon of a provider's button, where the brand has one and shows it.</summary>
    public ImageView? ProviderIcon(string provider) => If("componentClasses.idpButtons.icons.enabled", "IDP_BUTTON_ICON", provider);

    /// <summary>The picture beside a kind of form, where the brand has one.</summary>
    public ImageView? Graphic(string category) => If("categories.form.displayGraphics", category);

    private ImageView? If(string setting, string category, string? provider = null)
    {
        if (look.IsClassic || !look.IsOn(setting))
            return null;
        var mode = look.Setting("categories.global.colorSchemeMode") ?? "LIGHT";
        var (light, dark) = (look.Find(category, mode == "DARK", provider), mode == "DYNAMIC" ? look.Find(category, true, provider) : null);
        return (light ?? dark) is { } first ? new(Href(first), dark is { } other && other != first ? Href(other) : null) : null;
    }

    private IEnumerable<(string, string)> Icons() =>
        look
            .Images.Index()
            .Where(i => i.Item.Category.StartsWith("FAVICON_", StringComparison.Ordinal))
            .Select(i => (i.Item.ContentType, Href(i.Index)));

    private string Href(int image) => $"{Base}/images/{image}";

    // It becomes the name of a class.
    private string Place(string path, string standard) =>
        look.Setting(path) is "START" or "CENTER" or "END" ? look.Setting(path)! : standard;
}
