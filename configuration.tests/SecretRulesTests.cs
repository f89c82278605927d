namespace CognitoStack.Configuration.Tests;

public sealed class SecretRulesTests
{
    private const string Version = "01234567-89ab-cdef-0123-456789abcdef";

    [Fact]
    public void A_version_is_named_by_its_id_or_its_stage()
    {
        With($", \"version\": \"{Version}\", \"stage\": \"AWSCURRENT\"")
            .IsRefused(
                $"$.identityProviders.Google.clientSecret.stage: \"AWSCURRENT\" stands beside version \"{Version}\", and CloudFormation takes one of the two. Keep version to deploy each new one by a change of the file."
            );
        With($", \"version\": \"{Version}\"").IsAccepted();
        With(", \"stage\": \"AWSPREVIOUS\"").IsAccepted();
    }

    [Fact]
    public void What_may_be_the_secret_itself_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", Assert.Single(With(", \"version\": \"hunter2\"").Errors), StringComparison.Ordinal);

    private static Outcome With(string rest) =>
        Given.Environment(
            $$"""{ "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google"{{rest}} } } }, {{Clients.Offering("Google")}} }"""
        );
}
