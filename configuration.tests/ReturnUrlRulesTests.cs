namespace CognitoStack.Configuration.Tests;

public sealed class ReturnUrlRulesTests
{
    [Theory]
    [InlineData("web", "http://app.example.com/", "is http, which Cognito accepts only for localhost, 127.0.0.1, [::1]. Use https.")]
    [InlineData("web", "http://127.0.0.2/", "is http, which Cognito accepts only for localhost, 127.0.0.1, [::1]. Use https.")]
    [InlineData("web", "http://localhost@example.com/", "is http, which Cognito accepts only for localhost, 127.0.0.1, [::1]. Use https.")]
    [InlineData("mobile", "http:/localhost", "is not a complete address. Give host and path.")]
    [InlineData("web", "http://[::1]callback", "is not a complete address. Give host and path.")]
    [InlineData("web", "https://[2001:db8::1]callback", "is not a complete address. Give host and path.")]
    [InlineData("web", "https://", "is not a complete address. Give host and path.")]
    [InlineData("web", "https://a:99999999/", "is not a complete address. Give host and path.")]
    [InlineData("mobile", "https:/example.com", "is not a complete address. Give host and path.")]
    [InlineData(
        "spa",
        "acme://callback",
        "has an app's own scheme, but the client's type is \"spa\". Use https, or make the type \"mobile\"."
    )]
    [InlineData(
        "web",
        "acme://callback",
        "has an app's own scheme, but the client's type is \"web\". Use https, or make the type \"mobile\"."
    )]
    [InlineData(
        "mobile",
        "javascript://example.com/%0aalert(1)",
        "is not an address that an app can own. Use a scheme of your own, or https."
    )]
    [InlineData("mobile", "DATA:/text", "is not an address that an app can own. Use a scheme of your own, or https.")]
    public void An_address_that_is_not_safe_is_refused(string type, string url, string error)
    {
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["https://ok.example.com", "{{url}}"] }""")
            .IsRefused($"$.clients.web.callbackUrls[1]: \"{url}\" {error}");
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["https://ok.example.com"], "logoutUrls": ["{{url}}"] }""")
            .IsRefused($"$.clients.web.logoutUrls[0]: \"{url}\" {error}");
    }

    [Theory]
    [InlineData("spa", "http://localhost:3000/callback")]
    [InlineData("web", "https://app.example.com/callback?x=1")]
    [InlineData("mobile", "acme://callback")]
    [InlineData("mobile", "com.example.app:/callback")]
    [InlineData("mobile", "https://app.example.com")]
    [InlineData("spa", "http://127.0.0.1:8976/callback")]
    [InlineData("mobile", "http://[::1]:8976/callback")]
    [InlineData("spa", "http://[::1]/callback")]
    [InlineData("mobile", "capacitor://localhost/callback")]
    public void A_safe_address_is_accepted(string type, string url) =>
        Client($$"""{ "type": "{{type}}", "callbackUrls": ["{{url}}"], "logoutUrls": ["{{url}}"] }""").IsAccepted();

    [Theory]
    [InlineData("https://*.preview.example.com/callback")]
    [InlineData("https://app.example.com/*")]
    [InlineData("https://app.example.com/callback?next=*")]
    [InlineData("http://localhost:*/callback")]
    public void A_wildcard_never_matches(string url)
    {
        var error = $"\"{url}\" has a *, and Cognito compares addresses letter by letter: it would never match. List each address.";
        Client($$"""{ "type": "spa", "callbackUrls": ["{{url}}"], "logoutUrls": ["{{url}}"] }""")
            .IsRefused($"$.clients.web.callbackUrls[0]: {error}", $"$.clients.web.logoutUrls[0]: {error}");
    }

    [Fact]
    public void An_address_has_at_most_1024_characters()
    {
        Of(1024).IsAccepted();
        Of(1025)
            .IsRefused(
                """$.clients.web.callbackUrls[0]: has 1,025 characters; Cognito allows 1,024. Shorten it, and keep what it carries in "state"."""
            );

        static Outcome Of(int length) =>
            Client($$"""{ "type": "spa", "callbackUrls": ["{{"https://app.example.com/".PadRight(length, 'a')}}"] }""");
    }

    [Fact]
    public void Production_refuses_http()
    {
        Given
            .Environment("""{ "production": true, "clients": { "web": { "type": "spa", "callbackUrls": ["http://localhost/"] } } }""")
            .IsRefused("""$.clients.web.callbackUrls[0]: "http://localhost/" is http, and this is a production environment. Use https.""");
        Given.Environment($$"""{ "production": true, {{Clients.Https}} }""").IsAccepted();
    }

    private static Outcome Client(string client) => Given.Environment($$"""{ "clients": { "web": {{client}} } }""");
}
