namespace CognitoStack.Configuration.Tests;

public sealed class DomainRulesTests
{
    private const string Certificate = "\"certificateArn\": \"arn:aws:acm:us-east-1:111122223333:certificate/1\"";

    [Theory]
    [InlineData("my-aws-app", "aws")]
    [InlineData("amazonia", "amazon")]
    [InlineData("cognito1", "cognito")]
    [InlineData("laws", "aws")]
    public void A_prefix_with_a_reserved_word_is_refused(string prefix, string word) =>
        Domain($$"""{ "prefix": "{{prefix}}" }""")
            .IsRefused($"$.domain.prefix: \"{prefix}\" contains \"{word}\", which Cognito reserves. Choose another.");

    [Theory]
    [InlineData("""{ "prefix": "acme-prod" }""")]
    [InlineData("""{ "prefix": "aw-s" }""")]
    [InlineData($$"""{ "name": "auth.example.com", {{Certificate}} }""")]
    [InlineData($$"""{ "name": "auth.example.com", {{Certificate}}, "hostedZoneId": "Z1", "hostedZoneName": "example.com" }""")]
    [InlineData($$"""{ "name": "auth.example.com", {{Certificate}}, "hostedZoneId": "Z1", "hostedZoneName": "auth.example.com" }""")]
    [InlineData($$"""{ "name": "auth.eu.example.com", {{Certificate}}, "hostedZoneId": "Z1", "hostedZoneName": "example.com" }""")]
    public void One_kind_of_domain_is_accepted(string domain) => Domain(domain).IsAccepted();

    [Fact]
    public void A_login_domain_has_at_most_63_characters()
    {
        Named(63).IsAccepted();
        Named(64).IsRefused("$.domain.name: has 64 characters; Cognito allows 63 for a login domain. Shorten it.");

        static Outcome Named(int length) =>
            Domain($$"""{ "name": "{{"auth".PadRight(length - ".example.com".Length, 'h')}}.example.com", {{Certificate}} }""");
    }

    [Theory]
    [InlineData("111122223333", true)]
    [InlineData("444455556666", false)]
    public void A_certificate_is_the_account_s_own(string account, bool isOwn)
    {
        var outcome = Given.Environment(
            $$"""{ "account": "{{account}}", "region": "eu-west-1", "domain": { "name": "auth.example.com", {{Certificate}} } }"""
        );
        if (isOwn)
            outcome.IsAccepted();
        else
            outcome.IsRefused(
                "$.domain.certificateArn: is a certificate of the account 111122223333, but the environment's is 444455556666, and ACM lends certificates to no other account. Request one there."
            );
    }

    [Fact]
    public void Two_kinds_of_domain_are_refused() =>
        Domain($$"""{ "prefix": "acme", "name": "auth.example.com", {{Certificate}} }""")
            .IsRefused("""$.domain.prefix: "acme" is a Cognito domain, but domain.name is "auth.example.com". Keep one.""");

    [Theory]
    [InlineData("certificateArn", "arn:aws:acm:us-east-1:111122223333:certificate/1")]
    [InlineData("hostedZoneId", "Z1")]
    [InlineData("hostedZoneName", "example.com")]
    public void What_belongs_to_an_own_domain_is_refused_without_one(string key, string value) =>
        Domain($$"""{ "{{key}}": "{{value}}" }""")
            .IsRefused(
                $"$.domain.{key}: \"{value}\" belongs to a domain of your own, but there is no domain.name. Add it, or remove {key}."
            );

    [Theory]
    [InlineData(
        """{ "name": "auth.example.com" }""",
        """$.domain.certificateArn: is missing, but "auth.example.com" is a domain of your own. Give the ARN of its certificate in us-east-1."""
    )]
    [InlineData(
        """{ "name": "auth.example.com", "certificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/1" }""",
        "$.domain.certificateArn: is in eu-west-1, but login pages are served by CloudFront, which takes certificates of us-east-1 only. Request one there."
    )]
    [InlineData(
        $$"""{ "name": "auth.example.com", {{Certificate}}, "hostedZoneName": "example.com" }""",
        "$.domain.hostedZoneId: is missing. Give hostedZoneId and hostedZoneName, or neither: then make the alias record yourself."
    )]
    [InlineData(
        $$"""{ "name": "auth.example.com", {{Certificate}}, "hostedZoneId": "Z1" }""",
        "$.domain.hostedZoneName: is missing. Give hostedZoneId and hostedZoneName, or neither: then make the alias record yourself."
    )]
    [InlineData(
        $$"""{ "name": "auth.notexample.com", {{Certificate}}, "hostedZoneId": "Z1", "hostedZoneName": "example.com" }""",
        """$.domain.name: "auth.notexample.com" is not in the hosted zone "example.com", so its record could not stand there. Change one."""
    )]
    [InlineData(
        $$"""{ "name": "example.com", {{Certificate}} }""",
        """$.domain.name: "example.com" has no parent domain of yours, and Cognito asks for an A record there before it takes the domain. Use a subdomain such as "auth.example.com"."""
    )]
    public void An_own_domain_that_cannot_be_served_is_refused(string domain, string error) => Domain(domain).IsRefused(error);

    private static Outcome Domain(string domain) => Given.Environment($$"""{ "domain": {{domain}} }""");
}
