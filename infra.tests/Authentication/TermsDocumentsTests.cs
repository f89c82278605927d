using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>Links to terms, as managed login shows them.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class TermsDocumentsTests(Synthesis synthesis)
{
    private const string Type = "AWS::Cognito::Terms";

    private SynthesizedEnvironment With => synthesis.Of(OtherEnvironments.OwnDomain);

    [Fact]
    public void Every_client_with_pages_has_both_documents() =>
        Assert.Equal(
            ["portal privacy-policy", "portal terms-of-use", "web privacy-policy", "web terms-of-use"],
            With.Properties(TemplateJson.Authentication, Type)
                .Select(t =>
                    $"{t["ClientId"]} {t["TermsName"]}"
                        .Replace("<AWS::Cognito::UserPoolClient ", string.Empty, StringComparison.Ordinal)
                        .Replace(">", string.Empty, StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_language_has_Cognito_s_key()
    {
        var terms = With.Properties(TemplateJson.Authentication, Type).Where(t => t["TermsName"]!.ToString() == "terms-of-use").ToList();
        Assert.All(
            terms,
            t =>
                t.Has(
                    """
                    {
                      "UserPoolId": "<AWS::Cognito::UserPool>", "TermsSource": "LINK", "Enforcement": "NONE",
                      "Links": {
                        "cognito:default": "https://example.com/terms", "cognito:german": "https://example.com/de", "cognito:english": "https://example.com/en", "cognito:spanish": "https://example.com/es",
                        "cognito:french": "https://example.com/fr", "cognito:bahasa-indonesia": "https://example.com/id", "cognito:italian": "https://example.com/it", "cognito:japanese": "https://example.com/ja",
                        "cognito:korean": "https://example.com/ko", "cognito:portuguese-brazil": "https://example.com/pt",
                        "cognito:chinese-simplified": "https://example.com/cn", "cognito:chinese-traditional": "https://example.com/tw"
                      }
                    }
                    """
                )
        );
    }

    [Fact]
    public void The_other_document_has_its_own_links() =>
        Assert.All(
            With.Properties(TemplateJson.Authentication, Type).Where(t => t["TermsName"]!.ToString() == "privacy-policy"),
            t => t.Has("""{ "Links": { "cognito:default": "https://example.com/privacy" } }""")
        );

    [Fact]
    public void Without_terms_there_are_no_documents() =>
        Assert.Empty(synthesis.Of(Environments.Minimal).Resources(TemplateJson.Authentication, Type));
}
