namespace CognitoStack.Configuration.Tests;

public sealed class NotYetAvailableTests
{
    private const string Google = """
        "type": "google", "clientId": "1", "clientSecret": { "secret": "google" }, "attributes": { "email": "email", "email_verified": "email_verified" }
        """;

    private const string OfGoogle = """
        "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } }
        """;

    /// <summary>Fragments of files, each with the path that is refused. A line goes when its part arrives.</summary>
    public static TheoryData<string, string> Waiting { get; } = new()
    {
        { """{ "operations": { "alarmEmails": ["oncall@example.com"] } }""", "$.operations.alarmEmails" },
        { """{ "operations": { "waf": {} } }""", "$.operations.waf" },
        { """{ "operations": { "logDelivery": {} } }""", "$.operations.logDelivery" },
    };

    [Theory]
    [MemberData(nameof(Waiting))]
    public void What_has_no_resources_yet_is_refused_and_not_left_out(string environment, string path) =>
        Assert.Equal([$"{path}: {Outcome.NotYet}"], Given.Environment(environment).AllErrors);

    [Theory]
    [InlineData("""{ "storage": { "encryption": "aws" }, "signInAudit": { "recordLastSignIn": false } }""")]
    [InlineData("""{ "signInRules": { "denyList": false, "allowedGroupsByClient": {}, "onFailure": "deny", "linkTrustedProviders": false } }""")]
    [InlineData("""{ "access": { "rules": [], "principalTags": {}, "directProviders": null, "roles": { "member": { "extends": null } } } }""")]
    [InlineData("""{ "operations": { "alarmEmails": [], "waf": null, "logDelivery": null } }""")]
    public void Its_default_may_be_written_down(string environment) => Assert.Empty(Given.Environment(environment).AllErrors);
}
