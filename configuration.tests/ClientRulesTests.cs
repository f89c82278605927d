namespace CognitoStack.Configuration.Tests;

public sealed class ClientRulesTests
{
    private const string Orders =
        """ "resourceServers": { "orders": { "identifier": "https://orders.example.com", "scopes": { "read": "Read", "write": "Write" } } } """;

    private const string Google =
        """ "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } } } """;
    private const string OfGoogle =
        """ "google": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } """;

    [Theory]
    [InlineData("{}", "$.clients: is empty, so nobody could sign in. Add a client, or leave clients out for the default one.")]
    [InlineData(
        """{ "web-app": { "type": "spa", "callbackUrls": ["https://a.example.com"] }, "webApp": { "type": "spa", "callbackUrls": ["https://a.example.com"] } }""",
        """$.clients.webApp: "webApp" and "web-app" both become ClientIdWebApp, the name of an output or a resource. Rename one."""
    )]
    [InlineData(
        """{ "web": { "type": "spa" } }""",
        """$.clients.web.callbackUrls: is empty, but a "spa" client signs users in and must know where they return. Add an address."""
    )]
    [InlineData(
        """{ "web-app": { "type": "mobile", "callbackUrls": [] } }""",
        """$.clients['web-app'].callbackUrls: is empty, but a "mobile" client signs users in and must know where they return. Add an address."""
    )]
    public void Clients_that_nobody_can_use_are_refused(string clients, string error) =>
        Given.Environment($$"""{ "clients": {{clients}} }""").IsRefused(error);

    [Fact]
    public void Names_of_resource_servers_stay_apart_in_the_template() =>
        Given
            .Environment(
                """{ "resourceServers": { "orders-api": { "identifier": "a", "scopes": { "r": "R" } }, "ordersApi": { "identifier": "b", "scopes": { "r": "R" } } } }"""
            )
            .IsRefused(
                """$.resourceServers.ordersApi: "ordersApi" and "orders-api" both become ResourceServerOrdersApi, the name of an output or a resource. Rename one."""
            );

    [Fact]
    public void Production_refuses_the_default_client_as_it_returns_to_localhost() =>
        Given
            .Environment("""{ "production": true }""")
            .IsRefused("$.clients: is missing, and the default client is one for development. Say which applications sign users in.");

    [Theory]
    [InlineData(
        """ "callbackUrls": ["https://a.example.com", "https://a.example.com"] """,
        """$.clients.web.callbackUrls[1]: "https://a.example.com" is already at [0]. Remove one."""
    )]
    [InlineData(
        """ "identityProviders": ["COGNITO", "COGNITO"] """,
        """$.clients.web.identityProviders[1]: "COGNITO" is already at [0]. Remove one."""
    )]
    [InlineData(
        """ "identityProviders": ["Gogle"] """,
        """$.clients.web.identityProviders[0]: "Gogle" is not in identityProviders. Did you mean "Google"?"""
    )]
    [InlineData(""" "scopes": ["openid", "openid"] """, """$.clients.web.scopes[1]: "openid" is already at [0]. Remove one.""")]
    [InlineData(
        """ "scopes": ["opneid"] """,
        """$.clients.web.scopes[0]: "opneid" is not a scope of OIDC, and one of your own is written "server/scope". Did you mean "openid"?"""
    )]
    [InlineData(""" "scopes": ["invoices/read"] """, """$.clients.web.scopes[0]: "invoices" is not in resourceServers. Known: orders.""")]
    [InlineData(
        """ "scopes": ["orders/delete"] """,
        """$.clients.web.scopes[0]: "delete" is not in resourceServers.orders.scopes. Known: read, write."""
    )]
    [InlineData(
        """ "scopes": ["profile", "email"] """,
        """$.clients.web.scopes: "profile" is only given together with "openid". Add "openid", or remove "profile"."""
    )]
    public void A_contradiction_of_a_client_is_refused(string client, string error) => Client(Spa(client)).IsRefused(error);

    [Theory]
    [InlineData(""" "callbackUrls": ["https://a.example.com/1", "https://a.example.com/2"] """)]
    [InlineData(""" "identityProviders": ["Google", "COGNITO"] """)]
    [InlineData(""" "scopes": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin", "orders/read"] """)]
    [InlineData(""" "scopes": ["orders/write"] """)]
    [InlineData(""" "scopes": ["aws.cognito.signin.user.admin"] """)]
    [InlineData(""" "tokens": { "access": "P1D", "id": "PT5M", "refresh": "PT24H1S", "rotation": "PT1M" } """)]
    [InlineData(""" "tokens": { "rotation": "PT0S" } """)]
    public void Its_neighbour_is_accepted(string client) => Client(Spa(client)).IsAccepted();

