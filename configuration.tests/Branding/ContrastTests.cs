namespace CognitoStack.Configuration.Tests.Branding;

/// <summary>Whether people can read a brand: WCAG level AA.</summary>
public sealed class ContrastTests
{
    private const string Button = "$.components.primaryButton.lightMode.defaults";

    [Fact]
    public void Unreadable_text_is_refused_with_both_colours_and_their_ratio() =>
        Assert.Equal(
            $"branding/acme/settings.json: {Button}.textColor: \"ffffffff\" has a contrast of 1.51 on {Button}.backgroundColor, \"ffcc00ff\"; "
                + "WCAG AA needs 4.5. Lighten it, or darken what is behind. Or accept it, with a reason, in branding.acceptedContrast.",
            Refused(
                """{ "components": { "primaryButton": { "lightMode": { "defaults": { "backgroundColor": "ffcc00ff", "textColor": "ffffffff" } } } } }"""
            )
        );

    [Fact]
    public void A_colour_left_out_is_the_one_that_Cognito_has() =>
        Assert.Equal(
            $"branding/acme/settings.json: {Button}.textColor: \"ffffffff\" (Cognito's own) has a contrast of 1.51 on {Button}.backgroundColor, \"ffcc00ff\"; "
                + "WCAG AA needs 4.5. Lighten it, or darken what is behind. Or accept it, with a reason, in branding.acceptedContrast.",
            Refused("""{ "components": { "primaryButton": { "lightMode": { "defaults": { "backgroundColor": "ffcc00ff" } } } } }""")
        );

    [Fact]
    public void Dark_mode_is_checked_on_its_own() =>
        Assert.Equal(
            "branding/acme/settings.json: $.componentClasses.inputLabel.darkMode.textColor: \"333333ff\" has a contrast of 1.37 on "
                + "$.components.form.darkMode.backgroundColor, \"0f1b2aff\" (Cognito's own); WCAG AA needs 4.5. Lighten it, or darken what is behind. Or accept it, with a reason, in branding.acceptedContrast.",
            Refused(
                """{ "componentClasses": { "inputLabel": { "lightMode": { "textColor": "333333ff" }, "darkMode": { "textColor": "333333ff" } } } }"""
            )
        );

    [Theory]
    [InlineData("LIGHT", "darkMode", "lightMode")]
    [InlineData("DARK", "lightMode", "darkMode")]
    public void A_mode_that_no_reader_ever_sees_is_not_checked(string scheme, string unseen, string seen)
    {
        Button(unseen, "ffffffff").Accepted();
        Assert.Contains(seen, Button(seen, "ffcc00ff").RefusedOnce(), StringComparison.Ordinal);

        BrandFolder Button(string mode, string text) =>
            Folder(
                $$"""
                { "categories": { "global": { "colorSchemeMode": "{{scheme}}" } },
                  "components": { "primaryButton": { "{{mode}}": { "defaults": { "backgroundColor": "ffcc11ff", "textColor": "{{text}}" } } } } }
                """
            );
    }

    [Theory]
    [InlineData("767676ff", true)]
    [InlineData("777777ff", false)]
    public void Text_needs_four_and_a_half_and_no_rounding_helps(string color, bool accepted)
    {
        var folder = Folder($$"""{ "componentClasses": { "inputLabel": { "lightMode": { "textColor": "{{color}}" } } } }""");
        if (accepted)
            folder.Accepted();
        else
            Assert.Contains("a contrast of 4.47 on", folder.RefusedOnce(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("headingColor", "949494ff", true)]
    [InlineData("headingColor", "959595ff", false)]
    [InlineData("bodyColor", "949494ff", false)]
    public void A_heading_is_large_text_and_needs_three(string key, string color, bool accepted)
    {
        var folder = Folder($$"""{ "components": { "pageText": { "lightMode": { "{{key}}": "{{color}}" } } } }""");
        if (accepted)
            folder.Accepted();
        else
            folder.RefusedOnce();
    }

    [Fact]
    public void Translucent_text_counts_as_it_looks() =>
        Assert.Contains(
            "\"00000066\" has a contrast of 2.84 on",
            Refused("""{ "componentClasses": { "inputLabel": { "lightMode": { "textColor": "00000066" } } } }"""),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_translucent_form_shows_the_page_behind_it()
    {
        const string Form = """ "form": { "lightMode": { "backgroundColor": "ffffff80" } } """;
        Folder($$"""{ "components": { {{Form}} } }""").Accepted();
        var errors = Folder($$"""{ "components": { {{Form}}, "pageBackground": { "lightMode": { "color": "404040ff" } } } }""").Refused();
        Assert.Contains(
            errors,
            e =>
                e.Contains(
                    "$.componentClasses.inputDescription.lightMode.textColor: \"5f6b7aff\" (Cognito's own) has a contrast of 2.07 on "
                        + "$.components.form.lightMode.backgroundColor, \"ffffff80\" over $.components.pageBackground.lightMode.color, \"404040ff\"; WCAG AA needs 4.5. Darken it",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void What_an_opaque_form_hides_counts_for_nothing() =>
        Folder("""{ "components": { "pageBackground": { "lightMode": { "color": "000000ff" } } } }""").Accepted();

    [Fact]
    public void A_browser_in_dark_mode_is_black_behind_a_translucent_page() =>
        Folder(
                """{ "components": { "form": { "darkMode": { "backgroundColor": "00000000" } }, "pageBackground": { "darkMode": { "color": "00000000" } } } }"""
            )
            .Accepted();

    [Theory]
    [InlineData("primaryButton", "defaults")]
    [InlineData("primaryButton", "hover")]
    [InlineData("secondaryButton", "active")]
    public void Every_state_of_a_button_is_checked(string button, string state) =>
        Assert.Contains(
            $"$.components.{button}.darkMode.{state}.textColor: \"808080ff\" has a contrast of 1.00 on",
            Refused(
                $$"""{ "components": { "{{button}}": { "darkMode": { "{{state}}": { "backgroundColor": "808080ff", "textColor": "808080ff" } } } } }"""
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{ "componentClasses": { "focusState": { "lightMode": { "borderColor": "dddddd ff" } } } }""", "is no colour")]
    [InlineData("""{ "componentClasses": { "focusState": { "lightMode": { "borderColor": "ddddddff" } } } }""", "a contrast of 1.35")]
    [InlineData(
        """{ "componentClasses": { "input": { "darkMode": { "defaults": { "borderColor": "202a3aff" } } } } }""",
        "WCAG AA needs 3.0"
    )]
    [InlineData("""{ "componentClasses": { "input": { "lightMode": { "placeholderColor": "b0b0b0ff" } } } }""", "WCAG AA needs 4.5")]
    [InlineData(
        """{ "componentClasses": { "statusIndicator": { "lightMode": { "error": { "indicatorColor": "ffaaaaff" } } } } }""",
        "WCAG AA needs 3.0"
    )]
    public void Controls_and_marks_need_three(string settings, string message) =>
        Assert.Contains(message, Refused(settings), StringComparison.Ordinal);

    [Fact]
    public void Settings_without_colours_say_nothing_of_Cognitos_own() =>
        Folder("""{ "components": { "form": { "borderRadius": 8 } } }""").Accepted();

    private static BrandFolder Folder(string settings) => new BrandFolder().With("settings.json", settings);

    private static string Refused(string settings) => Folder(settings).RefusedOnce();
}
