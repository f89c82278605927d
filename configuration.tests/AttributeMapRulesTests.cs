namespace CognitoStack.Configuration.Tests;

public sealed class AttributeMapRulesTests
{
    private const string Map = "$.identityProviders.Corp.attributes";

    [Theory]
    [InlineData("emial", "\"emial\" is not an attribute of the pool. Did you mean \"email\"?")]
    [InlineData(
        "department",
        "\"department\" is not an attribute of the pool. Known: address, birthdate, email, family_name, gender, given_name, locale, middle_name, name, nickname, "
            + "phone_number, picture, preferred_username, profile, updated_at, website, zoneinfo, email_verified, phone_number_verified."
    )]
    [InlineData(
        "sub",
        "\"sub\" is not an attribute of the pool. Known: address, birthdate, email, family_name, gender, given_name, locale, middle_name, name, nickname, "
            + "phone_number, picture, preferred_username, profile, updated_at, website, zoneinfo, email_verified, phone_number_verified."
    )]
    public void An_attribute_that_the_pool_does_not_have_is_refused(string attribute, string error) =>
        Corp($$""" "email": "mail", "{{attribute}}": "x" """).IsRefused($"{Map}.{attribute}: {error}");

    [Fact]
    public void An_own_attribute_that_is_not_declared_is_refused()
    {
        Corp(""" "email": "mail", "custom:team": "team" """)
            .IsRefused($"""{Map}['custom:team']: "custom:team" is not declared. Add it to userPool.attributes.""");
        Corp(""" "email": "mail", "custom:team": "team" """, """ "custom:team": { "writableByUser": true } """).IsAccepted();
    }

    [Theory]
    [InlineData("email", """ "email": { "mutable": false } """)]
    [InlineData("custom:team", """ "custom:team": { "writableByUser": true, "mutable": false }, "email": { "required": false } """)]
    public void An_attribute_that_cannot_change_is_refused(string attribute, string declared) =>
        Corp($$""" "{{attribute}}": "x" """, declared)
            .IsRefused(
                $"{At(attribute)}: \"{attribute}\" is not mutable, but Cognito writes mapped attributes at every sign-in. Map another; an attribute's mutability is fixed at its creation."
            );

    [Theory]
    [InlineData("custom:team", """ "custom:team": {} """)]
    [InlineData("custom:team", """ "custom:team": { "writableByUser": false } """)]
    [InlineData("locale", """ "locale": { "writableByUser": false } """)]
    public void An_attribute_that_clients_may_not_write_is_refused(string attribute, string declared) =>
        Corp($$""" "email": "mail", "{{attribute}}": "x" """, declared)
            .IsRefused(
                $"{At(attribute)}: \"{attribute}\" may not be written by app clients, and Cognito writes mapped attributes through the client. Set its writableByUser to true (never for one that decides about access), or remove it here."
            );

    [Theory]
    [InlineData(""" "email": "mail", "email_verified": "verified", "phone_number_verified": "x" """, "")]
    [InlineData(""" "email": "mail", "username": "NameID" """, "")]
    [InlineData(""" "email": "Email Address" """, "")]
    [InlineData(""" "email": "mail", "locale": "lang" """, """ "locale": { "writableByUser": true, "mutable": true } """)]
    public void Its_neighbour_is_accepted(string map, string declared) => Corp(map, declared).IsAccepted();

    [Theory]
    [InlineData(
        "Corp",
        """ "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { "email": "mail", "username": "uid" } """,
        "uid",
        "NameID"
    )]
    [InlineData(
        "Okta",
        """ "type": "oidc", "issuer": "https://idp.example.com", "clientId": "1", "attributes": { "email": "email", "username": "preferred_username" } """,
        "preferred_username",
        "sub"
    )]
    [InlineData(
        "Facebook",
        """ "type": "facebook", "clientId": "1", "clientSecret": { "secret": "x" }, "attributes": { "email": "email", "username": "email" } """,
        "email",
        "id"
    )]
    [InlineData(
        "LoginWithAmazon",
        """ "type": "amazon", "clientId": "1", "clientSecret": { "secret": "x" }, "attributes": { "email": "email", "username": "sub" } """,
        "sub",
        "user_id"
    )]
    public void A_user_name_is_made_of_the_subject_alone(string name, string provider, string source, string subject)
    {
        Provider(name, provider)
            .IsRefused(
                $"$.identityProviders.{name}.attributes.username: is mapped from \"{source}\", but a federated user's name is made of \"{subject}\" and of nothing else. Remove it; map \"{source}\" to preferred_username or to an attribute of your own."
            );
        Provider(name, provider.Replace($"\"username\": \"{source}\"", $"\"username\": \"{subject}\"", StringComparison.Ordinal))
            .IsAccepted();
    }

