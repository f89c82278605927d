using CognitoStack.Configuration.Tests.Branding;

namespace CognitoStack.Configuration.Tests;

public sealed class BrandingRulesTests
{
    private const string Both =
        """ "termsOfUse": { "default": "https://example.com/terms" }, "privacyPolicy": { "default": "https://example.com/privacy" } """;

    private const string WithMachine = """
        "resourceServers": { "orders": { "identifier": "o", "scopes": { "read": "Read" } } },
        "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"] }, "batch": { "type": "machine", "scopes": ["orders/read"] } }
        """;

    [Theory]
    [InlineData("wbe", """$.branding.clients.wbe: "wbe" is not in clients. Did you mean "web"?""")]
    [InlineData("batch", """$.branding.clients.batch: "batch" is a machine client, which has no pages. Remove it.""")]
    public void A_brand_of_no_page_is_refused(string client, string error) =>
        Given
            .Environment(
                $$"""{ "branding": { "clients": { "{{client}}": "{{BrandFolder.Name}}" } }, {{WithMachine}} }""",
                new BrandFolder().ShowingAll()
            )
            .IsRefused(error);

    [Fact]
    public void The_Lite_plan_has_no_managed_login()
    {
        const string Lite = """ "userPool": { "plan": "lite" } """;
        Branding(string.Empty, Lite)
            .IsRefused(
                """$.branding.managedLogin: branding of managed login needs the Essentials or Plus plan, but userPool.plan is "lite". Raise the plan, or make managedLogin "classic"."""
            );
        Branding(""" "managedLogin": "classic" """, Lite).IsAccepted();
        Branding(string.Empty).IsAccepted();
    }

    [Fact]
    public void Classic_pages_show_no_terms()
    {
        Branding($$""" "managedLogin": "classic", "terms": { {{Both}} } """)
            .IsRefused(
                """$.branding.terms: are shown by managed login only, but branding.managedLogin is "classic". Remove them, or use managed login."""
            );
        Branding($$""" "terms": { {{Both}} } """).IsAccepted();
    }

    [Theory]
    [InlineData("termsOfUse", "privacyPolicy")]
    [InlineData("privacyPolicy", "termsOfUse")]
    public void One_document_alone_is_refused(string missing, string given) =>
        Branding($$""" "terms": { "{{given}}": { "default": "https://example.com" } } """)
            .IsRefused($"$.branding.terms.{missing}: is missing. Cognito shows {given} only when both are there: add it, or remove terms.");

    [Fact]
    public void Every_other_language_has_a_document()
    {
        Branding(
                """ "terms": { "termsOfUse": { "de": "https://example.com/de" }, "privacyPolicy": { "default": "https://example.com" } } """
            )
            .IsRefused("""$.branding.terms.termsOfUse: has no "default", which users of every other language get. Add it.""");
        Branding(
                """ "terms": { "termsOfUse": { "default": "https://example.com", "de": "https://example.com/de" }, "privacyPolicy": { "default": "https://example.com" } } """
            )
            .IsAccepted();
    }

    /// <summary>Managed login itself also speaks Dutch.</summary>
    [Theory]
    [InlineData("pl")]
    [InlineData("nl")]
    public void A_language_that_terms_cannot_have_is_refused(string language) =>
        Branding(
                $$""" "terms": { "termsOfUse": { "default": "https://example.com", "{{language}}": "https://example.com/x" }, "privacyPolicy": { "default": "https://example.com" } } """
            )
            .IsRefused(
                $"""$.branding.terms.termsOfUse.{language}: the name "{language}" must be default, de, en, es, fr, id, it, ja, ko, pt-BR, zh-CN or zh-TW: the languages of terms documents."""
            );

    private static Outcome Branding(string branding, string rest = "\"tags\": {}") =>
        Given.Environment($$"""{ "branding": { {{branding}} }, {{rest}} }""");
}
