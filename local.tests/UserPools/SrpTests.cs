using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class SrpTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task SRP_proves_the_password_without_sending_it()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var claims = PoolHost.Claims(PoolHost.Tokens(await host.SrpAsync(email, PoolHost.Password)).Id);
        Assert.Equal(email, claims["email"]!.ToString());
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync("NotAuthorizedException", () => host.SrpAsync(email, "Wrong-horse-77"))
        );
    }

    [Fact]
    public async Task An_answer_to_an_SRP_challenge_is_good_once_for_its_client_and_for_its_time()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (client, challenge) = await host.ChallengeAsync(email);
        var answer = client.Answer(challenge, Templates.PoolId, PoolHost.Password);
        await host.RespondAsync("PASSWORD_VERIFIER", answer);
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", answer));

        (client, challenge) = await host.ChallengeAsync(email);
        answer = client.Answer(challenge, Templates.PoolId, PoolHost.Password);
        answer["SECRET_HASH"] = SecretHash.Of(Templates.ClientSecret, answer["USERNAME"]!.ToString(), "portal");
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", answer, "portal"));
        answer.Remove("SECRET_HASH");
        host.Time.Advance(TimeSpan.FromMinutes(3));
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", answer));
    }

    [Fact]
    public async Task Who_names_a_forgotten_device_is_told_and_may_answer_the_challenge_again_without_it()
    {
        host.Deploy(new { DeviceConfiguration = new { ChallengeRequiredOnNewDevice = true } });
        var email = await host.UserAsync();
        var (client, challenge) = await host.ChallengeAsync(email);
        var wrong = client.Answer(challenge, Templates.PoolId, "Wrong-horse-77");
        wrong["DEVICE_KEY"] = "eu-west-1_00000000-0000-4000-8000-000000000000";
        // Only who knows the password learns of devices.
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", wrong));

        (client, challenge) = await host.ChallengeAsync(email);
        var answer = client.Answer(challenge, Templates.PoolId, PoolHost.Password);
        answer["DEVICE_KEY"] = "eu-west-1_00000000-0000-4000-8000-000000000000";
        Assert.Equal(
            "Device does not exist.",
            await host.RefusedAsync("ResourceNotFoundException", () => host.RespondAsync("PASSWORD_VERIFIER", answer))
        );
        answer.Remove("DEVICE_KEY");
        await host.RespondAsync("PASSWORD_VERIFIER", answer);
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", answer));
    }

    [Fact]
    public async Task An_answer_names_the_user_of_its_challenge()
    {
        host.Deploy();
        var (email, other) = (await host.UserAsync(), await host.UserAsync());
        var (client, challenge) = await host.ChallengeAsync(email);
        var answer = client.Answer(challenge, Templates.PoolId, PoolHost.Password);
        answer["USERNAME"] = other;
        await host.RefusedAsync("NotAuthorizedException", () => host.RespondAsync("PASSWORD_VERIFIER", answer));
        (client, challenge) = await host.ChallengeAsync(email);
        answer = client.Answer(challenge, Templates.PoolId, PoolHost.Password);
        answer["USERNAME"] = email;
        await host.RespondAsync("PASSWORD_VERIFIER", answer);
    }

    [Fact]
    public async Task A_password_that_changed_meanwhile_no_longer_answers_the_challenge()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (client, challenge) = await host.ChallengeAsync(email);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password = "Another-horse-8",
                Permanent = true,
            }
        );
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => host.RespondAsync("PASSWORD_VERIFIER", client.Answer(challenge, Templates.PoolId, PoolHost.Password))
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("N")]
    [InlineData("2N")]
    [InlineData("")]
    [InlineData("zz")]
    public async Task A_number_that_would_give_the_key_away_is_refused(string a)
    {
        host.Deploy();
        var n = CognitoStack.Local.UserPools.Passwords.SrpGroup.N;
        var hex = a switch
        {
            "N" => n.ToString("x"),
            "2N" => (n * 2).ToString("x"),
            _ => a,
        };
        await host.RefusedAsync(
            "InvalidParameterException",
            "InitiateAuth",
            new
            {
                ClientId = "web",
                AuthFlow = "USER_SRP_AUTH",
                AuthParameters = new { USERNAME = await host.UserAsync(), SRP_A = hex },
            }
        );
    }

    [Fact]
    public async Task Somebody_who_does_not_exist_gets_the_same_challenge_every_time_and_no_other_error()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        var (client, first) = await host.ChallengeAsync(email);
        var (_, second) = await host.ChallengeAsync(email.ToUpperInvariant());
        foreach (var name in new[] { "SALT", "USER_ID_FOR_SRP", "USERNAME" })
            Assert.Equal(first["ChallengeParameters"]![name]!.ToString(), second["ChallengeParameters"]![name]!.ToString());
        Assert.True(Guid.TryParse(first["ChallengeParameters"]!["USERNAME"]!.ToString(), out _));
        Assert.Equal(
            "Incorrect username or password.",
            await host.RefusedAsync(
                "NotAuthorizedException",
                () => host.RespondAsync("PASSWORD_VERIFIER", client.Answer(first, Templates.PoolId, PoolHost.Password))
            )
        );
        Assert.Equal("Incorrect username or password.", await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email)));
    }
}
