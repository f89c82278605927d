using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class PasswordTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Another = "Another-horse-8";

    [Fact]
    public async Task Who_forgot_the_password_sets_another_with_a_code()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var sent = await ForgotAsync(email);
        Assert.Equal($"{email[0]}***@e***", sent["CodeDeliveryDetails"]!["Destination"]!.ToString());
        var code = host.Code(email, "CustomMessage_ForgotPassword");
        await host.RefusedAsync("InvalidPasswordException", () => ConfirmAsync(email, code, "short"));
        await ConfirmAsync(email, code);
        await host.TokensAsync(email, Another);
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email));
        await host.RefusedAsync("ExpiredCodeException", () => ConfirmAsync(email, code));
    }

    [Fact]
    public async Task A_code_for_a_password_ends_after_an_hour_and_is_not_guessed()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await ForgotAsync(email);
        var code = host.Code(email, "CustomMessage_ForgotPassword");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.RefusedAsync("ExpiredCodeException", () => ConfirmAsync(email, code));
        await ForgotAsync(email);
        code = host.Code(email, "CustomMessage_ForgotPassword");
        for (var i = 0; i < 5; i++)
            await host.RefusedAsync("CodeMismatchException", () => ConfirmAsync(email, code == "000000" ? "000001" : "000000"));
        await host.RefusedAsync("LimitExceededException", () => ConfirmAsync(email, code));
        await ForgotAsync(email);
        await host.RefusedAsync("LimitExceededException", () => ConfirmAsync(email, host.Code(email, "CustomMessage_ForgotPassword")));
    }

    [Fact]
    public async Task Of_two_who_use_a_code_at_once_one_sets_the_password()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await ForgotAsync(email);
        var code = host.Code(email, "CustomMessage_ForgotPassword");
        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => ConfirmAsync(email, code))))
        );
        Assert.Single(results, e => e is null);
    }

    [Fact]
    public async Task Nobody_learns_who_can_be_helped()
    {
        host.Deploy();
        var unknown = PoolHost.NewEmail();
        var unverified = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = unverified,
                PoolHost.Password,
            }
        );
        var disabled = await host.UserAsync();
        await host.AdminAsync("AdminDisableUser", new { Username = disabled });
        foreach (var email in new[] { unknown, unverified, disabled })
        {
            Assert.Equal($"{email[0]}***@e***", (await ForgotAsync(email))["CodeDeliveryDetails"]!["Destination"]!.ToString());
            Assert.DoesNotContain(host.Messages(email), m => m["trigger"]!.ToString() == "CustomMessage_ForgotPassword");
            if (email == unverified)
                await host.RefusedAsync("ExpiredCodeException", () => ConfirmAsync(email, "123456"));
            else
                Assert.Equal(
                    "Invalid verification code provided, please try again.",
                    await host.RefusedAsync("CodeMismatchException", () => ConfirmAsync(email, "123456"))
                );
        }
    }

    [Fact]
    public async Task A_client_that_hides_nothing_says_why_it_cannot_help()
    {
        host.Deploy(client: new { PreventUserExistenceErrors = "LEGACY" });
        foreach (var ask in new Func<string, Task>[] { ForgotAsync, email => ConfirmAsync(email, "123456") })
            Assert.Equal(
                "Username/client id combination not found.",
                await host.RefusedAsync("UserNotFoundException", () => ask(PoolHost.NewEmail()))
            );
        var unverified = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = unverified,
                PoolHost.Password,
            }
        );
        Assert.Equal(
            "Cannot reset password for the user as there is no registered/verified email or phone_number",
            await host.RefusedAsync("InvalidParameterException", () => ForgotAsync(unverified))
        );
        var invited = PoolHost.NewEmail();
        await host.AdminAsync("AdminCreateUser", new { Username = invited });
        Assert.Equal(
            "User password cannot be reset in the current state.",
            await host.RefusedAsync("NotAuthorizedException", () => ForgotAsync(invited))
        );
        await host.RefusedAsync("ExpiredCodeException", async () => await ConfirmAsync(await host.UserAsync(), "123456"));
    }

    [Fact]
    public async Task Where_only_administrators_help_no_code_is_sent()
    {
        host.Deploy(
            new { AccountRecoverySetting = new { RecoveryMechanisms = new[] { new { Name = "admin_only", Priority = 1 } } } },
            new { PreventUserExistenceErrors = "LEGACY" }
        );
        var email = await host.UserAsync();
        await host.RefusedAsync("InvalidParameterException", () => ForgotAsync(email));
        Assert.Empty(host.Messages(email));
    }

    [Fact]
    public async Task A_password_is_changed_by_who_knows_it()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (_, access, _) = await host.TokensAsync(email);
        Task<JsonObject> Change(string previous) =>
            host.CallAsync(
                "ChangePassword",
                new
                {
                    AccessToken = access,
                    PreviousPassword = previous,
                    ProposedPassword = Another,
                }
            );
        Assert.Equal("Incorrect username or password.", await host.RefusedAsync("NotAuthorizedException", () => Change("Wrong-horse-77")));
        await host.RefusedAsync(
            "InvalidPasswordException",
            "ChangePassword",
            new
            {
                AccessToken = access,
                PreviousPassword = PoolHost.Password,
                ProposedPassword = "short",
            }
        );
        await Change(PoolHost.Password);
        await host.TokensAsync(email, Another);
        for (var i = 0; i < 5; i++)
            await host.RefusedAsync("NotAuthorizedException", () => Change("Wrong-horse-77"));
        Assert.Equal(
            "Attempt limit exceeded, please try after some time.",
            await host.RefusedAsync("LimitExceededException", () => Change(Another))
        );
        await host.TokensAsync(email, Another);
    }

    [Fact]
    public async Task Passwords_of_late_are_not_chosen_again()
    {
        host.Deploy(new { Policies = new { PasswordPolicy = new { MinimumLength = 8, PasswordHistorySize = 2 } } });
        var email = await host.UserAsync();
        var (_, access, _) = await host.TokensAsync(email);
        Task<JsonObject> Change(string previous, string next) =>
            host.CallAsync(
                "ChangePassword",
                new
                {
                    AccessToken = access,
                    PreviousPassword = previous,
                    ProposedPassword = next,
                }
            );
        await host.RefusedAsync("PasswordHistoryPolicyViolationException", () => Change(PoolHost.Password, PoolHost.Password));
        await Change(PoolHost.Password, Another);
        await host.RefusedAsync("PasswordHistoryPolicyViolationException", () => Change(Another, PoolHost.Password));
        await Change(Another, "Third-horse-9");
        await Change("Third-horse-9", PoolHost.Password);
    }

    [Fact]
    public async Task A_password_that_an_administrator_reset_opens_nothing_but_its_resetting()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.AdminAsync("AdminResetUserPassword", new { Username = email });
        await host.RefusedAsync("PasswordResetRequiredException", () => host.SignInAsync(email));
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Wrong-horse-77"));
        await ConfirmAsync(email, host.Code(email, "CustomMessage_ForgotPassword"));
        await host.TokensAsync(email, Another);
    }

    [Fact]
    public async Task No_password_is_kept()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.TokensAsync(email);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(host.State)!))
            Assert.DoesNotContain(PoolHost.Password, await File.ReadAllTextAsync(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.State));
    }

    private Task<JsonObject> ForgotAsync(string email) => host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });

    private Task<JsonObject> ConfirmAsync(string email, string code, string password = Another) =>
        host.CallAsync(
            "ConfirmForgotPassword",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = code,
                Password = password,
            }
        );
}
