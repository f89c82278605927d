using CognitoStack.Local.Access;

namespace CognitoStack.Local.Tests.Access;

public sealed class CallerTests
{
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Member", "arn:aws:sts::111122223333:assumed-role/Member/CognitoIdentityCredentials")]
    [InlineData(
        "arn:aws:iam::111122223333:role/teams/a/Member",
        "arn:aws:sts::111122223333:assumed-role/Member/CognitoIdentityCredentials"
    )]
    public void A_session_has_the_ARN_that_STS_gives_it_without_the_path_of_the_role(string role, string session) =>
        Assert.Equal(
            session,
            new RoleSession
            {
                RoleArn = role,
                SessionName = "CognitoIdentityCredentials",
                Expires = DateTimeOffset.MaxValue,
            }.Arn
        );

    [Fact]
    public void Nobody_is_a_star_and_the_administrator_a_user()
    {
        Assert.Equal("*", new Anonymous().Arn);
        Assert.Equal("arn:aws:iam::111122223333:user/administrator", new Administrator("111122223333").Arn);
    }
}
