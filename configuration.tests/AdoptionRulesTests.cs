using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class AdoptionRulesTests
{
    private const string Arn = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI";

    [Fact]
    public void Account_and_Region_are_the_pool_s_where_the_file_says_nothing()
    {
        var environment = Given.Load($$"""{ "name": "dev", "userPool": { "adopt": "{{Arn}}" } }""", region: "us-east-1");
        Assert.Equal(("111122223333", "eu-west-1"), (environment.TargetAccount, environment.TargetRegion));
        Assert.Equal(new UserPoolArn("aws", "eu-west-1", "111122223333", "eu-west-1_AbCdEfGhI"), environment.UserPool.Adopted);
    }

    [Fact]
    public void The_file_may_say_where_the_pool_is() =>
        Given.Environment($$"""{ "account": "111122223333", "region": "eu-west-1", "userPool": { "adopt": "{{Arn}}" } }""").IsAccepted();

    [Theory]
    [InlineData("eu-west-1_AbCdEfGhI")]
    [InlineData("arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:0")]
    [InlineData("arn:aws:cognito-idp:eu-west-1:1111:userpool/eu-west-1_AbCdEfGhI")]
    public void What_is_no_ARN_of_a_pool_is_refused(string adopt) =>
        Given
            .Environment($$"""{ "userPool": { "adopt": "{{adopt}}" } }""")
            .IsRefused(
                $"$.userPool.adopt: \"{adopt}\" must be the ARN of a user pool, such as arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI."
            );

    [Fact]
    public void The_id_of_the_pool_begins_with_the_Region_of_its_ARN() =>
        Given
            .Environment("""{ "userPool": { "adopt": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-2_AbCdEfGhI" } }""")
            .IsRefused(
                "$.userPool.adopt: is an ARN of eu-west-1 with the pool \"eu-west-2_AbCdEfGhI\", whose id begins with its Region. Correct one of the two."
            );

    [Fact]
    public void The_pool_is_where_the_environment_is()
    {
        Given
            .Environment($$"""{ "account": "111122223333", "region": "us-east-1", "userPool": { "adopt": "{{Arn}}" } }""")
            .IsRefused(
                "$.userPool.adopt: is a user pool in eu-west-1, but the environment is in us-east-1: what belongs to a pool is made in the pool's Region. Make region \"eu-west-1\", or name a pool in us-east-1."
            );
        Given
            .Environment($$"""{ "account": "444455556666", "region": "eu-west-1", "userPool": { "adopt": "{{Arn}}" } }""")
            .IsRefused(
                "$.userPool.adopt: is a user pool of the account 111122223333, but the environment's is 444455556666: what belongs to a pool is made in the pool's account. Make account \"111122223333\", or name a pool of 444455556666."
            );
        Given
            .Environment(
                """{ "account": "111122223333", "region": "eu-west-1", "userPool": { "adopt": "arn:aws-us-gov:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI" } }"""
            )
            .IsRefused(
                "$.userPool.adopt: \"arn:aws-us-gov:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI\" is of the partition aws-us-gov, but eu-west-1 is of aws, where nothing can reach it. Name a resource there."
            );
    }

    [Fact]
    public void A_Region_without_user_pools_has_none_to_adopt() =>
        Given
            .Environment("""{ "userPool": { "adopt": "arn:aws-cn:cognito-idp:cn-north-1:111122223333:userpool/cn-north-1_AbCdEfGhI" } }""")
            .IsRefused(
                "$.region: is not set, and that of userPool.adopt \"cn-north-1\" is in China, where Amazon Cognito has identity pools but no user pools. Deploy to a Region of another partition."
            );

    [Fact]
    public void Users_do_not_come_over_to_where_they_are() =>
        Given
            .Environment(
                $$"""{ "userPool": { "adopt": "{{Arn}}" }, "userMigration": { "userPoolArn": "{{Arn}}", "clientId": "1example23456789" } }"""
            )
            .IsRefused(
                "$.userMigration.userPoolArn: is the pool that userPool.adopt names, so its users would come over to where they are. Remove userMigration, or name the pool that they come from."
            );
}
