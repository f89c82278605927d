namespace CognitoStack.Tests.Configuration;

public sealed class ClientRulesTests
{
    private const string Orders = """ "resourceServers": { "orders": { "identifier": "https://orders.example.com", "scopes": { "read": "Read", "write": "Write" } } } """;

    private const string Google = """ "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } } } """;
    private const string OfGoogle = """ "google": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } """;

    [Theory]
    [InlineData("{}", "$.clients: is empty, so nobody could sign in. Add a client, or leave clients out for the default one.")]
    [InlineData(
        """{ "web-app": { "type": "spa", "callbackUrls": ["https://a.example.com"] }, "webApp": { "type": "spa", "callbackUrls": ["https://a.example.com"] } }""",
        """$.clients.webApp: "webApp" and "web-app" both become the output ClientIdWebApp. Rename one.""")]
    [InlineData(
        """{ "web": { "type": "spa" } }""",
        """$.clients.web.callbackUrls: is empty, but a "spa" client signs users in and must know where they return. Add an address.""")]
    [InlineData(
        """{ "web-app": { "type": "mobile", "callbackUrls": [] } }""",
        """$.clients['web-app'].callbackUrls: is empty, but a "mobile" client signs users in and must know where they return. Add an address.""")]
    public void Clients_that_nobody_can_use_are_refused(string clients, string error) => Given.Environment($$"""{ "clients": {{clients}} }""").IsRefused(error);

