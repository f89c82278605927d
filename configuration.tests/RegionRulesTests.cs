using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class RegionRulesTests
{
    private const string Account = "\"account\": \"111122223333\"";

    [Theory]
    [InlineData("eu-west-1", "aws", "cognito-identity.amazonaws.com", "auth", true)]
    [InlineData("ap-southeast-7", "aws", "cognito-identity.amazonaws.com", "auth", true)]
    [InlineData("us-gov-west-1", "aws-us-gov", "cognito-identity-us-gov.amazonaws.com", "auth-fips", false)]
    [InlineData("us-gov-east-1", "aws-us-gov", "cognito-identity.us-gov-east-1.amazonaws.com", "auth-fips", false)]
    [InlineData(null, "aws", "cognito-identity.amazonaws.com", "auth", true)]
    public void A_Region_has_the_names_of_its_partition(string? region, string partition, string service, string host, bool domains)
    {
        var facts = AwsRegion.Of(region);
        Assert.Equal(
            (partition, service, host, domains, null),
            (facts.Partition, facts.IdentityService, facts.LoginHost, facts.HasCustomDomains, facts.Problem)
        );
    }

    [Theory]
    [InlineData("us-iso-east-1", "aws-iso")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    [InlineData("eu-isoe-west-1", "aws-iso-e")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("cn-north-1", "aws-cn")]
    public void A_partition_without_user_pools_or_with_unknown_names_is_refused(string region, string partition)
    {
        Assert.Equal(partition, AwsRegion.Of(region).Partition);
        Assert.Contains(
            Given.Environment($$"""{ {{Account}}, "region": "{{region}}" }""").Errors,
            e => e.StartsWith($"$.region: \"{region}\" is in ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_Region_where_Cognito_is_missing_is_refused()
    {
        Given
            .Environment($$"""{ {{Account}}, "region": "cn-northwest-1" }""")
            .IsRefused(
                "$.region: \"cn-northwest-1\" is in China, where Amazon Cognito has identity pools but no user pools. Deploy to a Region of another partition."
            );
        Given
            .Environment($$"""{ {{Account}}, "region": "us-iso-west-1" }""")
            .IsRefused(
                "$.region: \"us-iso-west-1\" is in a partition whose names of Amazon Cognito this app does not know, so that its trust policies would trust nobody. Deploy to a Region of the partitions aws or aws-us-gov."
            );
        Given
            .Environment($$"""{ {{Account}}, "region": "us-gov-north-1" }""")
            .IsRefused(
                "$.region: \"us-gov-north-1\" is a GovCloud Region that this app does not know yet, and Cognito has a name of its own in each. Use us-gov-west-1 or us-gov-east-1."
            );
    }

    [Fact]
    public void The_Region_of_the_CLI_counts_where_the_file_names_none()
    {
        Given
            .File("""{ "name": "dev" }""", region: "cn-north-1")
            .IsRefused(
                "$.region: is not set, and the CLI's \"cn-north-1\" is in China, where Amazon Cognito has identity pools but no user pools. Deploy to a Region of another partition."
            );
        Assert.Equal("us-gov-west-1", Given.Load("""{ "name": "dev" }""", region: "us-gov-west-1").TargetRegion);
    }

    [Fact]
    public void GovCloud_has_no_domains_of_ones_own() =>
        Given
            .Environment(
                $$"""
                { {{Account}}, "region": "us-gov-west-1", "domain": { "name": "auth.example.com", "certificateArn": "arn:aws-us-gov:acm:us-east-1:111122223333:certificate/a" } }
                """
            )
            .IsRefused(
                "$.domain.name: \"auth.example.com\" is a domain of your own, which user pools in us-gov-west-1 cannot have. Use domain.prefix."
            );

    [Fact]
    public void Every_resource_that_the_file_names_is_of_the_Regions_partition() =>
        Given
            .Environment(
                $$"""
                {
                  {{Account}}, "region": "us-gov-west-1",
                  "userMigration": { "userPoolArn": "arn:aws:cognito-idp:us-gov-west-1:111122223333:userpool/us-gov-west-1_Older1234", "clientId": "1example23456789" },
                  "operations": { "alarmTopicArn": "arn:aws:sns:us-gov-west-1:111122223333:alarms" },
                  "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:us-gov-west-1:111122223333:identity/example.com", "from": "no-reply@example.com" } },
                  "triggers": { "customMessage": { "aliasArn": "arn:aws:lambda:us-gov-west-1:111122223333:function:texts:live" } },
                  "access": { "directProviders": { "oidcProviderArns": ["arn:aws:iam::111122223333:oidc-provider/example.com"], "samlProviderArns": ["arn:aws-us-gov:iam::111122223333:saml-provider/Corp"] } }
                }
                """
            )
            .IsRefused(
                "$.userPool.email.sesIdentityArn: \"arn:aws:ses:us-gov-west-1:111122223333:identity/example.com\" is of the partition aws, but us-gov-west-1 is of aws-us-gov, where nothing can reach it. Name a resource there.",
                "$.userMigration.userPoolArn: \"arn:aws:cognito-idp:us-gov-west-1:111122223333:userpool/us-gov-west-1_Older1234\" is of the partition aws, but us-gov-west-1 is of aws-us-gov, where nothing can reach it. Name a resource there.",
                "$.operations.alarmTopicArn: \"arn:aws:sns:us-gov-west-1:111122223333:alarms\" is of the partition aws, but us-gov-west-1 is of aws-us-gov, where nothing can reach it. Name a resource there.",
                "$.triggers.customMessage.aliasArn: \"arn:aws:lambda:us-gov-west-1:111122223333:function:texts:live\" is of the partition aws, but us-gov-west-1 is of aws-us-gov, where nothing can reach it. Name a resource there.",
                "$.access.directProviders.oidcProviderArns[0]: \"arn:aws:iam::111122223333:oidc-provider/example.com\" is of the partition aws, but us-gov-west-1 is of aws-us-gov, where nothing can reach it. Name a resource there."
            );

    [Fact]
    public void A_secret_is_read_in_the_stacks_own_Region() =>
        Given
            .Environment(
                $$"""
                {
                  {{Account}}, "region": "eu-west-1",
                  "identityProviders": { "Google": { "type": "google", "clientId": "x", "clientSecret": { "secret": "arn:aws:secretsmanager:us-east-1:111122223333:secret:google-AbCdEf" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"], "identityProviders": ["Google"] } }
                }
                """
            )
            .IsRefused(
                "$.identityProviders.Google.clientSecret.secret: is a secret in us-east-1, but the environment is in eu-west-1: CloudFormation reads secrets of its own Region. Replicate it there, and name the replica."
            );
}
