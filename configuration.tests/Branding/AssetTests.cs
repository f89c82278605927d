using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration.Tests.Branding;

/// <summary>What the names of images say, and whether their content agrees.</summary>
public sealed class AssetTests
{
    [Theory]
    [InlineData("form-logo.light.svg", "FORM_LOGO", "LIGHT", "SVG", null)]
    [InlineData("favicon.ico", "FAVICON_ICO", "DYNAMIC", "ICO", null)]
    [InlineData("favicon.light.svg", "FAVICON_SVG", "LIGHT", "SVG", null)]
    [InlineData("page-background.dark.webp", "PAGE_BACKGROUND", "DARK", "WEBP", null)]
    [InlineData("page-header-logo.dynamic.png", "PAGE_HEADER_LOGO", "DYNAMIC", "PNG", null)]
    [InlineData("auth-app-graphic.jpg", "AUTH_APP_GRAPHIC", "DYNAMIC", "JPEG", null)]
    [InlineData("auth-app-graphic.jpeg", "AUTH_APP_GRAPHIC", "DYNAMIC", "JPEG", null)]
    [InlineData("idp-button-icon.Google.svg", "IDP_BUTTON_ICON", "DYNAMIC", "SVG", "Google")]
    [InlineData("idp-button-icon.dark.Corp SSO.svg", "IDP_BUTTON_ICON", "DARK", "SVG", "Corp SSO")]
    public void The_name_says_what_an_image_is_for(string file, string category, string mode, string extension, string? id)
    {
        var asset = Assert.Single(new BrandFolder().ShowingAll().With(file, Content(extension)).Accepted().Assets);
        Assert.Equal(new BrandAsset(category, mode, extension, Convert.ToBase64String(Content(extension)), id), asset);
    }

    [Theory]
    [InlineData("form-lgo.light.svg", "is no file of a brand. Did you mean \"form-logo\"? Rename or remove it.")]
    [InlineData("Form-Logo.light.svg", "is no file of a brand. Did you mean \"form-logo\"? Rename or remove it.")]
    [InlineData("setings.json", "is no file of a brand. Did you mean \"settings.json\"? Rename or remove it.")]
    [InlineData(".DS_Store", "is no file of a brand. Known: settings.json, classic.css, README.md, LICENSE. Rename or remove it.")]
    [InlineData("favicon.png", "favicon cannot be .png. Save it as .ico, .svg.")]
    [InlineData("form-logo.gif", "form-logo cannot be .gif. Save it as .png, .jpg, .jpeg, .webp, .svg.")]
    [InlineData("form-logo.ico", "form-logo cannot be .ico. Save it as .png, .jpg, .jpeg, .webp, .svg.")]
    [InlineData("form-logo.lihgt.svg", "\"lihgt\" is no colour mode. Did you mean \"light\"? Without one, the image is for all of them.")]
    [InlineData(
        "form-logo.light.Google.svg",
        "\"Google\" is no colour mode. Known: light, dark, dynamic. Without one, the image is for all of them."
    )]
    [InlineData(
        "idp-button-icon.dark.svg",
        "needs the name of one identity provider, as in idp-button-icon.Google.svg or idp-button-icon.dark.Google.svg."
    )]
    [InlineData("idp-button-icon.a+b.svg", "\"a+b\" must be 1 to 40 letters, digits, spaces, hyphens and underscores (AWS: ResourceId).")]
    public void A_name_that_says_nothing_is_refused(string file, string message) =>
        Assert.Equal($"branding/acme/{file}: {message}", new BrandFolder().ShowingAll().With(file, BrandFolder.Svg).RefusedOnce());

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void The_name_of_a_provider_has_at_most_forty_characters(int length, bool accepted)
    {
        var errors = new BrandFolder().With($"idp-button-icon.{new string('a', length)}.png", BrandFolder.Png).Compile().Errors;
        Assert.Equal(accepted, errors.Count == 0);
    }

