using static CognitoStack.Local.Tests.UserPools.Factors;
using static CognitoStack.Local.Tests.UserPools.PasskeyCalls;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Whether a passkey verifies its user, and stands for one factor or for two.</summary>
public sealed class PasskeyFactorTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Theory]
    [InlineData("required", false)]
    [InlineData("preferred", true)]
    public async Task Whether_the_user_must_be_verified_the_template_says(string verification, bool isEnough)
    {
        host.DeployPasskeys(verification: verification);
        var email = await host.UserAsync();
        using var passkey = await host.RegisteredAsync(email);
        passkey.Verifies = false;
        if (isEnough)
            Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
        else
            await host.RefusedAsync(email, passkey);
        using var unverified = new Authenticator { Verifies = false };
        var access = (await host.TokensAsync(email)).Access;
        var call = async () => await host.CompleteAsync(access, unverified.Create(await host.OptionsAsync(access)));
        if (isEnough)
            await call();
        else
            await host.RefusedAsync("WebAuthnCredentialNotSupportedException", call);
    }

    [Fact]
    public async Task A_single_factor_is_not_enough_for_who_has_a_second_one()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        using var passkey = await host.RegisteredAsync(email);
        var early = await host.ChooseAsync(email, "WEB_AUTHN");
        await host.PreferAsync(email, "EMAIL_OTP");
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => host.AnswerAsync(early, email, ("CREDENTIAL", passkey.Get(Options(early))))
        );
        Assert.Equal(
            """["PASSWORD","PASSWORD_SRP"]""",
            (await host.ChooseAsync(email, "WEB_AUTHN"))["AvailableChallenges"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("OPTIONAL")]
    [InlineData("ON")]
    public async Task Where_the_template_says_so_a_passkey_that_verifies_is_both_factors(string mode)
    {
        host.DeployPasskeys(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION");
        var email = await host.UserAsync();
        using var passkey = await host.RegisteredAsync(email);
        await host.PreferAsync(email, "EMAIL_OTP");
        host.DeployPasskeys(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION", mode: mode);
        Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
        passkey.Verifies = false;
        await host.RefusedAsync(email, passkey);
        passkey.Verifies = true;
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = false } });
        Assert.Equal("SELECT_CHALLENGE", Name(await host.ChooseAsync(email, "WEB_AUTHN")));
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = true } });
        Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
    }

    [Fact]
    public async Task Passkeys_are_both_factors_only_where_the_pool_says_so_and_beside_another()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminSetUserMFAPreference",
            new { Username = email, WebAuthnMfaSettings = new { Enabled = true } }
        );
        host.DeployPasskeys(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION");
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "AdminSetUserMFAPreference",
            new { Username = email, WebAuthnMfaSettings = new { Enabled = true } }
        );
    }
}
