using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class StateTests : IDisposable
{
    private readonly PoolHost host = new();

    [Fact]
    public async Task A_restart_loses_nothing()
    {
        host.Deploy(null, null, Templates.Group("admins", 1, null));
        var email = await host.UserAsync();
        await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = "admins" });
        var (_, access, refresh) = await host.TokensAsync(email);
        var revoked = await host.TokensAsync(email);
        await host.CallAsync("RevokeToken", new { ClientId = "web", Token = revoked.Refresh });
        await host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });
        for (var i = 0; i < 5; i++)
            await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Wrong-horse-77"));

        host.Restart();

        Assert.Equal("Password attempts exceeded", await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email)));
        await host.CallAsync("GetUser", new { AccessToken = access });
        await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = revoked.Access });
        var renewed = PoolHost.Tokens(await host.CallAsync("GetTokensFromRefreshToken", new { ClientId = "web", RefreshToken = refresh }));
        Assert.Equal("""["admins"]""", PoolHost.Claims(renewed.Id)["cognito:groups"]!.ToJsonString());
        await host.CallAsync(
            "ConfirmForgotPassword",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = host.Code(email, "CustomMessage_ForgotPassword"),
                Password = "Another-horse-8",
            }
        );
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_while_the_process_still_runs()
    {
        host.Deploy();
        var email = await host.UserAsync();
        // As a crash would leave it: the files as they are, with nothing closed.
        var copy = Directory.CreateTempSubdirectory("crashed").FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(host.State)!))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using (var database = new CognitoStack.Local.UserPools.Store.Database(new StateFolder(copy)))
            Assert.Equal(
                1,
                database.Read(sql =>
                    sql.Query("SELECT count(*) FROM aliases WHERE folded = $email", r => r.GetInt32(0), ("$email", email))
                )[0]
            );
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_deployment_changes_settings_and_loses_no_users()
    {
        host.Deploy();
        var email = await host.UserAsync();
        host.Deploy(
            new { Policies = new { PasswordPolicy = new { MinimumLength = 20 } }, MfaConfiguration = "OFF" },
            new { AccessTokenValidity = 300 }
        );
        var (_, access, _) = await host.TokensAsync(email);
        var claims = PoolHost.Claims(access);
        Assert.Equal(300, (long)claims["exp"]! - (long)claims["iat"]!);
        await host.RefusedAsync(
            "InvalidPasswordException",
            "ChangePassword",
            new
            {
                AccessToken = access,
                PreviousPassword = PoolHost.Password,
                ProposedPassword = "Another-horse-8",
            }
        );
    }

    [Fact]
    public async Task A_pool_that_nobody_could_sign_in_to_is_not_deployed()
    {
        var step = host.Services.GetServices<IDeploymentStep>().OfType<UserPoolStep>().Single();
        host.Deploy(new { MfaConfiguration = "ON" });
        await step.DeployAsync(host.Deployment.Current, CancellationToken.None);
        host.Deploy(new { MfaConfiguration = "ON", EnabledMfas = Array.Empty<string>() });
        Assert.Contains(
            "EnabledMfas",
            (await Assert.ThrowsAsync<DeploymentException>(() => step.DeployAsync(host.Deployment.Current, CancellationToken.None))).Message
        );
    }

    [Theory]
    [InlineData("LITE", true)]
    [InlineData("ESSENTIALS", true)]
    [InlineData(null, true)]
    [InlineData("PLUS", false)]
    public async Task A_pool_whose_plan_has_no_threat_protection_is_not_deployed_with_it(string? plan, bool isRefused)
    {
        host.Deploy(new { UserPoolTier = plan, UserPoolAddOns = new { AdvancedSecurityMode = "AUDIT" } });
        await CheckDeploymentAsync(isRefused, "UserPoolTier");
    }

    [Theory]
    [InlineData("LITE", "WEB_AUTHN", "SMS_MFA", true)]
    [InlineData("LITE", "PASSWORD", "EMAIL_OTP", true)]
    [InlineData("LITE", "PASSWORD", "SMS_MFA", false)]
    [InlineData("ESSENTIALS", "WEB_AUTHN", "EMAIL_OTP", false)]
    public async Task A_pool_whose_plan_has_not_its_factors_is_not_deployed(string plan, string first, string second, bool isRefused)
    {
        host.Deploy(
            new
            {
                UserPoolTier = plan,
                EnabledMfas = new[] { second },
                Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = new[] { first } } },
            }
        );
        await CheckDeploymentAsync(isRefused, "UserPoolTier");
    }

    [Theory]
    [InlineData("AWS::Cognito::UserPoolGroup", "GroupName")]
    [InlineData("AWS::Cognito::UserPoolResourceServer", "Identifier")]
    [InlineData("AWS::Cognito::UserPoolRiskConfigurationAttachment", "ClientId")]
    [InlineData("AWS::Cognito::UserPoolDomain", "UserPoolId")]
    public async Task What_a_pool_has_once_is_not_made_for_the_second_time_by_whichever_stack(string type, string key)
    {
        host.Deploy();
        var now = host.Deployment.Current;
        Resource Made(string stack, string pool) =>
            new()
            {
                Stack = stack,
                LogicalId = "Twice",
                Type = type,
                Name = stack,
                Arn = string.Empty,
                Properties = new() { [key] = "one", ["UserPoolId"] = pool },
            };
        var pool = now.OfType("AWS::Cognito::UserPool").First().Name;
        host.Deployment.Current = new(
            now.Account,
            now.Region,
            [.. now.Resources, Made("first", pool), Made("second", "another")],
            now.Outputs
        );
        await CheckDeploymentAsync(isRefused: false, string.Empty);
        host.Deployment.Current = new(now.Account, now.Region, [.. now.Resources, Made("first", pool), Made("second", pool)], now.Outputs);
        await CheckDeploymentAsync(isRefused: true, $"The user pool {pool} has");
    }

    private async Task CheckDeploymentAsync(bool isRefused, string said)
    {
        var step = host.Services.GetServices<IDeploymentStep>().OfType<UserPoolStep>().Single();
        var deploy = () => step.DeployAsync(host.Deployment.Current, CancellationToken.None);
        if (isRefused)
            Assert.Contains(said, (await Assert.ThrowsAsync<DeploymentException>(deploy)).Message);
        else
            await deploy();
    }

    [Fact]
    public async Task A_client_that_must_have_a_secret_is_not_deployed_without_one()
    {
        host.Deploy();
        var resources = host.Deployment.Current.Resources.Select(r => r with { Attributes = new Dictionary<string, string>() }).ToList();
        var next = new Deployed("111122223333", "eu-west-1", resources, host.Deployment.Current.Outputs);
        await Assert.ThrowsAsync<DeploymentException>(() =>
            host.Services.GetServices<IDeploymentStep>().OfType<UserPoolStep>().Single().DeployAsync(next, CancellationToken.None)
        );
    }

    [Fact]
    public void Files_of_another_format_are_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("format").FullName;
        using (var database = new CognitoStack.Local.UserPools.Store.Database(new StateFolder(folder)))
            database.Read(sql => sql.Execute("PRAGMA user_version = 99"));
        Assert.Throws<DeploymentException>(() => new CognitoStack.Local.UserPools.Store.Database(new StateFolder(folder)));
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => host.Dispose();
}