    [Theory]
    [InlineData(""" "callbackUrls": ["https://a.example.com"] """, "callbackUrls")]
    [InlineData(""" "logoutUrls": ["https://a.example.com"] """, "logoutUrls")]
    [InlineData(""" "identityProviders": ["COGNITO"] """, "identityProviders")]
    public void What_is_for_users_is_refused_for_a_machine(string client, string key) =>
        Client($$"""{ "type": "machine", "scopes": ["orders/read"], {{client}} }""")
            .IsRefused(
                $"$.clients.web.{key}: is for clients that sign users in, but the type is \"machine\". Remove it, or change the type."
            );

    [Theory]
    [InlineData(155, true)]
    [InlineData(156, false)]
    public void A_scope_has_256_characters_with_its_server_s_identifier(int length, bool isShort)
    {
        var outcome = Given.Environment(
            $$"""
            { "resourceServers": { "orders": { "identifier": "{{new string('i', 100)}}", "scopes": { "{{new string('s', length)}}": "Read" } } },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "scopes": ["openid", "orders/{{new string(
                's',
                length
            )}}"] } } }
            """
        );
        if (isShort)
            outcome.IsAccepted();
        else
            outcome.IsRefused(
                "$.clients.web.scopes[1]: has 257 characters with the server's identifier, which clients ask for; Cognito allows 256. Shorten the identifier, or the scope's name."
            );
    }

    [Fact]
    public void A_machine_gets_scopes_of_its_own_and_nothing_else()
    {
        Client("""{ "type": "machine" }""")
            .IsRefused(
                """$.clients.web.scopes: is empty, but a "machine" client gets nothing but scopes. Add one of resourceServers, as "server/scope"."""
            );
        Client("""{ "type": "machine", "scopes": ["orders/read", "openid"] }""")
            .IsRefused("""$.clients.web.scopes[1]: "openid" is about a user, but the type is "machine". Use scopes of resourceServers.""");
        Client("""{ "type": "machine", "scopes": ["orders/read"] }""").IsAccepted();
    }

    [Theory]
    [InlineData("access", "P1D", "PT1H")]
    [InlineData("id", "PT2H", "PT2H")]
    public void A_refresh_token_outlives_the_others(string token, string life, string refresh)
    {
        Client(Spa($$""" "tokens": { "{{token}}": "{{life}}", "refresh": "P2D" } """)).IsAccepted();
        Client(
                Spa(
                    $$""" "tokens": { "{{(token == "id" ? "access" : "id")}}": "PT5M", "{{token}}": "{{life}}", "refresh": "{{refresh}}" } """
                )
            )
            .IsRefused(
                $"$.clients.web.tokens.refresh: \"{refresh}\" is not longer than {token} \"{life}\", so it could never be used. Make it longer."
            );
    }

    [Fact]
    public void The_lite_plan_has_no_rotation()
    {
        With("lite", "PT10S")
            .IsRefused(
                """$.clients.web.tokens.rotation: needs the Essentials or Plus plan, but userPool.plan is "lite". Raise the plan, or remove rotation."""
            );
        With("lite", "off").IsAccepted();
        With("essentials", "PT10S").IsAccepted();

        static Outcome With(string plan, string rotation) =>
            Given.Environment(
                $$"""{ "userPool": { "plan": "{{plan}}" }, "clients": { "web": {{Spa($$""" "tokens": { "rotation": "{{rotation}}" } """)}} } }"""
            );
    }

    [Fact]
    public void Resource_servers_are_told_apart_by_their_identifier()
    {
        With("https://orders.example.com")
            .IsRefused("""$.resourceServers.b.identifier: "https://orders.example.com" is also the identifier of "a". Change one.""");
        With("https://orders.example.com/").IsAccepted();

        static Outcome With(string second) =>
            Given.Environment(
                $$"""{ "resourceServers": { "a": { "identifier": "https://orders.example.com" }, "b": { "identifier": "{{second}}" } } }"""
            );
    }

    private static string Spa(string rest) =>
        rest.Contains("callbackUrls", StringComparison.Ordinal)
            ? $$"""{ "type": "spa", {{rest}} }"""
            : $$"""{ "type": "spa", "callbackUrls": ["https://app.example.com"], {{rest}} }""";

    private static Outcome Client(string client) =>
        Given.Environment($$"""{ "clients": { "web": {{client}}, {{OfGoogle}} }, {{Orders}}, {{Google}} }""");
}

/// <summary>Clients that tests of other rules need.</summary>
internal static class Clients
{
    /// <summary>A client that a production environment accepts.</summary>
    public const string Https = """
        "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"] } }
        """;

    /// <summary>A client that offers these providers beside the pool itself.</summary>
    public static string Offering(params string[] providers) =>
        $$"""
            "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"], "identityProviders": ["COGNITO"{{string.Concat(
                providers.Select(p => $", \"{p}\"")
            )}}] } }
            """;
}