    [Theory]
    [InlineData("web", "http://app.example.com/", "is http, which Cognito accepts only for http://localhost. Use https.")]
    [InlineData("web", "http://127.0.0.1/", "is http, which Cognito accepts only for http://localhost. Use https.")]
    [InlineData("web", "http://localhost@example.com/", "is http, which Cognito accepts only for http://localhost. Use https.")]
    [InlineData("mobile", "http:/localhost", "is http, which Cognito accepts only for http://localhost. Use https.")]
    [InlineData("web", "https://", "is not a complete address. Give host and path.")]
    [InlineData("web", "https://a:99999999/", "is not a complete address. Give host and path.")]
    [InlineData("mobile", "https:/example.com", "is not a complete address. Give host and path.")]
    [InlineData("spa", "acme://callback", "has an app's own scheme, but the client's type is \"spa\". Use https, or make the type \"mobile\".")]
    [InlineData("web", "acme://callback", "has an app's own scheme, but the client's type is \"web\". Use https, or make the type \"mobile\".")]
    [InlineData("mobile", "javascript://example.com/%0aalert(1)", "is not an address that an app can own. Use a scheme of your own, or https.")]
    [InlineData("mobile", "DATA:/text", "is not an address that an app can own. Use a scheme of your own, or https.")]
    public void An_address_that_is_not_safe_is_refused(string type, string url, string error)
    {
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["https://ok.example.com", "{{url}}"] }""").IsRefused($"$.clients.web.callbackUrls[1]: \"{url}\" {error}");
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["https://ok.example.com"], "logoutUrls": ["{{url}}"] }""").IsRefused($"$.clients.web.logoutUrls[0]: \"{url}\" {error}");
    }

    [Theory]
    [InlineData("spa", "http://localhost:3000/callback")]
    [InlineData("web", "https://app.example.com/callback?x=1")]
    [InlineData("mobile", "acme://callback")]
    [InlineData("mobile", "com.example.app:/callback")]
    [InlineData("mobile", "https://app.example.com")]
    public void A_safe_address_is_accepted(string type, string url) =>
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["{{url}}"], "logoutUrls": ["{{url}}"] }""").IsAccepted();

    [Fact]
    public void Production_refuses_http()
    {
        Given.Environment("""{ "production": true, "clients": { "web": { "type": "spa", "callbackUrls": ["http://localhost/"] } } }""")
            .IsRefused("""$.clients.web.callbackUrls[0]: "http://localhost/" is http, and this is a production environment. Use https.""");
        Given.Environment($$"""{ "production": true, {{Clients.Https}} }""").IsAccepted();
    }

    [Fact]
    public void Production_refuses_the_default_client_as_it_returns_to_localhost() => Given.Environment("""{ "production": true }""")
        .IsRefused("$.clients: is missing, and the default client is one for development. Say which applications sign users in.");

    [Theory]
    [InlineData(
        """ "callbackUrls": ["https://a.example.com", "https://a.example.com"] """,
        """$.clients.web.callbackUrls[1]: "https://a.example.com" is already at [0]. Remove one.""")]
    [InlineData(
        """ "identityProviders": ["COGNITO", "COGNITO"] """,
        """$.clients.web.identityProviders[1]: "COGNITO" is already at [0]. Remove one.""")]
    [InlineData(
        """ "identityProviders": ["Gogle"] """,
        """$.clients.web.identityProviders[0]: "Gogle" is not in identityProviders. Did you mean "Google"?""")]
    [InlineData(
        """ "scopes": ["openid", "openid"] """,
        """$.clients.web.scopes[1]: "openid" is already at [0]. Remove one.""")]
    [InlineData(
        """ "scopes": ["opneid"] """,
        """$.clients.web.scopes[0]: "opneid" is not a scope of OIDC, and one of your own is written "server/scope". Did you mean "openid"?""")]
    [InlineData(
        """ "scopes": ["invoices/read"] """,
        """$.clients.web.scopes[0]: "invoices" is not in resourceServers. Known: orders.""")]
    [InlineData(
        """ "scopes": ["orders/delete"] """,
        """$.clients.web.scopes[0]: "delete" is not in resourceServers.orders.scopes. Known: read, write.""")]
    [InlineData(
        """ "scopes": ["profile", "email"] """,
        """$.clients.web.scopes: "profile" is only given together with "openid". Add "openid", or remove "profile".""")]
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
    public void What_is_for_users_is_refused_for_a_machine(string client, string key) => Client($$"""{ "type": "machine", "scopes": ["orders/read"], {{client}} }""")
        .IsRefused($"$.clients.web.{key}: is for clients that sign users in, but the type is \"machine\". Remove it, or change the type.");

    [Fact]
    public void A_machine_gets_scopes_of_its_own_and_nothing_else()
    {
        Client("""{ "type": "machine" }""").IsRefused("""$.clients.web.scopes: is empty, but a "machine" client gets nothing but scopes. Add one of resourceServers, as "server/scope".""");
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
        Client(Spa($$""" "tokens": { "{{(token == "id" ? "access" : "id")}}": "PT5M", "{{token}}": "{{life}}", "refresh": "{{refresh}}" } """))
            .IsRefused($"$.clients.web.tokens.refresh: \"{refresh}\" is not longer than {token} \"{life}\", so it could never be used. Make it longer.");
    }

    [Fact]
    public void The_lite_plan_has_no_rotation()
    {
        With("lite", "PT10S").IsRefused("""$.clients.web.tokens.rotation: needs the Essentials or Plus plan, but userPool.plan is "lite". Raise the plan, or remove rotation.""");
        With("lite", "off").IsAccepted();
        With("essentials", "PT10S").IsAccepted();

        static Outcome With(string plan, string rotation) =>
            Given.Environment($$"""{ "userPool": { "plan": "{{plan}}" }, "clients": { "web": {{Spa($$""" "tokens": { "rotation": "{{rotation}}" } """)}} } }""");
    }

    [Fact]
    public void Resource_servers_are_told_apart_by_their_identifier()
    {
        With("https://orders.example.com").IsRefused("""$.resourceServers.b.identifier: "https://orders.example.com" is also the identifier of "a". Change one.""");
        With("https://orders.example.com/").IsAccepted();

        static Outcome With(string second) =>
            Given.Environment($$"""{ "resourceServers": { "a": { "identifier": "https://orders.example.com" }, "b": { "identifier": "{{second}}" } } }""");
    }

    private static string Spa(string rest) => rest.Contains("callbackUrls", StringComparison.Ordinal)
        ? $$"""{ "type": "spa", {{rest}} }"""
        : $$"""{ "type": "spa", "callbackUrls": ["https://app.example.com"], {{rest}} }""";

    private static Outcome Client(string client) => Given.Environment(
        $$"""{ "clients": { "web": {{client}}, {{OfGoogle}} }, {{Orders}}, {{Google}} }""");
}

/// <summary>Clients that tests of other rules need.</summary>
internal static class Clients
{
    /// <summary>A client that a production environment accepts.</summary>
    public const string Https = """
        "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"] } }
        """;

    /// <summary>A client that offers these providers beside the pool itself.</summary>
    public static string Offering(params string[] providers) => $$"""
        "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"], "identityProviders": ["COGNITO"{{string.Concat(providers.Select(p => $", \"{p}\""))}}] } }
        """;
}
