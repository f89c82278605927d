using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class SignInTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_client_that_hides_nothing_says_that_there_is_no_such_user()
    {
        host.Deploy(client: new { PreventUserExistenceErrors = "LEGACY" });
        var email = PoolHost.NewEmail();
        await host.RefusedAsync("UserNotFoundException", () => host.SignInAsync(email));
        await host.RefusedAsync("UserNotFoundException", () => host.ChallengeAsync(email));
    }

    [Fact]
    public async Task Every_spelling_of_a_name_locks_together_and_for_longer_each_time()
    {
        host.Deploy();
        foreach (var email in new[] { await host.UserAsync(), PoolHost.NewEmail() })
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal("Incorrect username or password.", await WrongAsync(i % 2 == 0 ? email : email.ToUpperInvariant()));
            Assert.Equal("Password attempts exceeded", await WrongAsync(email));
            Assert.Equal("Password attempts exceeded", await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email)));
            Assert.Equal("Password attempts exceeded", await host.RefusedAsync("NotAuthorizedException", () => host.ChallengeAsync(email)));
            host.Time.Advance(TimeSpan.FromSeconds(1.1));
            Assert.Equal("Incorrect username or password.", await WrongAsync(email));
            host.Time.Advance(TimeSpan.FromSeconds(1.1));
            Assert.Equal("Password attempts exceeded", await WrongAsync(email));
            host.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("Incorrect username or password.", await WrongAsync(email));
        }
    }

    [Fact]
    public async Task A_right_password_after_the_lock_starts_the_count_anew()
    {
        host.Deploy();
        var email = await host.UserAsync();
        for (var i = 0; i < 5; i++)
            await WrongAsync(email);
        host.Time.Advance(TimeSpan.FromSeconds(1.1));
        await host.SignInAsync(email);
        for (var i = 0; i < 5; i++)
            Assert.Equal("Incorrect username or password.", await WrongAsync(email));
    }

    [Fact]
    public async Task Guessing_in_parallel_gains_nothing()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var messages = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => WrongAsync(email))));
        Assert.Equal(5, messages.Count(m => m == "Incorrect username or password."));
    }

    [Theory]
    [InlineData("USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client")]
    [InlineData("USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client.")]
    [InlineData("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN_AUTH is not enabled for the client.")]
    [InlineData("USER_AUTH", "USER_AUTH is not enabled for the client.")]
    [InlineData("ADMIN_USER_PASSWORD_AUTH", "Initiate Auth method not supported.")]
    [InlineData("MAGIC", "Initiate Auth method not supported.")]
    public async Task Only_the_flows_of_the_client_are_open(string flow, string message)
    {
        host.Deploy(client: new { ExplicitAuthFlows = new[] { "ALLOW_CUSTOM_AUTH" } });
        Assert.Equal(
            message,
            await host.RefusedAsync(
                "InvalidParameterException",
                "InitiateAuth",
                new
                {
                    ClientId = "web",
                    AuthFlow = flow,
                    AuthParameters = new { USERNAME = "x" },
                }
            )
        );
    }

    [Fact]
    public async Task An_administrators_flow_is_open_only_where_the_client_has_it()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var input = new
        {
            ClientId = "web",
            AuthFlow = "ADMIN_USER_PASSWORD_AUTH",
            AuthParameters = new { USERNAME = email, PASSWORD = PoolHost.Password },
        };
        Assert.NotNull((await host.AdminAsync("AdminInitiateAuth", input))["AuthenticationResult"]);
        host.Deploy(client: new { ExplicitAuthFlows = new[] { "ALLOW_USER_PASSWORD_AUTH" } });
        Assert.Equal(
            "Auth flow not enabled for this client",
            await host.AdminRefusedAsync("InvalidParameterException", "AdminInitiateAuth", input)
        );
    }

    [Fact]
    public async Task A_client_with_a_secret_signs_in_with_its_proof()
    {
        host.Deploy();
        var email = await host.UserAsync();
        Task<JsonObject> SignIn(string? hash) =>
            host.BeginAsync(
                "USER_PASSWORD_AUTH",
                new
                {
                    USERNAME = email,
                    PASSWORD = PoolHost.Password,
                    SECRET_HASH = hash,
                },
                client: "portal"
            );
        await host.RefusedAsync("NotAuthorizedException", () => SignIn(null));
        await host.RefusedAsync("NotAuthorizedException", () => SignIn(SecretHash.Of("x", email, "portal")));
        Assert.NotNull((await SignIn(SecretHash.Of(Templates.ClientSecret, email, "portal")))["AuthenticationResult"]);
    }

    [Fact]
    public async Task A_disabled_user_is_told_so_only_with_the_right_password()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var before = await host.TokensAsync(email);
        await host.AdminAsync("AdminDisableUser", new { Username = email });
        Assert.Equal("User is disabled.", await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email)));
        Assert.Equal("Incorrect username or password.", await WrongAsync(email));
        await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = before.Access });
        await host.AdminAsync("AdminEnableUser", new { Username = email });
        await host.SignInAsync(email);
    }

    [Fact]
    public async Task Who_was_made_by_an_administrator_chooses_a_password_first()
    {
        host.Deploy(
            pool: new { Schema = new object[] { new { Name = "email", Required = true }, new { Name = "name", Required = true } } }
        );
        var email = PoolHost.NewEmail();
        await host.AdminAsync("AdminCreateUser", new { Username = email, TemporaryPassword = "Temporary-pw-1" });
        var challenge = await host.SignInAsync(email, "Temporary-pw-1");
        Assert.Equal("NEW_PASSWORD_REQUIRED", challenge["ChallengeName"]!.ToString());
        Assert.Equal("""["userAttributes.name"]""", challenge["ChallengeParameters"]!["requiredAttributes"]!.ToString());
        Assert.Equal(email, JsonNode.Parse(challenge["ChallengeParameters"]!["userAttributes"]!.ToString())!["email"]!.ToString());

        Task<JsonObject> Answer(object more) => AnswerAsync("NEW_PASSWORD_REQUIRED", challenge, email, more);
        await host.RefusedAsync("InvalidPasswordException", () => Answer(new { NEW_PASSWORD = "short" }));
        Assert.Contains(
            "name: The attribute is required",
            await host.RefusedAsync("InvalidParameterException", () => Answer(new { NEW_PASSWORD = PoolHost.Password }))
        );
        var tenant = Templates.Json(new { NEW_PASSWORD = PoolHost.Password });
        tenant["userAttributes.name"] = "Ann";
        tenant["userAttributes.custom:tenant"] = "acme";
        await host.RefusedAsync("NotAuthorizedException", () => Answer(tenant));
        tenant.Remove("userAttributes.custom:tenant");
        tenant["userAttributes.email"] = PoolHost.NewEmail();
        Assert.Equal("Cannot modify an already provided email", await host.RefusedAsync("NotAuthorizedException", () => Answer(tenant)));
        // What comes back unchanged, as clients do that fill in a form, is no change.
        tenant["userAttributes.email"] = email;

        Assert.Equal("Ann", PoolHost.Claims(PoolHost.Tokens(await Answer(tenant)).Id)["name"]!.ToString());
        Assert.Equal(
            "Invalid session for the user, session can only be used once.",
            await host.RefusedAsync("NotAuthorizedException", () => Answer(tenant))
        );
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Temporary-pw-1"));
        await host.TokensAsync(email);
    }

    [Fact]
    public async Task A_temporary_password_ends()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await host.AdminAsync("AdminCreateUser", new { Username = email, TemporaryPassword = "Temporary-pw-1" });
        host.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        Assert.Equal(
            "Temporary password has expired and must be reset by an administrator.",
            await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Temporary-pw-1"))
        );
    }

    [Fact]
    public async Task A_session_is_one_users_for_one_challenge_and_ends()
    {
        host.Deploy();
        var (one, other) = (PoolHost.NewEmail(), await host.UserAsync());
        await host.AdminAsync("AdminCreateUser", new { Username = one, TemporaryPassword = "Temporary-pw-1" });
        var challenge = await host.SignInAsync(one, "Temporary-pw-1");
        var more = new { NEW_PASSWORD = PoolHost.Password };
        Assert.Equal(
            "Invalid session for the user.",
            await host.RefusedAsync("NotAuthorizedException", () => AnswerAsync("NEW_PASSWORD_REQUIRED", challenge, other, more))
        );
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => AnswerAsync("SOFTWARE_TOKEN_MFA", challenge, one, new { SOFTWARE_TOKEN_MFA_CODE = "123456" })
        );
        await host.RefusedAsync("NotAuthorizedException", () => AnswerAsync("MFA_SETUP", challenge, one, new { }));
        host.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(
            "Invalid session for the user, session is expired.",
            await host.RefusedAsync("NotAuthorizedException", () => AnswerAsync("NEW_PASSWORD_REQUIRED", challenge, one, more))
        );
        challenge["Session"] = Convert.ToBase64String(new byte[200]);
        await host.RefusedAsync("NotAuthorizedException", () => AnswerAsync("NEW_PASSWORD_REQUIRED", challenge, one, more));
    }

    [Theory]
    [InlineData("PASSWORD")]
    [InlineData("PASSWORD_SRP")]
    public async Task A_client_may_leave_the_choice_open_and_choose_later(string choice)
    {
        host.Deploy(client: new { ExplicitAuthFlows = new[] { "ALLOW_USER_AUTH" } });
        var email = await host.UserAsync();
        var offer = await host.BeginAsync("USER_AUTH", new { USERNAME = email });
        Assert.Equal(
            ("SELECT_CHALLENGE", """["PASSWORD","PASSWORD_SRP"]"""),
            (offer["ChallengeName"]!.ToString(), offer["AvailableChallenges"]!.ToJsonString())
        );
        var client = new SrpClient();
        var answer = await AnswerAsync(
            "SELECT_CHALLENGE",
            offer,
            email,
            choice == "PASSWORD" ? new { ANSWER = choice, PASSWORD = PoolHost.Password } : new { ANSWER = choice, SRP_A = client.A }
        );
        if (choice == "PASSWORD_SRP")
            answer = await host.RespondAsync("PASSWORD_VERIFIER", client.Answer(answer, Templates.PoolId, PoolHost.Password));
        Assert.NotNull(answer["AuthenticationResult"]);
        var direct = await host.BeginAsync(
            "USER_AUTH",
            new
            {
                USERNAME = email,
                PREFERRED_CHALLENGE = "PASSWORD",
                PASSWORD = PoolHost.Password,
            }
        );
        Assert.NotNull(direct["AuthenticationResult"]);
    }

    [Fact]
    public async Task Fifty_sign_in_at_once()
    {
        host.Deploy();
        var emails = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.UserAsync()));
        var tokens = await Task.WhenAll(emails.Select(email => Task.Run(() => host.TokensAsync(email))));
        Assert.Equal(50, tokens.Select(t => PoolHost.Claims(t.Id)["sub"]!.ToString()).Distinct().Count());
    }

    private Task<string> WrongAsync(string email) =>
        host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Wrong-horse-77"));

    private Task<JsonObject> AnswerAsync(string name, JsonObject challenge, string user, object more)
    {
        var responses = Templates.Json(more);
        responses["USERNAME"] = user;
        return host.RespondAsync(name, responses, session: challenge["Session"]!.ToString());
    }
}
