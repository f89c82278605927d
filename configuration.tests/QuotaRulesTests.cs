namespace CognitoStack.Configuration.Tests;

public sealed class QuotaRulesTests
{
    [Fact]
    public void A_pool_has_20_branding_styles()
    {
        Clients(20).IsAccepted();
        Clients(21)
            .IsRefused(
                "$.clients: 21 clients show managed login, each in a branding style of its own, and a user pool has room for 20. Set branding.clients.NAME to null for clients that sign in through an SDK, or let applications share a client."
            );
        Clients(21, "\"branding\": { \"clients\": { \"app1\": null } }").IsAccepted();
        Clients(21, "\"branding\": { \"managedLogin\": \"classic\" }").IsAccepted();
    }

    [Fact]
    public void A_pool_has_40_terms_documents()
    {
        const string Terms =
            """ "terms": { "termsOfUse": { "default": "https://example.com/t" }, "privacyPolicy": { "default": "https://example.com/p" } } """;
        Clients(20, $$""" "branding": { {{Terms}} } """).IsAccepted();
        Clients(21, $$""" "branding": { "clients": { "app1": null }, {{Terms}} } """).IsAccepted();
        Assert.Contains(
            "$.branding.terms: 42 terms documents, two for each client with pages, and a user pool has room for 40. Set branding.clients.NAME to null for clients that sign in through an SDK, or let applications share a client.",
            Clients(21, $$""" "branding": { {{Terms}} } """).Errors
        );
    }

    [Fact]
    public void An_identity_pool_maps_the_roles_of_10_clients()
    {
        const string ByGroups = """ "groups": { "staff": { "role": "member" } }, "access": { "ambiguous": "authenticated" } """;
        Clients(10, ByGroups).IsAccepted();
        Clients(11, ByGroups)
            .IsRefused(
                "$.clients: 11 clients have roles by groups or rules, and an identity pool has room for 10. Let applications share a client, or take the roles from groups and rules of the others."
            );
        Clients(11).IsAccepted();
        Clients(11, """ "access": { "rules": [{ "client": "app1", "claim": "sub", "value": "1", "role": "member" }] } """).IsAccepted();
    }

    [Fact]
    public void A_resource_server_has_100_scopes()
    {
        Scopes(100).IsAccepted();
        Scopes(101)
            .IsRefused("$.resourceServers.api.scopes: 101 scopes, and a resource server has room for 100. Split the resource server.");

        static Outcome Scopes(int count) =>
            Given.Environment(
                $$"""{ "resourceServers": { "api": { "identifier": "api", "scopes": { {{Many(count, i => $"\"s{i}\": \"S\"")}} } } } }"""
            );
    }

    [Fact]
    public void A_quota_that_AWS_raises_is_a_warning_and_what_it_raises_it_to_an_error()
    {
        Servers(25, string.Empty);
        Servers(
            26,
            "dev.json: $.resourceServers: warning: 26 resource servers, and a user pool has room for 25 until AWS raises the quota (up to 300). Ask for it first: Service Quotas, Amazon Cognito."
        );
        Given
            .Environment($$"""{ "resourceServers": { {{Many(301, Server)}} } }""")
            .IsRefused(
                "$.resourceServers: 301 resource servers, and a user pool has room for 300 at most. Let APIs share one, each with scopes of its own."
            );

        static void Servers(int count, string warning) =>
            Assert.Equal(
                warning,
                string.Concat(
                    CognitoStack.Configuration.EnvironmentWarnings.Of(
                        Given.Load($$"""{ "name": "dev", "resourceServers": { {{Many(count, Server)}} } }"""),
                        "dev.json"
                    )
                )
            );

        static string Server(int i) =>
            $$"""  "api{{i}}": { "identifier": "https://api{{i}}.example.com", "scopes": { "read": "Read" } } """;
    }

    [Fact]
    public void Tags_of_a_session_have_460_bytes()
    {
        Tags(460 - 5, 4).IsAccepted();
        Tags(460 - 3, 4)
            .IsRefused(
                "$.access.principalTags: the names of the tags, with a value of one byte each, make 461 bytes; Cognito allows 460 for names and values together. Shorten names, or remove tags."
            );
        Assert.Equal(
            [
                "dev.json: $.access.principalTags: warning: names and longest values of the tags make 462 bytes, and a session with more than 460 gets no credentials. Give the attributes a smaller maxLength when they are made.",
            ],
            CognitoStack.Configuration.EnvironmentWarnings.Of(
                Given.Load(
                    """{ "name": "dev", "userPool": { "attributes": { "custom:team": { "maxLength": 458 } } }, "access": { "principalTags": { "team": "custom:team" } } }"""
                ),
                "dev.json"
            )
        );

        static Outcome Tags(int bytes, int count) =>
            Given.Environment(
                $$"""{ "access": { "principalTags": { {{Many(count, i => $"\"{$"t{i}".PadRight((bytes / count) + (i == 1 ? bytes % count : 0), 'x')}\": \"sub\"")}} } } }"""
            );
    }

    [Fact]
    public void Ten_thousand_clients_are_more_than_AWS_ever_gives() =>
        Assert.Contains(
            "$.clients: 10,001 app clients, and a user pool has room for 10,000 at most. Let applications share a client.",
            Clients(10_001).Errors
        );

    [Fact]
    public void An_identity_pool_takes_1000_clients_at_most_and_50_providers()
    {
        Assert.Contains(
            "$.clients: 1,001 clients whose tokens the identity pool takes, and an identity pool has room for 1,000 at most. Let applications share a client.",
            Clients(1_001).Errors
        );
        Given
            .Environment(
                $$"""{ "access": { "directProviders": { "oidcProviderArns": [{{Many(51, i => $"\"arn:aws:iam::111122223333:oidc-provider/p{i}.example.com\"")}}] } } }"""
            )
            .IsRefused("$.access.directProviders: 51 OIDC and SAML providers, and an identity pool has room for 50. Remove some.");
    }

    [Fact]
    public void A_new_pool_declares_50_attributes()
    {
        Declared("{}").IsAccepted();
        Declared("{ \"required\": true }")
            .IsRefused(
                "$.userPool.attributes: 51 attributes in the template, own ones and standard ones whose settings are not Cognito's, and a new user pool has room for 50. Leave standard attributes as Cognito makes them, or remove some."
            );

        static Outcome Declared(string name) =>
            Given.Environment($$"""{ "userPool": { "attributes": { "name": {{name}}, {{Many(50, i => $"\"custom:a{i}\": {{}}")}} } } }""");
    }

    [Fact]
    public void The_attribute_of_the_last_sign_in_counts() =>
        Given
            .Environment(
                $$"""{ "userPool": { "attributes": { {{Many(50, i => $"\"custom:a{i}\": {{}}")}} } }, "signInAudit": { "recordLastSignIn": true } }"""
            )
            .IsRefused(
                "$.userPool.attributes: 51 custom attributes, custom:lastSignIn among them, and a user pool has room for 50. Remove some."
            );

    private static Outcome Clients(int count, string rest = "") =>
        Given.Environment(
            $$"""{ {{(rest.Length > 0 ? rest + "," : string.Empty)}} "clients": { {{Many(count, i => $"\"app{i}\": {{ \"type\": \"spa\", \"callbackUrls\": [\"https://app{i}.example.com/\"] }}")}} } }"""
        );

    private static string Many(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(1, count).Select(item));
}
