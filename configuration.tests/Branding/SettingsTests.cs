namespace CognitoStack.Configuration.Tests.Branding;

public sealed class SettingsTests
{
    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Accepted("// Acme\n{ \"components\": { \"form\": { \"borderRadius\": 8, }, }, /* that is all */ }");

    [Theory]
    [InlineData("""{ "components": { "form": { "lightMode": { "backgroundColor": "ffffffff" }, "borderRadius": 8.0 } } }""")]
    [InlineData("""{ "components": { "pageBackground": { "darkMode": { "color": "0F1B2AFF" } } } }""")]
    [InlineData("""{ "components": { "idpButton": { "custom": { "anything": [1, { "at": "all" }] } } } }""")]
    [InlineData(
        """{ "components": { "favicon": { "enabledTypes": ["ICO", "SVG"] }, "form": { "logo": { "formInclusion": "OUT", "location": "START" } } } }"""
    )]
    [InlineData("""{ "categories": { "global": { "colorSchemeMode": "DYNAMIC", "spacingDensity": "COMPACT" } } }""")]
    [InlineData(
        """{ "categories": { "form": { "sessionTimerDisplay": "NONE", "instructions": { "enabled": false }, "location": { "vertical": "END" } } } }"""
    )]
    [InlineData("""{ "categories": { "signUp": { "acceptanceElements": [{ "enforcement": "NONE", "textKey": "en" }] } } }""")]
    [InlineData(
        """{ "categories": { "auth": { "authMethodOrder": [[{ "display": "BUTTON", "type": "FEDERATED" }]], "federation": { "interfaceStyle": "BUTTON_LIST", "order": [] } } } }"""
    )]
    public void Documented_settings_are_accepted(string settings) => Accepted(settings);

    [Theory]
    [InlineData("""{ "component": {} }""", "$.component: is not a known key. Did you mean \"components\"?")]
    [InlineData(
        """{ "components": { "form": { "lightMode": { "backgroundColour": "ffffffff" } } } }""",
        "$.components.form.lightMode.backgroundColour: is not a known key. Did you mean \"backgroundColor\"?"
    )]
    [InlineData("""{ "components": { "form": [] } }""", "$.components.form: must be an object, not a list.")]
    [InlineData("""{ "components": { "form": null } }""", "$.components.form: must be an object, not null.")]
    [InlineData(
        """{ "components": { "form": { "borderRadius": "8px" } } }""",
        "$.components.form.borderRadius: must be a number of pixels, not \"8px\"."
    )]
    [InlineData(
        """{ "components": { "form": { "borderRadius": -1 } } }""",
        "$.components.form.borderRadius: must be 0 or more pixels, not -1."
    )]
    [InlineData(
        """{ "components": { "form": { "borderRadius": 1e999 } } }""",
        "$.components.form.borderRadius: must be 0 or more pixels, not 1e999."
    )]
    [InlineData(
        """{ "components": { "form": { "logo": { "enabled": "yes" } } } }""",
        "$.components.form.logo.enabled: must be true or false, not \"yes\"."
    )]
    [InlineData(
        """{ "components": { "form": { "logo": { "formInclusion": "INN" } } } }""",
        "$.components.form.logo.formInclusion: must be one of \"IN\", \"OUT\", not \"INN\". Did you mean \"IN\"?"
    )]
    [InlineData(
        """{ "components": { "favicon": { "enabledTypes": "ICO" } } }""",
        "$.components.favicon.enabledTypes: must be a list, not \"ICO\"."
    )]
    [InlineData(
        """{ "components": { "favicon": { "enabledTypes": ["ICO", 1] } } }""",
        "$.components.favicon.enabledTypes[1]: must be one of \"ICO\", \"SVG\", not 1."
    )]
    [InlineData(
        """{ "components": { "idpButton": { "custom": { "a": [null] } } } }""",
        "$.components.idpButton.custom: holds null, or a number beyond all bounds. Remove that key."
    )]
    [InlineData(
        """{ "categories": { "global": { "colorSchemeMode": "light" } } }""",
        "$.categories.global.colorSchemeMode: must be one of \"LIGHT\", \"DARK\", \"DYNAMIC\", not \"light\". Did you mean \"LIGHT\"?"
    )]
    [InlineData(
        """{ "categories": { "form": { "location": { "horizontal": "CENTRE" } } } }""",
        "$.categories.form.location.horizontal: \"CENTRE\" is not \"START\", \"CENTER\", \"END\". Did you mean \"CENTER\"?"
    )]
    [InlineData(
        """{ "categories": { "form": { "location": { "horizontal": "left" } } } }""",
        "$.categories.form.location.horizontal: must be a word in capitals, such as \"START\", \"CENTER\", \"END\", not \"left\"."
    )]
    [InlineData(
        """{ "categories": { "form": { "instructions": { "enabled": true } } } }""",
        "$.categories.form.instructions.enabled: must be false, not true: AWS reserves this component for future use. Remove it."
    )]
    [InlineData(
        """{ "categories": { "form": { "sessionTimerDisplay": "COUNTDOWN" } } }""",
        "$.categories.form.sessionTimerDisplay: must be \"NONE\", not \"COUNTDOWN\": AWS reserves this component for future use. Remove it."
    )]
    [InlineData(
        """{ "categories": { "auth": { "federation": { "order": [true] } } } }""",
        "$.categories.auth.federation.order[0]: must be a text, not true."
    )]
    [InlineData("[]", "$: must be an object. Write { \"components\": { … } }.")]
    [InlineData("null", "$: must be an object, not null.")]
    public void What_does_not_fit_the_documented_structure_is_refused(string settings, string message) =>
        Assert.Equal($"branding/acme/settings.json: {message}", Refused(settings));

    [Theory]
    [InlineData("\"#0972d3\"", "\"#0972d3\" is no colour: 8 hexadecimal digits, red, green, blue and opacity. Did you mean \"0972d3ff\"?")]
    [InlineData("\"0972d3\"", "\"0972d3\" is no colour: 8 hexadecimal digits, red, green, blue and opacity. Did you mean \"0972d3ff\"?")]
    [InlineData("\"+972d3ff\"", "\"+972d3ff\" is no colour: 8 hexadecimal digits, red, green, blue and opacity.")]
    [InlineData("\"red\"", "\"red\" is no colour: 8 hexadecimal digits, red, green, blue and opacity.")]
    [InlineData("972", "must be a colour such as \"0972d3ff\", not 972.")]
    public void A_colour_is_eight_hexadecimal_digits(string value, string message) =>
        Assert.Equal(
            $"branding/acme/settings.json: $.componentClasses.divider.darkMode.borderColor: {message}",
            Refused($$"""{ "componentClasses": { "divider": { "darkMode": { "borderColor": {{value}} } } } }""")
        );

    [Theory]
    [InlineData("", "branding/acme/settings.json: is empty. Write the settings, or remove the file.")]
    [InlineData("{ \"a\": }", "branding/acme/settings.json:1:8: This is not JSON.")]
    [InlineData("{ \"components\": {}, \"components\": {} }", "branding/acme/settings.json: $.components: stands twice. Remove one.")]
    public void A_file_that_is_not_JSON_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Refused(text), StringComparison.Ordinal);

    private static void Accepted(string settings) => new BrandFolder().With("settings.json", settings).Accepted();

    private static string Refused(string settings) => new BrandFolder().With("settings.json", settings).RefusedOnce();
}
