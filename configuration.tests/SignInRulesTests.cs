namespace CognitoStack.Configuration.Tests;

public sealed class SignInRulesTests
{
    private const string NobodyHasEmail =
        "would refuse every user who has no email, and none must have one. Add \"email\" to userPool.signInWith, or require userPool.attributes.email.";

    [Fact]
    public void Production_without_an_audit_is_refused()
    {
        Given
            .Environment($$"""{ "production": true, "signInAudit": null, {{Clients.Https}} }""")
            .IsRefused("$.signInAudit: is null, and this is a production environment: sign-ins must leave a record. Remove the line.");
        Given.Environment($$"""{ "production": true, "signInAudit": {}, {{Clients.Https}} }""").IsAccepted();
        Given.Environment("""{ "production": false, "signInAudit": null }""").IsAccepted();
    }

    [Theory]
    [InlineData(
        """{ "allowEmailDomains": ["example.com", "example.org", "example.com"] }""",
        """$.signInRules.allowEmailDomains[2]: "example.com" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "denyEmailDomains": ["example.com", "example.com"] }""",
        """$.signInRules.denyEmailDomains[1]: "example.com" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "allowEmailDomains": ["example.org", "example.com"], "denyEmailDomains": ["example.com"] }""",
        """$.signInRules.allowEmailDomains[1]: "example.com" is allowed here and denied by "example.com" in denyEmailDomains, which wins. Remove one."""
    )]
    [InlineData(
        """{ "allowEmailDomains": ["mail.example.com"], "denyEmailDomains": ["example.com"] }""",
        """$.signInRules.allowEmailDomains[0]: "mail.example.com" is allowed here and denied by "example.com" in denyEmailDomains, which wins. Remove one."""
    )]
    public void A_contradiction_is_refused(string rules, string error) =>
        Given.Environment($$"""{ "signInRules": {{rules}} }""").IsRefused(error);

    [Theory]
    [InlineData("""{ "allowEmailDomains": ["example.com", "mail.example.com"] }""")]
    [InlineData("""{ "allowEmailDomains": ["example.com"], "denyEmailDomains": ["old.example.com", "ample.com"] }""")]
    [InlineData("""{ "requireVerifiedEmail": true }""")]
    [InlineData("null")]
    public void Its_neighbour_is_accepted(string rules) => Given.Environment($$"""{ "signInRules": {{rules}} }""").IsAccepted();

    [Theory]
    [InlineData("allowEmailDomains", """["example.com"]""")]
    [InlineData("requireVerifiedEmail", "true")]
    public void Rules_about_email_need_users_who_have_one(string key, string value)
    {
        With("""{ "signInWith": ["username"] }""").IsRefused($"$.signInRules.{key}: {NobodyHasEmail}");
        With("""{ "signInWith": ["username"], "attributes": { "email": {} } }""").IsRefused($"$.signInRules.{key}: {NobodyHasEmail}");
        With("""{ "signInWith": ["username", "email"] }""").IsAccepted();
        With("""{ "signInWith": ["username"], "attributes": { "email": { "required": true } } }""").IsAccepted();

        Outcome With(string pool) => Given.Environment($$"""{ "userPool": {{pool}}, "signInRules": { "{{key}}": {{value}} } }""");
    }

    [Fact]
    public void Denied_domains_need_no_email_of_every_user() =>
        Given
            .Environment("""{ "userPool": { "signInWith": ["username"] }, "signInRules": { "denyEmailDomains": ["example.com"] } }""")
            .IsAccepted();
}
