namespace CognitoStack.Configuration.Tests;

public sealed class FederationRulesTests
{
    private const string Secret = """ "clientId": "1", "clientSecret": { "secret": "prod/it" } """;
    private const string Apple =
        """ "type": "apple", "servicesId": "1", "teamId": "ABCDE12345", "keyId": "FGHIJ67890", "privateKey": { "secret": "prod/apple" } """;
    private const string Saml = """ "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { "email": "mail" } """;
    private const string Oidc =
        $$""" "type": "oidc", "issuer": "https://idp.example.com", "attributes": { "email": "email" }, {{Secret}} """;

    [Theory]
    [InlineData("google", $$""" "type": "google", {{Secret}} """, "Google")]
    [InlineData("Facebook2", $$""" "type": "facebook", {{Secret}} """, "Facebook")]
    [InlineData("Amazon", $$""" "type": "amazon", {{Secret}} """, "LoginWithAmazon")]
    [InlineData("Apple", Apple, "SignInWithApple")]
    public void A_social_provider_has_the_name_that_Cognito_gives_it(string name, string provider, string only)
    {
        With(name, provider)
            .IsRefused(
                $"$.identityProviders.{name}: is named \"{name}\", but Cognito's only name for a provider of this type is \"{only}\". Rename it."
            );
        With(only, provider).IsAccepted();
    }

    [Theory]
    [InlineData("COGNITO", Saml)]
    [InlineData("cognito", Oidc)]
    [InlineData("Google", Oidc)]
    [InlineData("facebook", Saml)]
    [InlineData("LoginWithAmazon", Oidc)]
    [InlineData("SignInWithApple", Saml)]
    public void Another_provider_may_not_take_a_name_of_Cognito(string name, string provider) =>
        With(name, provider).IsRefused($"$.identityProviders.{name}: \"{name}\" is a name that Cognito keeps for itself. Choose another.");

    [Fact]
    public void Two_names_that_differ_in_case_alone_are_refused() =>
        Given
            .Environment(
                $$"""{ "identityProviders": { "Corp": { {{Saml}} }, "CORP": { {{Oidc}} } }, {{Clients.Offering("Corp", "CORP")}} }"""
            )
            .IsRefused(
                "$.identityProviders.CORP: \"CORP\" and \"Corp\" differ in case alone, and names of users, which begin with them, do not: each provider could sign in the other's users. Rename one."
            );

    [Theory]
    [InlineData(
        "https://idp.example.com/.well-known/openid-configuration",
        "is the address of the discovery document, which Cognito makes of the issuer's. Remove \"/.well-known/openid-configuration\"."
    )]
    [InlineData(
        "https://idp.example.com/tenant/.Well-Known/openid-configuration/",
        "is the address of the discovery document, which Cognito makes of the issuer's. Remove \"/.Well-Known/openid-configuration/\"."
    )]
    [InlineData(
        "https://idp.example.com?tenant=1",
        "has a query or a fragment, which no issuer has (OpenID Connect Core 1.0, 2). Give what stands in \"iss\" of the provider's tokens."
    )]
    [InlineData(
        "https://login.microsoftonline.com/common/v2.0",
        "is the address for every tenant, but tokens name the tenant's own, and every sign-in would fail. Put the tenant's id for \"common\"."
    )]
    [InlineData(
        "https://login.microsoftonline.com/{tenantid}/v2.0",
        "is the address for every tenant, but tokens name the tenant's own, and every sign-in would fail. Put the tenant's id for \"{tenantid}\"."
    )]
    [InlineData(
        "https://keycloak.example.com:8443/realms/acme",
        "is on port 8443, and Cognito calls OIDC providers on 443 and 80 alone. Offer it there."
    )]
    public void An_issuer_is_what_tokens_say(string issuer, string error) =>
        With("Okta", Oidc.Replace("https://idp.example.com", issuer, StringComparison.Ordinal))
            .IsRefused($"$.identityProviders.Okta.issuer: \"{issuer}\" {error}");

    [Fact]
    public void Endpoints_are_where_Cognito_calls() =>
        With(
                "Okta",
                Oidc
                    + """, "endpoints": { "authorization": "https://a.example.com", "token": "https://a.example.com:9443/token", "userInfo": "https://a.example.com:443/me", "jwks": "https://a.example.com" } """
            )
            .IsRefused(
                "$.identityProviders.Okta.endpoints.token: \"https://a.example.com:9443/token\" is on port 9443, and Cognito calls OIDC providers on 443 and 80 alone. Offer it there."
            );

    [Theory]
    [InlineData("-Corp")]
    [InlineData("O'Neil & Sons (EU)")]
    [InlineData("Firma-Köln")]
    [InlineData("corp@example.com")]
    public void A_name_that_Cognito_takes_is_accepted(string name) =>
        With(name.Replace(" ", string.Empty, StringComparison.Ordinal), Saml).IsAccepted();

    [Fact]
    public void A_provider_that_starts_sign_ins_has_clients_with_SAML_alone()
    {
        Offered("COGNITO", "Corp").IsRefused(Refusal("COGNITO"));
        Offered("Corp", "Google").IsRefused(Refusal("Google"));
        Offered("Corp", "Other").IsAccepted();
        Offered("Corp").IsAccepted();

        static string Refusal(string other) =>
            $"$.identityProviders.Corp.idpInitiated: \"Corp\" may start sign-ins, and the client \"web\" offers \"{other}\" beside it: Cognito allows that only to clients with SAML providers and no other, the pool itself included. Give it a client of its own, or set idpInitiated to false.";

        static Outcome Offered(params string[] providers) =>
            Given.Environment(
                $$"""
                { "identityProviders": { "Corp": { {{Saml}}, "idpInitiated": true }, "Other": { {{Saml}} }, "Google": { "type": "google", {{Secret}} } },
                  "clients": {
                    "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": [{{string.Join(
                    ", ",
                    providers.Select(p => $"\"{p}\"")
                )}}] },
                    "rest": { "type": "spa", "callbackUrls": ["https://rest.example.com"], "identityProviders": ["Google", "Other"] } } }
                """
            );
    }

