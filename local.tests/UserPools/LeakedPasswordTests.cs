using static CognitoStack.Local.Tests.UserPools.Risks;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Passwords that are known from leaks elsewhere.</summary>
public sealed class LeakedPasswordTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Leaked = "Password1234!";

    [Fact]
    public async Task A_leaked_password_that_signs_in_must_be_replaced()
    {
        host.Deploy(Pool(), null, Settings(leaked: LeakedSettings("BLOCK")));
        var email = await LeakedUserAsync();
        Assert.Equal(
            "Password reset required for user due to security reasons",
            await host.RefusedAsync("PasswordResetRequiredException", () => host.SignInAsync(email, Leaked))
        );
        var e = (await host.EventsAsync(email))[0];
        Assert.Equal(
            ("Block", true, "Fail"),
            (
                e["EventRisk"]!["RiskDecision"]!.ToString(),
                (bool)e["EventRisk"]!["CompromisedCredentialsDetected"]!,
                e["EventResponse"]!.ToString()
            )
        );
        Assert.Equal("RESET_REQUIRED", (await host.AdminAsync("AdminGetUser", new { Username = email }))["UserStatus"]!.ToString());
        await host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });
        object Confirm(string password) =>
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = host.Code(email, "CustomMessage_ForgotPassword"),
                Password = password,
            };
        Assert.Equal(
            "Provided password cannot be used for security reasons.",
            await host.RefusedAsync("InvalidPasswordException", "ConfirmForgotPassword", Confirm("Welcome1234!"))
        );
        await host.CallAsync("ConfirmForgotPassword", Confirm(PoolHost.Password));
        Assert.Equal("tokens", await host.OutcomeAsync(email));
    }

    [Theory]
    [InlineData("ENFORCED", "NO_ACTION", "SIGN_IN")]
    [InlineData("AUDIT", "BLOCK", "SIGN_IN")]
    [InlineData("ENFORCED", "BLOCK", "SIGN_UP")]
    public async Task Where_nothing_is_to_be_done_a_leaked_password_is_only_seen(string mode, string action, string filter)
    {
        host.Deploy(Pool(mode), null, Settings(leaked: LeakedSettings(action, filter)));
        var email = await LeakedUserAsync();
        Assert.Equal("tokens", await host.OutcomeAsync(email, Leaked));
        Assert.Equal(filter == "SIGN_IN", (bool)(await host.EventsAsync(email))[0]["EventRisk"]!["CompromisedCredentialsDetected"]!);
    }

    [Theory]
    [InlineData("SIGN_UP", true)]
    [InlineData("SIGN_IN", false)]
    public async Task A_leaked_password_is_refused_to_who_signs_up_where_the_template_says_so(string filter, bool isRefused)
    {
        host.Deploy(Pool(), null, Settings(leaked: LeakedSettings("BLOCK", filter)));
        var email = PoolHost.NewEmail();
        var call = () =>
            host.CallAsync(
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = email,
                    Password = Leaked,
                    UserAttributes = PoolHost.Attributes(("email", email)),
                }
            );
        if (isRefused)
            await host.RefusedAsync("InvalidPasswordException", call);
        else
            await call();
    }

    [Fact]
    public async Task A_leaked_password_is_refused_to_who_changes_to_it()
    {
        host.Deploy(Pool(), null, Settings(leaked: LeakedSettings("BLOCK")));
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        await host.RefusedAsync(
            "InvalidPasswordException",
            "ChangePassword",
            new
            {
                AccessToken = access,
                PreviousPassword = PoolHost.Password,
                ProposedPassword = Leaked,
            }
        );
        await host.CallAsync(
            "ChangePassword",
            new
            {
                AccessToken = access,
                PreviousPassword = PoolHost.Password,
                ProposedPassword = "Another-horse-8",
            }
        );
        Assert.Equal(["PasswordChange", "SignIn"], (await host.EventsAsync(email)).Select(e => e["EventType"]!.ToString()));
    }

    [Fact]
    public async Task With_SRP_nobody_sees_a_password()
    {
        host.Deploy(Pool(), null, Settings(leaked: LeakedSettings("BLOCK")));
        var email = await LeakedUserAsync();
        var client = new SrpClient();
        var challenge = await host.BeginAsync("USER_SRP_AUTH", new { USERNAME = email, SRP_A = client.A });
        var answer = await host.RespondAsync("PASSWORD_VERIFIER", client.Answer(challenge, Templates.PoolId, Leaked));
        Assert.True(Factors.IsSignedIn(answer));
    }

    private static object LeakedSettings(string action, params string[] events) =>
        new { Actions = new { EventAction = action }, EventFilter = events.Length == 0 ? null : events };

    private async Task<string> LeakedUserAsync()
    {
        var email = await host.UserAsync();
        await host.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password = Leaked,
                Permanent = true,
            }
        );
        return email;
    }
}
