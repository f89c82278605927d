namespace CognitoStack.Configuration.Tests;

public sealed class LinkingRulesTests
{
    [Fact]
    public void Linking_needs_a_trusted_provider() =>
        Google(trusted: false, linking: true)
            .IsRefused(
                "$.signInRules.linkTrustedProviders: links nobody, as no provider is trusted. Set trustedForLinking of one to true, or remove this."
            );

    [Fact]
    public void A_trusted_provider_needs_linking() =>
        Google(trusted: true, linking: false)
            .IsRefused(
                "$.identityProviders.Google.trustedForLinking: has no effect without signInRules.linkTrustedProviders. Set that to true, or remove this."
            );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_or_neither_are_accepted(bool both) => Google(both, both).IsAccepted();

    private static Outcome Google(bool trusted, bool linking) =>
        Given.Environment(
            $$"""
            { "signInRules": { "linkTrustedProviders": {{(linking ? "true" : "false")}} },
              "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" }, "trustedForLinking": {{(
                trusted ? "true" : "false"
            )}} } },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } } }
            """
        );
}
