using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class ProfileTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task People_see_what_their_client_may_read()
    {
        host.Deploy(client: new { ReadAttributes = new[] { "email" } });
        var email = await host.UserAsync("acme");
        var user = await host.CallAsync("GetUser", new { AccessToken = await AccessAsync(email) });
        Assert.Equal(["sub", "email"], user["UserAttributes"]!.AsArray().Select(a => a!["Name"]!.ToString()));
        Assert.Equal(email, PoolHost.Attribute(user["UserAttributes"], "email"));
    }

    [Fact]
    public async Task A_new_address_counts_once_it_is_proven()
    {
        host.Deploy();
        var (email, next) = (await host.UserAsync(), PoolHost.NewEmail());
        var access = await AccessAsync(email);
        var answer = await UpdateAsync(access, ("email", next), ("name", "Ann"));
        Assert.Equal("EMAIL", answer["CodeDeliveryDetailsList"]![0]!["DeliveryMedium"]!.ToString());
        Assert.Equal((email, "true", "Ann"), await AttributesAsync(email));
        Assert.Empty(host.Messages(email));
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(next));

        await host.RefusedAsync("CodeMismatchException", () => VerifyAsync(access, "wrong"));
        await VerifyAsync(access, host.Code(next, "CustomMessage_UpdateUserAttribute"));
        Assert.Equal((next, "true", "Ann"), await AttributesAsync(next));
        await host.TokensAsync(next);
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email));
        await host.RefusedAsync("ExpiredCodeException", () => VerifyAsync(access, host.Code(next, "CustomMessage_UpdateUserAttribute")));
    }

    [Fact]
    public async Task A_code_for_one_address_does_not_prove_another()
    {
        host.Deploy();
        var (email, first, second) = (await host.UserAsync(), PoolHost.NewEmail(), PoolHost.NewEmail());
        var access = await AccessAsync(email);
        await UpdateAsync(access, ("email", first));
        var code = host.Code(first, "CustomMessage_UpdateUserAttribute");
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("email", second), ("email_verified", "true")) }
        );
        await host.RefusedAsync("ExpiredCodeException", () => VerifyAsync(access, code));
        Assert.Equal(second, (await AttributesAsync(second)).Email);
    }

    [Fact]
    public async Task Without_the_setting_a_new_address_counts_at_once_but_is_not_verified()
    {
        host.Deploy(new { UserAttributeUpdateSettings = new { } });
        var (email, next) = (await host.UserAsync(), PoolHost.NewEmail());
        var access = await AccessAsync(email);
        await UpdateAsync(access, ("email", next));
        Assert.Equal((next, "false", null), await AttributesAsync(next));
        await VerifyAsync(access, host.Code(next, "CustomMessage_UpdateUserAttribute"));
        Assert.Equal((next, "true", null), await AttributesAsync(next));
    }

    [Fact]
    public async Task An_address_of_somebody_else_is_refused()
    {
        host.Deploy();
        var (email, other) = (await host.UserAsync(), await host.UserAsync());
        Assert.Equal(
            "An account with the given email already exists.",
            await host.RefusedAsync(
                "AliasExistsException",
                async () => await UpdateAsync(await AccessAsync(email), ("email", other.ToUpperInvariant()))
            )
        );
        await host.AdminRefusedAsync(
            "AliasExistsException",
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("email", other), ("email_verified", "true")) }
        );
        Assert.Equal(email, (await AttributesAsync(email)).Email);
    }

    [Fact]
    public async Task Who_takes_an_address_while_another_waits_for_its_code_has_it()
    {
        host.Deploy();
        var (email, next) = (await host.UserAsync(), PoolHost.NewEmail());
        var access = await AccessAsync(email);
        await UpdateAsync(access, ("email", next));
        await host.AdminAsync("AdminCreateUser", new { Username = next, MessageAction = "SUPPRESS" });
        await host.RefusedAsync("AliasExistsException", () => VerifyAsync(access, host.Code(next, "CustomMessage_UpdateUserAttribute")));
        Assert.Equal(email, (await AttributesAsync(email)).Email);
    }

    [Theory]
    [InlineData("custom:tenant", "acme")]
    [InlineData("email_verified", "true")]
    [InlineData("identities", "[]")]
    [InlineData("sub", "me")]
    public async Task People_change_only_what_their_client_may_write(string name, string value)
    {
        host.Deploy();
        var access = await AccessAsync(await host.UserAsync());
        await host.RefusedAsync("NotAuthorizedException", () => UpdateAsync(access, (name, value)));
        await host.RefusedAsync(
            "NotAuthorizedException",
            "DeleteUserAttributes",
            new { AccessToken = access, UserAttributeNames = new[] { name } }
        );
    }

    [Fact]
    public async Task What_is_immutable_is_set_once()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var access = await AccessAsync(email);
        await UpdateAsync(access, ("custom:badge", "7"));
        Assert.Equal(
            "user.custom:badge: Attribute cannot be updated.\n",
            await host.RefusedAsync("InvalidParameterException", () => UpdateAsync(access, ("custom:badge", "8")))
        );
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("custom:badge", "8")) }
        );
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminUpdateUserAttributes",
            new { Username = email, UserAttributes = PoolHost.Attributes(("sub", "8")) }
        );
    }

    [Fact]
    public async Task Attributes_are_deleted_but_not_those_that_are_required()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var access = await AccessAsync(email);
        await UpdateAsync(access, ("name", "Ann"));
        await host.CallAsync("DeleteUserAttributes", new { AccessToken = access, UserAttributeNames = new[] { "name" } });
        Assert.Null((await AttributesAsync(email)).Name);
        await host.RefusedAsync(
            "InvalidParameterException",
            "DeleteUserAttributes",
            new { AccessToken = access, UserAttributeNames = new[] { "email" } }
        );
    }

    [Fact]
    public async Task An_address_is_proven_again_on_demand()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await host.AdminAsync("AdminCreateUser", new { Username = email, MessageAction = "SUPPRESS" });
        await host.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                PoolHost.Password,
                Permanent = true,
            }
        );
        var access = await AccessAsync(email);
        await host.CallAsync("GetUserAttributeVerificationCode", new { AccessToken = access, AttributeName = "email" });
        await VerifyAsync(access, host.Code(email, "CustomMessage_VerifyUserAttribute"));
        Assert.Equal("true", (await AttributesAsync(email)).Verified);
        await host.RefusedAsync(
            "InvalidParameterException",
            "GetUserAttributeVerificationCode",
            new { AccessToken = access, AttributeName = "phone_number" }
        );
        await host.RefusedAsync(
            "InvalidParameterException",
            "GetUserAttributeVerificationCode",
            new { AccessToken = access, AttributeName = "name" }
        );
    }

    [Fact]
    public async Task Who_deletes_the_own_account_is_gone()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var access = await AccessAsync(email);
        await host.CallAsync("DeleteUser", new { AccessToken = access });
        await host.RefusedAsync("UserNotFoundException", "GetUser", new { AccessToken = access });
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email));
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
    }

    private async Task<string> AccessAsync(string email) => (await host.TokensAsync(email)).Access;

    private Task<JsonObject> UpdateAsync(string access, params (string, string)[] attributes) =>
        host.CallAsync("UpdateUserAttributes", new { AccessToken = access, UserAttributes = PoolHost.Attributes(attributes) });

    private Task<JsonObject> VerifyAsync(string access, string code) =>
        host.CallAsync(
            "VerifyUserAttribute",
            new
            {
                AccessToken = access,
                AttributeName = "email",
                Code = code,
            }
        );

    private async Task<(string? Email, string? Verified, string? Name)> AttributesAsync(string email)
    {
        var attributes = (await host.AdminAsync("AdminGetUser", new { Username = email }))["UserAttributes"];
        return (
            PoolHost.Attribute(attributes, "email"),
            PoolHost.Attribute(attributes, "email_verified"),
            PoolHost.Attribute(attributes, "name")
        );
    }
}