    [Theory]
    [InlineData("PNG", "form-logo.light.jpg", "is by its name JPEG, and by its content PNG. Rename it, or save it as JPEG.")]
    [InlineData("JPEG", "form-logo.light.png", "is by its name PNG, and by its content JPEG. Rename it, or save it as PNG.")]
    [InlineData("SVG", "form-logo.light.webp", "is by its name WEBP, and by its content SVG. Rename it, or save it as WEBP.")]
    [InlineData("PNG", "favicon.ico", "is by its name ICO, and by its content PNG. Rename it, or save it as ICO.")]
    [InlineData("ICO", "favicon.svg", "is by its name SVG, and by its content ICO. Rename it, or save it as SVG.")]
    [InlineData("?", "form-logo.light.png", "is by its name PNG, and by its content no image that Cognito takes. Save it as PNG again.")]
    [InlineData("", "form-logo.light.png", "is empty. Remove it, or save the image again.")]
    public void Content_that_is_not_what_the_name_says_is_refused(string content, string file, string message) =>
        Assert.Equal($"branding/acme/{file}: {message}", new BrandFolder().ShowingAll().With(file, Content(content)).RefusedOnce());

    [Fact]
    public void Two_images_for_one_place_and_mode_are_refused() =>
        Assert.Equal(
            "branding/acme/form-logo.light.svg: is FORM_LOGO in LIGHT, and so is branding/acme/form-logo.light.png. Remove one, or name one for the other colour mode.",
            new BrandFolder()
                .ShowingAll()
                .With("form-logo.light.svg", BrandFolder.Svg)
                .With("form-logo.light.png", BrandFolder.Png)
                .RefusedOnce()
        );

    [Fact]
    public void Icons_of_two_providers_are_two_images() =>
        Assert.Equal(
            2,
            new BrandFolder()
                .With("idp-button-icon.Google.png", BrandFolder.Png)
                .With("idp-button-icon.Okta.png", BrandFolder.Png)
                .Accepted()
                .Assets.Count
        );

    [Theory]
    [InlineData("{}", "form-logo.light.png", "$.components.form.logo.enabled is false unless set")]
    [InlineData(
        """{ "components": { "form": { "logo": { "enabled": false } } } }""",
        "form-logo.light.png",
        "$.components.form.logo.enabled is false"
    )]
    [InlineData(
        """{ "components": { "pageHeader": { "logo": { "enabled": true } } } }""",
        "page-header-logo.png",
        "$.categories.global.pageHeader.enabled is false unless set"
    )]
    [InlineData(
        """{ "components": { "pageBackground": { "image": { "enabled": false } } } }""",
        "page-background.png",
        "$.components.pageBackground.image.enabled is false"
    )]
    [InlineData(
        """{ "categories": { "form": { "displayGraphics": false } } }""",
        "sms-graphic.png",
        "$.categories.form.displayGraphics is false"
    )]
    [InlineData(
        """{ "componentClasses": { "idpButtons": { "icons": { "enabled": false } } } }""",
        "idp-button-icon.Google.png",
        "$.componentClasses.idpButtons.icons.enabled is false"
    )]
    public void An_image_that_is_never_shown_is_refused(string settings, string file, string reason) =>
        Assert.Equal(
            $"branding/acme/{file}: is never shown: in settings.json {reason}. Set it to true, or remove the image.",
            new BrandFolder().With("settings.json", settings).With(file, BrandFolder.Png).RefusedOnce()
        );

    [Fact]
    public void A_favicon_of_a_type_that_is_off_is_refused() =>
        Assert.Equal(
            "branding/acme/favicon.ico: is never shown: in settings.json $.components.favicon.enabledTypes has [\"SVG\"]. Add \"ICO\", or remove the image.",
            new BrandFolder()
                .With("settings.json", """{ "components": { "favicon": { "enabledTypes": ["SVG"] } } }""")
                .With("favicon.ico", BrandFolder.Ico)
                .RefusedOnce()
        );

    [Fact]
    public void Settings_that_cannot_be_read_hide_no_image() =>
        Assert.StartsWith(
            "branding/acme/settings.json:1:2: This is not JSON.",
            new BrandFolder().With("settings.json", "{").With("form-logo.png", BrandFolder.Png).RefusedOnce(),
            StringComparison.Ordinal
        );

    private static byte[] Content(string format) =>
        format switch
        {
            "PNG" => BrandFolder.Png,
            "JPEG" => BrandFolder.Jpeg,
            "WEBP" => BrandFolder.Webp,
            "ICO" => BrandFolder.Ico,
            "SVG" => BrandFolder.Svg,
            "" => [],
            _ => "GIF89a"u8.ToArray(),
        };
}