    [Theory]
    [InlineData("email", """ "signInWith": ["email"] """)]
    [InlineData("phone_number", """ "signInWith": ["phone"], "sms": {} """)]
    [InlineData("family_name", """ "signInWith": ["username"], "attributes": { "family_name": { "required": true } } """)]
    public void What_the_pool_requires_must_be_mapped(string attribute, string pool)
    {
        With(pool, "\"nickname\": \"nick\"")
            .IsRefused(
                $"{Map}: has no \"{attribute}\", which every user of the pool has or must have, so that those of \"Corp\" would be without it, or refused. Map it."
            );
        With(pool, $"\"{attribute}\": \"x\"").IsAccepted();
    }

    [Theory]
    [InlineData(""" "signInWith": ["username", "email"] """)]
    [InlineData(""" "signInWith": ["email", "phone"], "sms": {} """)]
    [InlineData(""" "signInWith": ["email"], "attributes": { "email": { "required": false } } """)]
    public void What_the_pool_does_not_require_may_be_left_out(string pool) => With(pool, "\"nickname\": \"nick\"").IsAccepted();

    [Fact]
    public void An_empty_map_of_a_provider_without_a_default_lacks_what_is_required() =>
        With(""" "signInWith": ["email"] """, string.Empty)
            .IsRefused(
                $"{Map}: has no \"email\", which every user of the pool has or must have, so that those of \"Corp\" would be without it, or refused. Map it."
            );

    [Theory]
    [InlineData("Google", """ "type": "google", "clientId": "1", "clientSecret": { "secret": "x" } """)]
    [InlineData(
        "SignInWithApple",
        """ "type": "apple", "servicesId": "1", "teamId": "ABCDE12345", "keyId": "FGHIJ67890", "privateKey": { "secret": "x" } """
    )]
    public void A_social_address_is_mapped_with_its_verification(string name, string provider)
    {
        Provider(name, provider + """, "attributes": { "email": "email" } """)
            .IsRefused(
                $"$.identityProviders.{name}.attributes: maps \"email\" without \"email_verified\", so every address from \"{name}\" would count as unverified. Add \"email_verified\": \"email_verified\"."
            );
        Provider(name, provider + """, "attributes": { "email": "email", "email_verified": "email_verified" } """).IsAccepted();
        Provider(name, provider).IsAccepted();
    }

    [Theory]
    [InlineData("Facebook", "facebook")]
    [InlineData("LoginWithAmazon", "amazon")]
    public void Who_does_not_say_whether_an_address_is_verified_needs_no_such_map(string name, string type) =>
        Provider(name, $$""" "type": "{{type}}", "clientId": "1", "clientSecret": { "secret": "x" } """).IsAccepted();

    [Fact]
    public void Only_a_verified_address_may_be_linked()
    {
        Trusted(""" "email": "mail" """)
            .IsRefused(
                """$.identityProviders.Corp.trustedForLinking: needs "email_verified" from "Corp": only a verified address may be linked. Map it, or set trustedForLinking to false."""
            );
        Trusted(""" "email": "mail", "email_verified": "verified" """).IsAccepted();
        Corp(""" "email": "mail" """).IsAccepted();

        static Outcome Trusted(string map) =>
            Given.Environment(
                $$"""
                { "identityProviders": { "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { {{map}} }, "trustedForLinking": true } },
                  "signInRules": { "linkTrustedProviders": true }, {{Clients.Offering("Corp")}} }
                """
            );
    }

    private static string At(string attribute) =>
        attribute.Contains(':', StringComparison.Ordinal) ? $"{Map}['{attribute}']" : $"{Map}.{attribute}";

    private static Outcome Corp(string map, string declared = "") => With($$""" "attributes": { {{declared}} } """, map);

    private static Outcome With(string pool, string map) =>
        Provider("Corp", $$""" "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { {{map}} } """, pool);

    private static Outcome Provider(string name, string provider, string pool = "") =>
        Given.Environment(
            $$"""{ "userPool": { {{pool}} }, "identityProviders": { "{{name}}": { {{provider}} } }, {{Clients.Offering(name)}} }"""
        );
}
