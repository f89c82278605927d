using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.Federation;

/// <summary>Providers as Cognito gets them, each key by the name that Cognito's API gives it.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class FederatedProviderTests(Synthesis synthesis)
{
    private const string Type = "AWS::Cognito::UserPoolIdentityProvider";

    private SynthesizedEnvironment All => synthesis.Of(FederatedEnvironments.All, Files);

    /// <summary>Microsoft's exports begin with a byte order mark.</summary>
    internal static TextFiles Files { get; } = new() { [FederatedEnvironments.MetadataFile] = "\uFEFF" + MetadataXml.IdentityProvider() };

    [Theory]
    [InlineData(
        "Google",
        "Google",
        """{ "client_id": "google-id", "client_secret": "{{resolve:secretsmanager:dev/google:SecretString:clientSecret}}", "authorize_scopes": "openid email" }"""
    )]
    [InlineData(
        "Facebook",
        "Facebook",
        """{ "client_id": "facebook-id", "client_secret": "{{resolve:secretsmanager:dev/facebook}}", "authorize_scopes": "public_profile,email", "api_version": "v19.0" }"""
    )]
    [InlineData(
        "LoginWithAmazon",
        "LoginWithAmazon",
        """{ "client_id": "amazon-id", "client_secret": "{{resolve:secretsmanager:dev/amazon:SecretString:secret}}", "authorize_scopes": "profile postal_code" }"""
    )]
    [InlineData(
        "SignInWithApple",
        "SignInWithApple",
        """
            { "client_id": "com.example.web", "team_id": "ABCDE12345", "key_id": "FGHIJ67890", "authorize_scopes": "email name",
              "private_key": "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:dev/apple-AbCdEf}}" }
            """
    )]
    [InlineData(
        "Corp",
        "SAML",
        """{ "MetadataURL": "https://idp.example.com/metadata", "IDPSignout": "true", "IDPInit": "true", "EncryptedResponses": "true", "RequestSigningAlgorithm": "rsa-sha256" }"""
    )]
    [InlineData(
        "Okta",
        "OIDC",
        """
            { "client_id": "okta-id", "client_secret": "{{resolve:secretsmanager:dev/okta:SecretString:a.b-c_d}}", "oidc_issuer": "https://okta.example.com", "authorize_scopes": "openid email groups",
              "attributes_request_method": "POST", "authorize_url": "https://okta.example.com/a", "token_url": "https://okta.example.com/t", "attributes_url": "https://okta.example.com/u", "jwks_uri": "https://okta.example.com/j" }
            """
    )]
    [InlineData(
        "Public",
        "OIDC",
        """{ "client_id": "public-id", "oidc_issuer": "https://public.example.com", "authorize_scopes": "openid email", "attributes_request_method": "GET" }"""
    )]
    public void Each_kind_has_its_details(string name, string type, string details)
    {
        var provider = Provider(name);
        provider.Has($$"""{ "ProviderName": "{{name}}", "ProviderType": "{{type}}", "UserPoolId": "<AWS::Cognito::UserPool>" }""");
        provider["ProviderDetails"].Is(details);
    }

    [Fact]
    public void Metadata_of_a_file_is_the_file_s_text_without_a_byte_order_mark()
    {
        var details = Provider("Filed-2")["ProviderDetails"]!.AsObject();
        Assert.Equal(MetadataXml.IdentityProvider(), details["MetadataFile"]!.GetValue<string>());
        details.Remove("MetadataFile");
        details.Is("""{ "IDPSignout": "false", "IDPInit": "false", "EncryptedResponses": "false" }""");
    }

    [Theory]
    [InlineData("Google", """{ "email": "email", "email_verified": "email_verified", "given_name": "given_name" }""")]
    [InlineData("Facebook", """{ "email": "email" }""")]
    [InlineData("LoginWithAmazon", """{ "email": "email" }""")]
    [InlineData("SignInWithApple", """{ "email": "email", "email_verified": "email_verified" }""")]
    [InlineData("Corp", """{ "email": "mail", "custom:team": "http://schemas.example.com/team" }""")]
    [InlineData("Okta", """{ "email": "email", "email_verified": "email_verified" }""")]
    public void Attributes_are_mapped_as_said_or_by_the_provider_s_default(string name, string map) =>
        Provider(name)["AttributeMapping"].Is(map);

    [Theory]
    [InlineData("Corp", """["example.com", "example.org"]""")]
    [InlineData("Okta", """["okta.example.com"]""")]
    [InlineData("Filed-2", "[]")]
    [InlineData("Google", "null")]
    public void Identifiers_lead_to_a_provider(string name, string identifiers) =>
        Provider(name).Has($$"""{ "IdpIdentifiers": {{identifiers}} }""");

    [Theory]
    [InlineData("web", "COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple")]
    [InlineData("work", "Filed-2", "Okta", "Public")]
    [InlineData("corp", "Corp", "Filed-2")]
    [InlineData("plain", "COGNITO")]
    [InlineData("one", "Google")]
    public void A_client_offers_its_providers_and_waits_for_exactly_those(string name, params string[] offered)
    {
        var resources = All.Json(TemplateJson.Authentication)["Resources"]!.AsObject();
        var client = resources.Single(r => r.Value!["Properties"]?["ClientName"]?.ToString() == name).Value!;
        Assert.Equal(offered, client["Properties"]!["SupportedIdentityProviders"]!.AsArray().Select(p => p!.ToString()));
        var awaited = (client["DependsOn"] as JsonArray ?? []).Select(id =>
            resources[id!.ToString()]!["Properties"]!["ProviderName"]!.ToString()
        );
        Assert.Equal(offered.Where(p => p != "COGNITO").Order(StringComparer.Ordinal), awaited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_kinds_at_once_pass_the_rule_packs() => Assert.Equal("[]", All.Findings.ToJsonString());

    [Theory]
    [InlineData("Google", """{ "type": "google", "clientId": "1", "clientSecret": { "secret": "dev/it" } }""")]
    [InlineData("Facebook", """{ "type": "facebook", "clientId": "1", "clientSecret": { "secret": "dev/it" } }""")]
    [InlineData("LoginWithAmazon", """{ "type": "amazon", "clientId": "1", "clientSecret": { "secret": "dev/it" } }""")]
    [InlineData(
        "SignInWithApple",
        """{ "type": "apple", "servicesId": "1", "teamId": "ABCDE12345", "keyId": "FGHIJ67890", "privateKey": { "secret": "dev/it" } }"""
    )]
    [InlineData("Corp", """{ "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { "email": "mail" } }""")]
    [InlineData("Okta", """{ "type": "oidc", "issuer": "https://idp.example.com", "clientId": "1", "attributes": { "email": "email" } }""")]
    public void One_kind_alone_passes_the_rule_packs(string name, string provider)
    {
        var environment = synthesis.Of(FederatedEnvironments.Only(name, provider));
        Assert.Equal("[]", environment.Findings.ToJsonString());
        Assert.Equal(name, environment.Only(TemplateJson.Authentication, Type)["ProviderName"]!.ToString());
        environment
            .Only(TemplateJson.Authentication, "AWS::Cognito::UserPoolClient")
            .Has($$"""{ "SupportedIdentityProviders": ["{{name}}"] }""");
    }

    private JsonObject Provider(string name) => All.Only(TemplateJson.Authentication, Type, "ProviderName", name);
}