    [Theory]
    [InlineData("AD", ".AD")]
    [InlineData("Corp_AD", ".Corp_AD")]
    [InlineData("Corp,AD", "['Corp,AD']")]
    [InlineData("Corp AD", "['Corp AD']")]
    public void A_name_that_Cognito_would_not_take_is_refused(string name, string path) =>
        Given
            .Environment($$"""{ "identityProviders": { "{{name}}": { {{Saml}} } } }""")
            .IsRefused(
                $"$.identityProviders{path}: the name \"{name}\" must be 3 to 32 characters without spaces, without _ (it ends the provider's name in a federated user's name) and without a comma (the gate's function gets the names in a list)."
            );

    [Theory]
    [InlineData("Corp-AD.2")]
    [InlineData("Größe")]
    [InlineData("GoogleWorkspace")]
    public void A_name_of_your_own_is_accepted(string name) => With(name, Saml).IsAccepted();

    [Fact]
    public void An_issuer_equals_the_one_in_tokens()
    {
        WithOidc(""" "issuer": "https://idp.example.com/" """)
            .IsRefused(
                """$.identityProviders.Okta.issuer: "https://idp.example.com/" ends in "/", so it would not equal the issuer in tokens, and discovery would fail. Remove it."""
            );
        WithOidc(""" "issuer": "https://idp.example.com/tenant" """).IsAccepted();
    }

    [Fact]
    public void OIDC_needs_the_scope_openid()
    {
        WithOidc(""" "issuer": "https://idp.example.com", "scopes": ["email"] """)
            .IsRefused("""$.identityProviders.Okta.scopes: has no "openid", without which the provider gives no ID token. Add it.""");
        WithOidc(""" "issuer": "https://idp.example.com", "scopes": ["email", "openid"] """).IsAccepted();
    }

    [Fact]
    public void An_identifier_leads_to_one_provider()
    {
        Two(""" "identifiers": ["example.com"] """, """ "identifiers": ["example.org", "EXAMPLE.com"] """)
            .IsRefused("""$.identityProviders.Okta.identifiers[1]: "EXAMPLE.com" already leads to "Corp". Remove one.""");
        Two(""" "identifiers": ["example.com", "example.net"] """, """ "identifiers": ["example.org"] """).IsAccepted();

        static Outcome Two(string corp, string okta) =>
            Given.Environment(
                $$"""{ "identityProviders": { "Corp": { {{Saml}}, {{corp}} }, "Okta": { {{Oidc}}, {{okta}} } }, {{Clients.Offering("Corp", "Okta")}} }"""
            );
    }

    [Fact]
    public void An_identifier_stands_once() =>
        With("Corp", Saml + """, "identifiers": ["example.com", "example.com"] """)
            .IsRefused("""$.identityProviders.Corp.identifiers[1]: "example.com" is already at [0]. Remove one.""");

    [Fact]
    public void A_provider_that_no_client_offers_is_refused() =>
        Given
            .Environment($$"""{ "identityProviders": { "Corp": { {{Saml}} } }, {{Clients.Https}} }""")
            .IsRefused("""$.identityProviders.Corp: no client offers "Corp". Add it to a client's identityProviders, or remove it.""");

    [Fact]
    public void A_client_that_offers_nobody_is_told_whom_it_may_mean() =>
        Given
            .Environment($$"""{ "identityProviders": { "Corp": { {{Saml}} } }, {{Clients.Offering("Corp", "Crop")}} }""")
            .IsRefused("""$.clients.web.identityProviders[2]: "Crop" is not in identityProviders. Did you mean "Corp"?""");

    [Theory]
    [InlineData("GOCSPX-abc")]
    [InlineData("0123456789abcdef0123456789ABCDEF")]
    [InlineData("-----BEGIN PRIVATE KEY-----\\nMIGT")]
    public void A_secret_itself_is_refused_in_the_place_of_its_name_and_not_repeated(string secret) =>
        With("Google", $$""" "type": "google", "clientId": "1", "clientSecret": { "secret": "{{secret}}" } """)
            .IsRefused(
                "$.identityProviders.Google.clientSecret.secret: must be the name or ARN of a secret in Secrets Manager, not the secret itself. What is there is not repeated here."
            );

    [Fact]
    public void A_secret_in_the_place_of_its_reference_is_not_repeated_either() =>
        With("Google", """ "type": "google", "clientId": "1", "clientSecret": "GOCSPX-abc" """)
            .IsRefused(
                """$.identityProviders.Google.clientSecret: must be an object, not what it is: secrets are named here, as { "secret": "prod/google" }, never given."""
            );

    [Theory]
    [InlineData("{{resolve:")]
    [InlineData("${Token[")]
    public void No_text_is_put_in_another_s_place_while_it_is_deployed(string start) =>
        Given
            .Environment($$"""{ "groups": { "admins": { "description": "{{start}}x" } } }""")
            .IsRefused(
                $"$.groups.admins.description: may not hold \"{start}\": CloudFormation or the CDK would put something else in its place."
            );

    private static Outcome With(string name, string provider) =>
        Given.Environment(
            $$"""{ "identityProviders": { "{{name}}": { {{provider}} } }, {{Clients.Offering(name == "COGNITO" ? [] : [name])}} }"""
        );

    private static Outcome WithOidc(string rest) =>
        With("Okta", $$""" "type": "oidc", "attributes": { "email": "email" }, {{Secret}}, {{rest}} """);
}
