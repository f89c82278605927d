using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class ClientSecretTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Own = "of_my_own_and_long_enough";

    [Fact]
    public async Task Two_secrets_are_valid_at_once_and_the_one_that_is_deleted_is_not()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var first = Assert.Single(await SecretsAsync())!["ClientSecretId"]!.ToString();

        var added = (await host.AdminAsync("AddUserPoolClientSecret", new { ClientId = "portal" }))["ClientSecretDescriptor"]!;
        var value = added["ClientSecretValue"]!.ToString();

        await SignInAsync(email, Templates.ClientSecret);
        await SignInAsync(email, value);
        await host.AdminAsync("DeleteUserPoolClientSecret", new { ClientId = "portal", ClientSecretId = first });
        await SignInAsync(email, value);
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, Templates.ClientSecret));
        host.Restart();
        await SignInAsync(email, value);
        await ResetAsync();
    }

    [Fact]
    public async Task A_secret_of_ones_own_is_not_told_again_and_a_third_one_is_too_many()
    {
        host.Deploy();

        var added = (await host.AdminAsync("AddUserPoolClientSecret", new { ClientId = "portal", ClientSecret = Own }))[
            "ClientSecretDescriptor"
        ]!;

        Assert.Null(added["ClientSecretValue"]);
        Assert.StartsWith("portal--", added["ClientSecretId"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, (await SecretsAsync()).Count);
        Assert.All(await SecretsAsync(), s => Assert.Null(s!["ClientSecretValue"]));
        await host.AdminRefusedAsync("LimitExceededException", "AddUserPoolClientSecret", new { ClientId = "portal" });
        await SignInAsync(await host.UserAsync(), Own);
        await ResetAsync();
    }

    [Theory]
    [InlineData("too-short")]
    [InlineData("with-hyphens-and-long-enough")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_secret_that_AWS_would_not_take_is_rejected(string secret)
    {
        host.Deploy();

        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AddUserPoolClientSecret",
            new { ClientId = "portal", ClientSecret = secret }
        );
    }

    [Fact]
    public async Task The_last_secret_stays_and_a_public_client_gets_none()
    {
        host.Deploy();
        var only = Assert.Single(await SecretsAsync())!["ClientSecretId"]!.ToString();

        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "DeleteUserPoolClientSecret",
            new { ClientId = "portal", ClientSecretId = only }
        );
        await host.AdminRefusedAsync(
            "ResourceNotFoundException",
            "DeleteUserPoolClientSecret",
            new { ClientId = "portal", ClientSecretId = "portal--1" }
        );
        await host.AdminRefusedAsync("InvalidParameterException", "AddUserPoolClientSecret", new { ClientId = "web" });
    }

    private async Task<JsonArray> SecretsAsync() =>
        (await host.AdminAsync("ListUserPoolClientSecrets", new { ClientId = "portal" }))["ClientSecrets"]!.AsArray();

    private Task<JsonObject> SignInAsync(string email, string secret) =>
        host.BeginAsync(
            "USER_PASSWORD_AUTH",
            new
            {
                USERNAME = email,
                PASSWORD = PoolHost.Password,
                SECRET_HASH = SecretHash.Of(secret, email, "portal"),
            },
            client: "portal"
        );

    // Tests share a state folder: the next one begins with one secret, the deployed one.
    private async Task ResetAsync() =>
        await ((Local.UserPools.Settings.ClientSecrets)host.Services.GetService(typeof(Local.UserPools.Settings.ClientSecrets))!).SetAsync(
            "portal",
            []
        );
}
