using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

/// <summary>What an environment is that says nothing but its name: secure, and useful at once.</summary>
public sealed class EnvironmentDefaultsTests
{
    private readonly EnvironmentConfiguration minimal = Given.Load("""{ "name": "dev" }""");

    [Fact]
    public void It_is_for_development_in_the_place_of_the_CLI()
    {
        Assert.Equal("dev", minimal.Name);
        Assert.False(minimal.Production);
        Assert.Null(minimal.Account);
        Assert.Null(minimal.Region);
        Assert.Empty(minimal.Tags);
    }

    [Fact]
    public void Administrators_create_users_who_sign_in_with_email()
    {
        var pool = minimal.UserPool;
        Assert.Equal(UserPoolPlan.Essentials, pool.Plan);
        Assert.Equal([SignInAlias.Email], pool.SignInWith);
        Assert.False(pool.SelfSignUp);
        Assert.Equal([FirstFactor.Password], pool.FirstFactors);
        Assert.Equal(AccountRecovery.Email, pool.AccountRecovery);
        Assert.Equal(DeviceTracking.Off, pool.Devices.Remember);
        Assert.Empty(pool.Attributes);
        Assert.Null(pool.Email);
        Assert.Null(pool.Sms);
    }

    [Fact]
    public void Passwords_are_long_and_mixed() =>
        Assert.Equal(
            new PasswordPolicyConfiguration
            {
                MinimumLength = 12,
                RequireLowercase = true,
                RequireUppercase = true,
                RequireDigits = true,
                RequireSymbols = true,
                History = 0,
                TemporaryPasswordDays = 3,
            },
            minimal.UserPool.PasswordPolicy
        );

    [Fact]
    public void Totp_is_optional()
    {
        Assert.Equal(MfaMode.Optional, minimal.UserPool.Mfa.Mode);
        Assert.Equal([MfaFactor.Totp], minimal.UserPool.Mfa.ActiveFactors);
    }

    [Fact]
    public void One_public_client_returns_to_this_machine()
    {
        var (name, client) = Assert.Single(minimal.Clients);
        Assert.Equal("web", name);
        Assert.Equal(ClientType.Spa, client.Type);
        Assert.Equal(["http://localhost:3000/callback"], client.CallbackUrls);
        Assert.Equal(["openid", "email", "profile"], client.EffectiveScopes);
        Assert.Equal(
            new TokensConfiguration
            {
                Access = TimeSpan.FromHours(1),
                Id = TimeSpan.FromHours(1),
                Refresh = TimeSpan.FromDays(30),
            },
            client.Tokens
        );
        Assert.Equal(30, client.Tokens.RotationGraceSeconds(minimal.UserPool.Plan));
    }

    [Fact]
    public void Guests_have_no_access_and_users_reach_only_their_own()
    {
        Assert.Null(minimal.Access.Guests);
        Assert.Equal("member", minimal.Access.Authenticated);
        Assert.Equal(AmbiguousRole.Deny, minimal.Access.Ambiguous);
        Assert.Equal(["files"], minimal.Storage.Buckets.Keys);
        Assert.Equal(["items"], minimal.Storage.Tables.Keys);
        var (name, role) = Assert.Single(minimal.Access.EffectiveRoles(minimal.Storage));
        Assert.Equal("member", name);
        Assert.Equal(
            [
                new GrantConfiguration
                {
                    Bucket = "files",
                    Prefix = "users/{identityId}/",
                    Access = AccessKind.ReadWrite,
                },
                new GrantConfiguration
                {
                    Table = "items",
                    LeadingKey = "{identityId}",
                    Access = AccessKind.ReadWrite,
                },
            ],
            role.Grants
        );
    }

    [Fact]
    public void Sign_ins_leave_a_record() => Assert.Equal(new SignInAuditConfiguration { RetentionDays = 400 }, minimal.SignInAudit);
}
