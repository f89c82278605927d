using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>Login pages under a domain of the team's own.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class CustomDomainTests(Synthesis synthesis)
{
    private const string RecordSet = "AWS::Route53::RecordSet";

    private SynthesizedEnvironment Own => synthesis.Of(OtherEnvironments.OwnDomain);

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", Own.Findings.ToJsonString());

    [Fact]
    public void The_domain_has_its_certificate() =>
        Own.Only(TemplateJson.Authentication, "AWS::Cognito::UserPoolDomain")
            .Is(
                """
                {
                  "UserPoolId": "<AWS::Cognito::UserPool>", "Domain": "auth.example.com", "ManagedLoginVersion": 2,
                  "CustomDomainConfig": { "CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1" }
                }
                """
            );

    /// <summary>The zone is CloudFront's, the same for every distribution.</summary>
    [Theory]
    [InlineData("A")]
    [InlineData("AAAA")]
    public void The_hosted_zone_leads_to_it(string type) =>
        Own.Only(TemplateJson.Authentication, RecordSet, "Type", type)
            .Is(
                $$"""
                {
                  "HostedZoneId": "Z0123456789", "Name": "auth.example.com.", "Type": "{{type}}",
                  "AliasTarget": { "DNSName": "<AWS::Cognito::UserPoolDomain.CloudFrontDistribution>", "HostedZoneId": "Z2FDTNDATAQYW2" }
                }
                """
            );

    [Fact]
    public void There_are_no_other_records_and_none_without_a_domain_of_your_own()
    {
        Assert.Equal(2, Own.Resources(TemplateJson.Authentication, RecordSet).Count);
        Assert.Empty(synthesis.Of(Environments.Minimal).Resources(TemplateJson.Authentication, RecordSet));
    }

    [Fact]
    public void The_published_address_is_below_it() =>
        Assert.Equal(
            "https://auth.example.com/login?client_id=<AWS::Cognito::UserPoolClient web>&response_type=code&scope=openid+email+profile&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback",
            Own.Outputs(TemplateJson.Authentication)["SignInUrl"]
        );
}
