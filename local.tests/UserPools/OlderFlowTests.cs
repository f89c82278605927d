using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary><c>ExplicitAuthFlows</c> of either spelling.</summary>
public sealed class OlderFlowTests
{
    [Theory]
    [InlineData("", "USER_SRP_AUTH CUSTOM_AUTH REFRESH_TOKEN_AUTH")]
    [InlineData("USER_PASSWORD_AUTH", "USER_SRP_AUTH CUSTOM_AUTH REFRESH_TOKEN_AUTH USER_PASSWORD_AUTH")]
    [InlineData("ADMIN_NO_SRP_AUTH", "USER_SRP_AUTH CUSTOM_AUTH REFRESH_TOKEN_AUTH ADMIN_USER_PASSWORD_AUTH")]
    [InlineData(
        "ADMIN_NO_SRP_AUTH USER_PASSWORD_AUTH",
        "USER_SRP_AUTH CUSTOM_AUTH REFRESH_TOKEN_AUTH USER_PASSWORD_AUTH ADMIN_USER_PASSWORD_AUTH"
    )]
    [InlineData("CUSTOM_AUTH_FLOW_ONLY", "CUSTOM_AUTH REFRESH_TOKEN_AUTH")]
    [InlineData("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH")]
    [InlineData("ALLOW_REFRESH_TOKEN_AUTH ALLOW_USER_AUTH", "REFRESH_TOKEN_AUTH USER_AUTH")]
    public void A_client_may_what_its_flows_say(string flows, string allowed)
    {
        var properties = Templates.Json(
            new { UserPoolId = Templates.PoolId, ExplicitAuthFlows = flows.Split(' ', StringSplitOptions.RemoveEmptyEntries) }
        );
        var client = AppClient.Of(Templates.Resource("AWS::Cognito::UserPoolClient", "web", properties));
        var all = new[]
        {
            "USER_SRP_AUTH",
            "CUSTOM_AUTH",
            "REFRESH_TOKEN_AUTH",
            "USER_AUTH",
            "USER_PASSWORD_AUTH",
            "ADMIN_USER_PASSWORD_AUTH",
        };
        Assert.Equal(allowed.Split(' ').Order(StringComparer.Ordinal), all.Where(client.Allows).Order(StringComparer.Ordinal));
    }
}
