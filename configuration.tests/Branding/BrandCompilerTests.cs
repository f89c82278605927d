using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration.Tests.Branding;

public sealed class BrandCompilerTests
{
    private const string Settings = """{ "components": { "form": { "borderRadius": 4 } } }""";

    [Fact]
    public void A_folder_becomes_settings_and_assets_and_a_style_sheet()
    {
        var brand = new BrandFolder()
            .ShowingAll()
            .With("form-logo.light.svg", BrandFolder.Svg)
            .With("favicon.ico", BrandFolder.Ico)
            .With("classic.css", ".banner-customizable { color: red }")
            .Accepted();
        Assert.Equal(
            ["FAVICON_ICO DYNAMIC ICO", "FORM_LOGO LIGHT SVG"],
            brand.Assets.Select(a => $"{a.Category} {a.ColorMode} {a.Extension}")
        );
        Assert.Equal(Convert.ToBase64String(BrandFolder.Svg), brand.Assets[1].Bytes);
        Assert.True(brand.Settings!["components"]!["form"]!["logo"]!["enabled"]!.GetValue<bool>());
        Assert.Contains("banner", brand.ClassicCss, StringComparison.Ordinal);
        Assert.True(brand.StylesManagedLogin);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Equal(
            ["branding/other: is no folder below cdk/. Create it, with settings.json or images in it."],
            new BrandFolder().Compile("branding/other").Errors
        );

    [Fact]
    public void A_slash_at_the_end_of_the_folder_is_the_same_folder() =>
        Assert.Empty(new BrandFolder().With("settings.json", Settings).Compile("branding/acme/").Errors);

    [Theory]
    [InlineData("README.md", "# Acme")]
    [InlineData("settings.json", "{}")]
    public void A_brand_without_settings_and_images_is_refused(string file, string content) =>
        Assert.Equal(
            "branding/acme: has neither settings nor images, so it would be no brand. Add settings.json or an image, or leave the brand out to have Cognito's own looks.",
            new BrandFolder().With(file, content).RefusedOnce()
        );

    [Fact]
    public void Images_alone_are_a_brand() => Assert.Null(new BrandFolder().With("favicon.ico", BrandFolder.Ico).Accepted().Settings);

    [Fact]
    public void A_style_sheet_alone_is_a_brand_of_the_classic_pages_only() =>
        Assert.False(new BrandFolder().With("classic.css", ".banner-customizable { color: red }").Accepted().StylesManagedLogin);

    [Fact]
    public void Notes_for_people_are_no_part_of_a_brand() =>
        Assert.Empty(
            new BrandFolder().With("settings.json", Settings).With("README.md", "Colours by …").With("LICENSE", "…").Accepted().Assets
        );

    [Fact]
    public void Everything_that_is_wrong_is_said_in_one_run()
    {
        var errors = new BrandFolder()
            .With("settings.json", """{ "componets": {}, "components": { "form": { "borderRadius": "4" } } }""")
            .With("form-logo.light.png", BrandFolder.Jpeg)
            .With("logo.svg", BrandFolder.Svg)
            .With("classic.css", ".banner { color: red }")
            .Refused();
        Assert.Equal(6, errors.Count);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named() =>
        Assert.Equal("branding/acme/settings.json: cannot be read.", new BrandFolder().With("settings.json", (byte[]?)null).RefusedOnce());

    [Fact]
    public void An_image_of_more_than_a_million_characters_in_Base64_is_refused() =>
        Assert.Equal(
            "branding/acme/favicon.ico: has 750,001 bytes; Cognito accepts 750,000 (1,000,000 in Base64) an image. Make it smaller.",
            new BrandFolder().With("favicon.ico", [.. BrandFolder.Ico, .. new byte[750_001 - BrandFolder.Ico.Length]]).RefusedOnce()
        );

    [Fact]
    public void An_image_of_a_million_characters_in_Base64_is_accepted() =>
        new BrandFolder().With("favicon.ico", [.. BrandFolder.Ico, .. new byte[750_000 - BrandFolder.Ico.Length]]).Accepted();

    [Fact]
    public void A_brand_of_more_than_two_megabytes_is_refused_with_its_largest_image()
    {
        byte[] large = [.. BrandFolder.Png, .. new byte[600_000]];
        var error = new BrandFolder()
            .ShowingAll()
            .With("form-logo.light.png", large)
            .With("form-logo.dark.png", large)
            .With("page-background.png", [.. large, 0])
            .RefusedOnce();
        Assert.Matches(
            @"^branding/acme: takes 2,40\d,\d{3} bytes with its images in Base64; Cognito accepts 2,000,000 a request\. "
                + @"Shrink the images; the largest is branding/acme/page-background\.png with 600,017 bytes\.$",
            error
        );
    }

    [Fact]
    public void At_most_forty_images_are_accepted()
    {
        var folder = new BrandFolder();
        for (var i = 1; i <= 40; i++)
            folder.With($"idp-button-icon.Provider{i:00}.png", BrandFolder.Png);
        Assert.Equal(40, folder.Accepted().Assets.Count);
        Assert.Equal(
            "branding/acme: has 41 images; Cognito accepts 40. Remove 1.",
            folder.With("favicon.ico", BrandFolder.Ico).RefusedOnce()
        );
    }
}
