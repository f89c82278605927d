using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>The looks of the login pages: Cognito's own, a brand, or the classic pages with a style sheet.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class LooksTests(Synthesis synthesis)
{
    private const string Branding = "AWS::Cognito::ManagedLoginBranding";
    private const string Classic = "AWS::Cognito::UserPoolUICustomizationAttachment";

    [Fact]
    public void A_client_without_a_brand_has_Cognitos_own_looks() =>
        synthesis
            .Of("""{ "name": "dev" }""")
            .Only("Authentication", Branding)
            .Has("""{ "UseCognitoProvidedValues": true, "Settings": null, "Assets": null }""");

    [Fact]
    public void A_brand_has_settings_and_images_and_excludes_Cognitos_own()
    {
        var brand = synthesis.Shipped("prod").Only("Authentication", Branding, "ClientId", "<AWS::Cognito::UserPoolClient web>");
        Assert.Null(brand["UseCognitoProvidedValues"]);
        Assert.NotNull(brand["Settings"]!["components"]!["primaryButton"]);
        var logo = Assert.Single(
            brand["Assets"]!.AsArray(),
            a => a!["Category"]!.ToString() == "FORM_LOGO" && a["ColorMode"]!.ToString() == "LIGHT"
        )!;
        Assert.Equal("SVG", logo["Extension"]!.ToString());
        Assert.Equal(
            File.ReadAllBytes(Repository.File("cdk/branding/acme/form-logo.light.svg")),
            Convert.FromBase64String(logo["Bytes"]!.ToString())
        );
    }

    [Fact]
    public void A_client_may_have_a_brand_of_its_own()
    {
        var prod = synthesis.Shipped("prod");
        var looks = prod.Properties("Authentication", Branding)
            .ToDictionary(b => b["ClientId"]!.ToString(), b => b["Settings"]!.ToJsonString());
        Assert.Equal(looks["<AWS::Cognito::UserPoolClient web>"], looks["<AWS::Cognito::UserPoolClient mobile>"]);
        Assert.NotEqual(looks["<AWS::Cognito::UserPoolClient web>"], looks["<AWS::Cognito::UserPoolClient portal>"]);
        Assert.Equal(3, looks.Count);
    }

    [Fact]
    public void The_classic_pages_take_the_brands_style_sheet_once_there_is_a_domain()
    {
        var classic = synthesis.Of(
            """{ "name": "classic", "userPool": { "plan": "lite" }, "branding": { "managedLogin": "classic", "directory": "branding/acme" } }"""
        );
        Assert.Equal("[]", classic.Findings.ToJsonString());
        Assert.Empty(classic.Resources("Authentication", Branding));
        var looks = Assert.Single(classic.Resources("Authentication", Classic));
        Assert.Equal(File.ReadAllText(Repository.File("cdk/branding/acme/classic.css")), looks["Properties"]!["CSS"]!.ToString());
        Assert.Contains(looks["DependsOn"]!.AsArray(), id => id!.ToString().StartsWith("Domain", StringComparison.Ordinal));
        classic.Only("Authentication", "AWS::Cognito::UserPoolDomain")["ManagedLoginVersion"].Is("1");
    }
}
