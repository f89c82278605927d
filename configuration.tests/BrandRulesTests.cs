using CognitoStack.Configuration.Tests.Branding;

namespace CognitoStack.Configuration.Tests;

public sealed class BrandRulesTests
{
    private const string Css = ".banner-customizable { background-color: #ffffff; }";

    [Fact]
    public void What_is_wrong_with_a_brand_is_told_with_everything_else() =>
        Branding(new BrandFolder().With("settings.json", """{ "componentz": {} }"""), """ "userPool": { "plan": "lit" }, """)
            .IsRefused(
                """$.userPool.plan: "lit" is not one of lite, essentials, plus. Did you mean "lite"?""",
                """$.branding.directory: branding/acme/settings.json: $.componentz: is not a known key. Did you mean "components"?"""
            );

    [Fact]
    public void The_classic_pages_take_a_style_sheet_only()
    {
        Branding(new BrandFolder().ShowingAll(), managedLogin: "classic")
            .IsRefused(
                """$.branding.directory: "branding/acme" has no classic.css, which is all that the classic pages take, and branding.managedLogin is "classic". Add the file, or use managed login."""
            );
        Branding(new BrandFolder().With("classic.css", Css), managedLogin: "classic").IsAccepted();
    }

    [Fact]
    public void Managed_login_takes_no_style_sheet()
    {
        Branding(new BrandFolder().With("classic.css", Css))
            .IsRefused(
                """$.branding.directory: "branding/acme" has classic.css alone, which managed login does not take. Add settings.json or images, or make branding.managedLogin "classic"."""
            );
        Branding(new BrandFolder().ShowingAll().With("classic.css", Css)).IsAccepted();
    }

    [Fact]
    public void An_icon_of_a_provider_that_there_is_not_is_refused() =>
        Branding(new BrandFolder().ShowingAll().With("idp-button-icon.Googel.svg", BrandFolder.Svg))
            .IsRefused("""$.branding.directory: "Googel" is not in identityProviders. There is none.""");

    [Fact]
    public void A_colour_that_is_hard_to_read_can_be_accepted_with_a_reason()
    {
        const string Pale =
            """{ "components": { "primaryButton": { "lightMode": { "defaults": { "backgroundColor": "ffcc00ff", "textColor": "ffffffff" } } } } }""";
        const string Place = "$.components.primaryButton.lightMode.defaults.textColor";
        const string Reason = "\"reason\": \"The brand has been live since 2019.\"";
        var folder = new BrandFolder().With("settings.json", Pale);
        Assert.Contains("a contrast of 1.51", Assert.Single(Accepting().Errors), StringComparison.Ordinal);
        Accepting($$"""{ "directory": "branding/acme", "path": "{{Place}}", {{Reason}} }""").IsAccepted();
        Accepting($$"""{ "directory": "branding/acme", {{Reason}} }""").IsAccepted();
        Accepting(
                $$"""{ "directory": "branding/acme", {{Reason}} }""",
                $$"""{ "directory": "branding/acme", "path": "$.components.x", {{Reason}} }"""
            )
            .IsRefused("""$.branding.acceptedContrast[1]: accepts nothing: "branding/acme" has no finding at $.components.x. Remove it.""");
        Accepting($$"""{ "directory": "branding/acme", {{Reason}} }""", $$"""{ "directory": "branding/acem", {{Reason}} }""")
            .IsRefused(
                """$.branding.acceptedContrast[1].directory: "branding/acem" is not in branding.directory. Did you mean "branding/acme"?"""
            );

        Outcome Accepting(params string[] entries) =>
            Given.Environment(
                $$"""{ "branding": { "directory": "branding/acme", "acceptedContrast": [{{string.Join(", ", entries)}}] } }""",
                folder
            );
    }

    [Fact]
    public void Brands_that_no_template_has_room_for_are_refused()
    {
        // Two clients show it, and Base64 makes four bytes of three.
        var folder = new BrandFolder().ShowingAll().With("form-logo.png", [.. BrandFolder.Png, .. new byte[400_000]]);
        Given
            .Environment(
                $$"""
                { "branding": { "directory": "{{BrandFolder.Name}}" },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://a.example.com"] }, "app": { "type": "spa", "callbackUrls": ["https://b.example.com"] } } }
                """,
                folder
            )
            .IsRefused(
                $"$.branding: the brands of all clients make {2 * folder.Accepted().Size:N0} bytes of template; CloudFormation has room for 800,000. Make images smaller, or brand fewer clients."
            );
        Branding(folder).IsAccepted();
    }

    private static Outcome Branding(BrandFolder folder, string before = "", string managedLogin = "branded") =>
        Given.Environment(
            $$"""{ {{before}} "branding": { "managedLogin": "{{managedLogin}}", "directory": "{{BrandFolder.Name}}" } }""",
            folder
        );
}
